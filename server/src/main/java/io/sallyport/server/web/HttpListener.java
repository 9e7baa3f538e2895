package io.sallyport.server.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Javalin application on one loopback port, with what both of ours share: limits, security
 * headers, error pages that repeat nothing of the request and name no product version.
 */
final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int IDLE_MILLIS = 30_000;
  private static final int MAX_HEAD_BYTES = 16_384;
  private static final long MAX_BODY_BYTES = 1 << 16;
  private static final String CONTENT_POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /** What a phone in a page needs, and nothing else that a page may ask a person for. */
  private static final String PERMISSIONS =
      "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self),"
          + " autoplay=(self), fullscreen=(self), clipboard-write=(self), geolocation=(),"
          + " payment=(), usb=(), serial=(), hid=(), bluetooth=(), midi=()";

  // owned by: the thread that starts and closes
  private final Javalin javalin;
  private ServerConnector connector;

  /**
   * @param port 0 for any
   * @param behindEdge whether connections begin with a PROXY protocol header that names the real
   *     client
   */
  HttpListener(
      String name, int port, int threads, boolean behindEdge, Consumer<JavalinConfig> routes) {
    QueuedThreadPool pool = new QueuedThreadPool(threads, Math.min(2, threads), 60_000);
    pool.setName(name);
    javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.http.prefer405over404 = true;
              config.http.maxRequestSize = MAX_BODY_BYTES;
              config.jetty.threadPool = pool;
              config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors()));
              config.jetty.addConnector(
                  (server, http) -> connector(server, http, port, behindEdge));
              config.routes.before(HttpListener::headers);
              errors(config);
              routes.accept(config);
            });
  }

  void start() {
    javalin.start();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private Connector connector(Server server, HttpConfiguration http, int port, boolean behindEdge) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(MAX_HEAD_BYTES);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    connector =
        behindEdge
            ? new ServerConnector(server, 1, 1, new ProxyOnly(plain.getProtocol()), plain)
            : new ServerConnector(server, 1, 1, plain);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  /** What else runs on the machine of a developer must not be bound to TLS by us. */
  private static boolean local(String host) {
    String name = host == null ? "localhost" : host.replaceFirst(":\\d*$", "");
    return name.equals("localhost") || name.endsWith(".localhost");
  }

  private static void headers(Context context) {
    context.header("Content-Security-Policy", CONTENT_POLICY);
    context.header("X-Frame-Options", "DENY");
    context.header("Permissions-Policy", PERMISSIONS);
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    if (!local(context.host())) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
  }

  private static void errors(JavalinConfig config) {
    config.routes.exception(
        HttpResponseException.class, (e, context) -> context.status(e.getStatus()));
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          if (context.res().isCommitted()) {
            brokenOff(context, e);
          } else {
            LOG.error("a web request failed", e);
            context.status(500);
          }
        });
    page(config, 400, "Bad request", "The server could not understand that.");
    page(config, 404, "Not found", "There is nothing at this address.");
    page(config, 405, "Method not allowed", "That cannot be done with this address.");
    page(config, 413, "Too large", "That is more than this server takes.");
    page(
        config,
        500,
        "Server error",
        "Something went wrong here. The administrator finds it in the log.");
  }

  /**
   * Ends the connection: its reader went away, or the rest of the answer cannot be had, and half of
   * it must not look like the whole.
   */
  private static void brokenOff(Context context, Exception e) {
    LOG.info("an answer broke off: {}", e.toString());
    ServletContextRequest.getServletContextRequest(context.req()).getServletChannel().abort(e);
  }

  private static void page(JavalinConfig config, int status, String title, String sentence) {
    config.routes.error(
        status,
        context -> {
          if (!answered(context)) {
            html(context, StartPage.error(status, title, sentence));
          }
        });
  }

  /** Whether it says itself what is wrong. */
  private static boolean answered(Context context) {
    String type = context.res().getContentType();
    return type != null && type.startsWith("application/");
  }

  static void html(Context context, String page) {
    context.contentType("text/html; charset=utf-8").result(page);
  }

  /**
   * Takes connections with a PROXY header only: what comes without one did not come through the
   * edge.
   */
  private static final class ProxyOnly extends ProxyConnectionFactory {
    ProxyOnly(String next) {
      super(next);
    }

    @Override
    protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer buffer) {
      endPoint.close();
    }
  }

  /**
   * What Jetty answers by itself, to requests too broken for the application: a line without
   * product or input.
   */
  private static final class PlainErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().put("Content-Type", "text/plain;charset=utf-8");
      // what could not be read has no known end
      response.getHeaders().put("Connection", "close");
      Content.Sink.write(response, true, response.getStatus() + "\n", callback);
      return true;
    }

    // Jetty still asks this one for requests that it cannot parse at all; its successor is not
    // asked
    @SuppressWarnings("removal")
    @Override
    public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
      fields.put("Content-Type", "text/plain;charset=utf-8");
      fields.put("Connection", "close");
      return ByteBuffer.wrap((status + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
