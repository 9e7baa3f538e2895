package io.sallyport.server.api;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One request to an operation: who asks, and what was given, checked as it is read. */
public final class Asked {
  // immutable
  private final Context context;
  private final Caller caller;
  private final Json json;

  Asked(Context context, Caller caller, Json json) {
    this.context = context;
    this.caller = caller;
    this.json = json;
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

  public String path(String name) {
    return context.pathParam(name);
  }

  public long number(String name) {
    try {
      return Long.parseLong(context.pathParam(name));
    } catch (NumberFormatException e) {
      throw Problem.notFound("There is no " + name + " of that name.");
    }
  }

  /** A parameter of the query; empty where it was not given. */
  public String query(String name) {
    String value = context.queryParam(name);
    return value == null ? "" : value.strip();
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
    return json.read(context.bodyAsBytes(), type);
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
