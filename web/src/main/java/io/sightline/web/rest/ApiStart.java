package io.sightline.web.rest;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;

/**
 * Has the container make the REST API ready while the application starts. Else whoever asks first
 * after a restart waits for it, and these are the people whose calls were interrupted.
 */
@WebListener
public class ApiStart implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletRegistration api =
        event.getServletContext().getServletRegistration(ApiApplication.class.getName());
    if (api instanceof ServletRegistration.Dynamic dynamic) {
      dynamic.setLoadOnStartup(1);
    }
  }
}
