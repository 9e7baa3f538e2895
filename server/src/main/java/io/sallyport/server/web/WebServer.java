package io.sallyport.server.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.sallyport.server.base.Component;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP. Two listeners on the loopback address: the backend that the edge hands browsers'
 * connections to, each with a PROXY protocol header; and the management port with metrics and
 * health for the machine's own monitoring.
 */
public final class WebServer implements Component {
  private static final int MANAGEMENT_THREADS = 6;
  private static final List<HandlerType> METHODS =
      List.of(
          HandlerType.GET,
          HandlerType.HEAD,
          HandlerType.POST,
          HandlerType.PUT,
          HandlerType.PATCH,
          HandlerType.DELETE);

  /** What the pages show, asked for anew each time; called on http threads. */
  public interface Sources {
    Installation installation();

    /** Health by component. */
    Map<String, Health> health();

    /** The SIP messages of one call that are still in memory, oldest first, as plain text. */
    String trace(String callId);

    /** What a running call's media does, step by step; empty where no such call runs. */
    Optional<Map<String, Object>> media(String callId);

    /** State for people who look for a fault, as JSON; no secret in it. */
    Map<String, Object> debugState();
  }

  // immutable
  private final WebSettings settings;
  private final Sources sources;
  private final Handler api;
  private final WebApp app;
  private final Metrics metrics;
  private final byte[] style;
  // owned by: the thread that starts and closes
  private HttpListener backend;
  private HttpListener management;

  /**
   * @param api answers what is below {@code /api/v1}, errors included
   */
  public WebServer(WebSettings settings, Sources sources, Handler api, Counters counters) {
    this(settings, sources, api, new WebApp("console"), counters);
  }

  WebServer(WebSettings settings, Sources sources, Handler api, WebApp app, Counters counters) {
    this.settings = settings;
    this.sources = sources;
    this.api = api;
    this.app = app;
    this.metrics = new Metrics(counters);
    this.style = resource("style.css");
  }

  @Override
  public String name() {
    return "web";
  }

  @Override
  public void start() throws IOException {
    if (settings.enabled()) {
      backend = new HttpListener("http", 0, settings.threads(), true, this::publicRoutes);
      backend.start();
    }
    if (settings.management()) {
      management =
          new HttpListener(
              "management",
              settings.managementPort(),
              MANAGEMENT_THREADS,
              false,
              this::managementRoutes);
      try {
        management.start();
      } catch (RuntimeException e) {
        throw bindFailure(e).orElseThrow(() -> e);
      }
    }
  }

  /** Where the edge takes browsers' connections, each beginning with a PROXY protocol header. */
  public Optional<InetSocketAddress> backend() {
    return Optional.ofNullable(backend).map(HttpListener::address);
  }

  public Optional<InetSocketAddress> management() {
    return Optional.ofNullable(management).map(HttpListener::address);
  }

  @Override
  public void close() {
    if (management != null) {
      management.close();
    }
    if (backend != null) {
      backend.close();
    }
    metrics.close();
  }

  private void publicRoutes(JavalinConfig config) {
    config.routes.get("/start", this::start);
    config.routes.get(
        "/style.css", context -> context.contentType("text/css; charset=utf-8").result(style));
    config.routes.get("/ca.crt", this::authority);
    config.routes.get("/api/v1/health", this::publicHealth);
    for (HandlerType method : METHODS) {
      config.routes.addHttpHandler(method, "/api/v1/*", api);
    }
    if (app.built()) {
      config.routes.get("/*", app::answer);
    } else {
      config.routes.get("/", this::start);
    }
  }

  private void start(Context context) {
    HttpListener.html(context, StartPage.html(sources.installation()));
  }

  private void managementRoutes(JavalinConfig config) {
    config.routes.get(
        "/metrics",
        context ->
            context
                .contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.scrape()));
    config.routes.get("/api/v1/health", this::health);
    config.routes.get(
        "/debug/trace/{call}",
        context ->
            context
                .contentType("text/plain; charset=utf-8")
                .header("Cache-Control", "no-store")
                .result(sources.trace(context.pathParam("call"))));
    config.routes.get("/debug/media/{call}", this::media);
    config.routes.get(
        "/debug",
        context -> context.header("Cache-Control", "no-store").json(sources.debugState()));
    config.routes.get(
        "/style.css", context -> context.contentType("text/css; charset=utf-8").result(style));
  }

  private void media(Context context) {
    Optional<Map<String, Object>> view = sources.media(context.pathParam("call"));
    context.header("Cache-Control", "no-store");
    view.ifPresentOrElse(context::json, () -> context.status(404));
  }

  private void authority(Context context) {
    String pem = sources.installation().authorityPem();
    if (pem.isEmpty()) {
      context.status(404);
    } else {
      context
          .contentType("application/x-x509-ca-cert")
          .header("Content-Disposition", "attachment; filename=\"sallyport-ca.crt\"")
          .result(pem.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** What the public may know: which component is well, not why another is not. */
  private void publicHealth(Context context) {
    Map<String, Object> components = new LinkedHashMap<>();
    sources.health().forEach((name, health) -> components.put(name, Map.of("ok", health.ok())));
    answer(context, components);
  }

  private void health(Context context) {
    answer(context, new LinkedHashMap<>(sources.health()));
  }

  private void answer(Context context, Map<String, Object> components) {
    boolean ok = sources.health().values().stream().allMatch(Health::ok);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", ok);
    answer.put("components", components);
    context.status(ok ? 200 : 503).header("Cache-Control", "no-store").json(answer);
  }

  private Optional<RuntimeException> bindFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return Optional.of(new ManagementPortBusy(settings.managementPort(), failure));
      }
    }
    return Optional.empty();
  }

  /** The management port belongs to another process. */
  public static final class ManagementPortBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ManagementPortBusy(int port, Throwable cause) {
      super("TCP port " + port + " on the loopback address is in use", cause);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = WebServer.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
