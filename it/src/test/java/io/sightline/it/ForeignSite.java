package io.sightline.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A web site of somebody else's: another origin than the product's, with the visitor's button and a
 * policy that permits what the button needs and nothing more.
 */
final class ForeignSite implements AutoCloseable {
  private final HttpServer server;
  private final String product;
  private volatile String entry = "";

  private volatile String mode = "";

  /**
   * @param product scheme, host and port of the product
   */
  ForeignSite(String product) throws IOException {
    this.product = product;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** As a browser names it. */
  String origin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Shows the button of an entry point from now on. */
  void show(String entryPoint) {
    this.entry = entryPoint;
  }

  /** Has the button's calls go to a window of their own from now on. */
  void useWindows() {
    this.mode = " mode=\"window\"";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String policy =
        "default-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for"
            + " 'script'; script-src %1$s; connect-src %1$s; frame-src %1$s".formatted(product);
    byte[] page =
        """
        <!DOCTYPE html><html lang="de"><head><title>Laden</title><script src="%s/button/sightline.js"></script></head>
        <body><main><h1>Laden</h1><sightline-button entry="%s"%s></sightline-button></main></body></html>
        """
            .formatted(product, entry, mode)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Content-Security-Policy", policy);
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
