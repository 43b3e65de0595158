package io.sightline.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A push service on loopback, at the port that the product was told of, which only keeps. */
final class PushService implements AutoCloseable {
  private static final String PORT = "sightline.it.push-port";

  private final HttpServer server;
  private final BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();

  PushService() throws IOException {
    int port = Integer.getInteger(PORT, 0);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
        });
    server.start();
  }

  /** Whether the product under test knows of it. */
  static boolean known() {
    return Integer.getInteger(PORT, 0) > 0;
  }

  String endpoint(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  /** The next message as it came, encrypted. */
  byte[] next() throws TimeoutException, InterruptedException {
    byte[] body = bodies.poll(ServerUnderTest.patience(20).toMillis(), TimeUnit.MILLISECONDS);
    if (body == null) {
      throw new TimeoutException("nothing was pushed");
    }
    return body;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
