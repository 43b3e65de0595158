package io.sightline.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers {@code /ve/{code}} with the customer's page, whatever the code: the page asks for
 * admission itself, so that guessing costs a rate-limited request.
 */
@WebServlet(name = "customer-page", urlPatterns = "/ve/*")
public class CustomerPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setHeader("Cache-Control", "no-store");
    request.getRequestDispatcher("/customer/index.html").forward(request, response);
  }
}
