package io.sallyport.server.api;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request to an operation: who asks, and what was given, checked as it is read. */
public final class Asked {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  // immutable
  private final Context context;
  private final Caller caller;
  private final Json json;
  private final Map<String, String> variables;
  private final long mostBytes;

  Asked(Context context, Caller caller, Json json, Routes.Found found) {
    this.context = context;
    this.caller = caller;
    this.json = json;
    this.variables = found.variables();
    this.mostBytes = found.operation().mostBytes;
  }

  /** Who asks; throws where the operation is open to everybody and nobody has signed in. */
  public Caller caller() {
    if (caller == null) {
      throw Problem.notSignedIn();
    }
    return caller;
  }

  /** What the HTTP library knows, for the few operations that stream or set cookies. */
  Context context() {
    return context;
  }

  /** The address that the request comes from. */
  public String network() {
    return context.ip();
  }

  /** The host name that the request was sent to, without a port, as its sender wrote it. */
  public String host() {
    String host = context.host() == null ? "" : context.host();
    return host.replaceFirst(":[0-9]{1,5}$", "");
  }

  /** What stands in a variable part of the path, decoded and never empty. */
  public String path(String name) {
    return variables.get(name);
  }

  /** The number in a variable part of the path; what is none, or below zero, is nowhere. */
  public long number(String name) {
    if (!path(name).matches("\\d{1,18}")) {
      throw Problem.notFound("There is no " + name + " of that number.");
    }
    return Long.parseLong(path(name));
  }

  /** A parameter of the query; empty where it was not given. */
  public String query(String name) {
    String value = context.queryParam(name);
    return value == null ? "" : value.strip();
  }

  /** All values of a parameter that may be given more than once; empty ones left out. */
  public List<String> queries(String name) {
    return context.queryParams(name).stream()
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  public Optional<Instant> time(String name) {
    String value = query(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(value));
    } catch (DateTimeParseException e) {
      throw Problem.invalid(name, "is a time such as 2026-03-01T08:00:00Z");
    }
  }

  /** How many items a page has at most. */
  public int limit() {
    String value = query("limit");
    if (value.isEmpty()) {
      return Page.USUAL;
    }
    if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < 1) {
      throw Problem.invalid("limit", "is a number from 1 to " + Page.MOST);
    }
    return Math.min(Page.MOST, Integer.parseInt(value));
  }

  public String cursor() {
    return query("cursor");
  }

  /** The body as a record; every field that is unknown, missing or of another kind is told. */
  public <T> T body(Class<T> type) {
    return json.read(bytes(), type);
  }

  /** The body as it came, no longer than the operation takes and not slower than patience lasts. */
  public byte[] bytes() {
    long began = System.nanoTime();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] some = new byte[8 * 1024];
    try {
      InputStream in = context.req().getInputStream();
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        whole.write(some, 0, n);
        if (whole.size() > mostBytes) {
          throw Problem.tooLarge(mostBytes);
        }
        if (System.nanoTime() - began > PATIENCE.toNanos()) {
          throw Problem.malformed("The body came too slowly.");
        }
      }
      return whole.toByteArray();
    } catch (IOException e) {
      throw Problem.malformed("The body cannot be read.");
    }
  }

  /** A header of the request; empty where it was not given. */
  public String header(String name) {
    String value = context.header(name);
    return value == null ? "" : value.strip();
  }

  /**
   * Throws unless the caller has read the resource as it is (RFC 9110 section 13.1.1).
   *
   * @param now what a GET of it answers, from which its {@code ETag} is made
   */
  public void ifMatch(Object now) {
    String given = header("If-Match");
    if (given.isEmpty()) {
      throw Problem.matchNeeded();
    }
    if (!given.equals("*") && !given.equals(Api.tag(json.write(now)))) {
      throw Problem.changedMeanwhile();
    }
  }

  /** The same where whoever gives no {@code If-Match} takes whatever is there. */
  public void ifMatchGiven(Object now) {
    if (!header("If-Match").isEmpty()) {
      ifMatch(now);
    }
  }

  /**
   * Begins the answer and gives where its body goes; for what is made while it is sent. Nothing can
   * be refused any more. The operation then returns {@link Reply#SENT}.
   *
   * @param fileName under which a browser keeps it, of ours, never a peer's; empty where it is
   *     shown
   */
  public OutputStream stream(String contentType, String fileName) throws IOException {
    if (!fileName.isEmpty()) {
      context.header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    }
    context.status(200).contentType(contentType);
    return context.res().getOutputStream();
  }

  /** Throws what was found wrong, all of it at once; does nothing where that is nothing. */
  public static void check(List<Problem.FieldError> errors) {
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
  }

  /** A list to gather errors in. */
  public static List<Problem.FieldError> errors() {
    return new ArrayList<>();
  }
}
