package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Assignments.Kind;
import io.sallyport.server.directory.User;
import io.sallyport.server.edge.Listening;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A whole server with an account of each role, and a browser's side of its API. Every account's
 * password is {@code secret words of} and its name.
 */
public final class ConsoleServer implements AutoCloseable {
  // immutable
  private final Server server;
  private final HttpClient client;

  private ConsoleServer(Server server) throws Exception {
    this.server = server;
    this.client = client(server.authorityFile().orElseThrow());
  }

  public static ConsoleServer start(Path data) throws Exception {
    return start(data, "");
  }

  /**
   * Starts one.
   *
   * @param more settings beside those of a server on any free port
   */
  public static ConsoleServer start(Path data, String more) throws Exception {
    Server server = Server.start(Settings.of(EphemeralServer.yaml() + more), data);
    for (User.Role role : User.Role.values()) {
      String name = "the-" + role.name().toLowerCase(java.util.Locale.ROOT);
      server.directory().add(name, name, role, Secret.of(password(name)));
    }
    return new ConsoleServer(server);
  }

  public static String password(String name) {
    return "secret words of " + name;
  }

  public Server server() {
    return server;
  }

  /** Lets an officer look at everybody. */
  public void assignEverybody(String officer) {
    server.assignments().assign(officer, Kind.EVERYBODY, "");
  }

  public URI uri(String path) {
    int port = server.address(Listening.Kind.SECURE).orElseThrow().getPort();
    return URI.create("https://localhost:" + port + path);
  }

  /** Somebody who has not signed in. */
  public Visitor visitor() {
    return new Visitor("", "");
  }

  /** Somebody who has signed in. */
  public Visitor signedIn(String name) throws Exception {
    HttpResponse<String> answer =
        visitor()
            .send(
                "POST",
                "/api/v1/session",
                "{\"name\":\"" + name + "\",\"password\":\"" + password(name) + "\"}");
    if (answer.statusCode() != 201) {
      throw new IOException("no sign-in: " + answer.statusCode() + " " + answer.body());
    }
    return visitor(answer);
  }

  /** Whoever was given that answer to a sign-in. */
  public Visitor visitor(HttpResponse<String> signedIn) {
    String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    String body = signedIn.body();
    String csrf = body.replaceAll("(?s).*\"csrf\":\"([^\"]*)\".*", "$1");
    return new Visitor(cookie, csrf);
  }

  @Override
  public void close() {
    server.close();
  }

  /** A browser with a cookie, or without. */
  public final class Visitor {
    // immutable
    private final String cookie;
    private final String csrf;

    private Visitor(String cookie, String csrf) {
      this.cookie = cookie;
      this.csrf = csrf;
    }

    public String cookie() {
      return cookie;
    }

    public String csrf() {
      return csrf;
    }

    public HttpResponse<String> get(String path) throws Exception {
      return send("GET", path, null);
    }

    public HttpResponse<String> send(String method, String path, String body) throws Exception {
      return client.send(request(method, path, body).build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> send(HttpRequest request) throws Exception {
      return client.send(request, BodyHandlers.ofString());
    }

    public HttpResponse<InputStream> open(String path) throws Exception {
      return client.send(request("GET", path, null).build(), BodyHandlers.ofInputStream());
    }

    /** A request with the session's cookie and token. */
    public HttpRequest.Builder request(String method, String path, String body) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri(path))
              .timeout(Duration.ofSeconds(30))
              .method(
                  method,
                  body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      Optional.of(cookie).filter(c -> !c.isEmpty()).ifPresent(c -> request.header("Cookie", c));
      Optional.of(csrf).filter(c -> !c.isEmpty()).ifPresent(c -> request.header("X-CSRF-Token", c));
      return body == null ? request : request.header("Content-Type", "application/json");
    }
  }

  private static HttpClient client(Path authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .sslContext(context)
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }
}
