package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Assignments.Kind;
import io.sallyport.server.directory.User;
import io.sallyport.server.edge.Listening;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

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
    this.client =
        HttpClient.newBuilder()
            .sslContext(EphemeralServer.trusting(server))
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
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
    return start(data, more, InstantSource.system());
  }

  static ConsoleServer start(Path data, String more, InstantSource clock) throws Exception {
    Server server = Server.start(Settings.of(EphemeralServer.yaml() + more), data, clock);
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

  /** A connection to the port for browsers, over TLS. */
  public Socket socket() throws IOException {
    return client.sslContext().getSocketFactory().createSocket("localhost", uri("/").getPort());
  }

  /** Sends bytes over TLS as they are, and reads all that is answered. */
  public String raw(String request) throws Exception {
    try (Socket socket = socket()) {
      socket.setSoTimeout(15_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Sends a request whose target goes out as it is. */
  public String rawGet(String target, String... headers) throws Exception {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return raw(
        "GET "
            + target
            + " HTTP/1.1\r\nHost: localhost:"
            + uri("/").getPort()
            + "\r\n"
            + more
            + "Connection: close\r\n\r\n");
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

    public HttpResponse<InputStream> open(HttpRequest request) throws Exception {
      return client.send(request, BodyHandlers.ofInputStream());
    }

    public HttpResponse<InputStream> open(String path) throws Exception {
      return client.send(request("GET", path, null).build(), BodyHandlers.ofInputStream());
    }

    /** A program that shows a key and nothing else. */
    public HttpResponse<String> withKey(String method, String path, String body, String key)
        throws Exception {
      return client.send(
          new Visitor("", "")
              .request(method, path, body)
              .header("Authorization", "Bearer " + key)
              .build(),
          BodyHandlers.ofString());
    }

    /** A request with the session's cookie and token. */
    public HttpRequest.Builder request(String method, String path, String body) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri(path))
              .timeout(Duration.ofSeconds(30))
              .method(
                  method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      Optional.of(cookie).filter(c -> !c.isEmpty()).ifPresent(c -> request.header("Cookie", c));
      Optional.of(csrf).filter(c -> !c.isEmpty()).ifPresent(c -> request.header("X-CSRF-Token", c));
      return body == null ? request : request.header("Content-Type", "application/json");
    }
  }
}
