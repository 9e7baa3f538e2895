package io.sallyport.server.api;

import io.sallyport.server.login.Role.Permission;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation of the API: where, who may, what goes in and what comes out. The server's routes
 * and the OpenAPI document are both made from these, so that neither can say what the other does
 * not.
 */
public final class Operation {

  /** Methods that we use. */
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** Whether it changes something, so that a cookie alone does not prove who wants it. */
    boolean changes() {
      return this != GET;
    }
  }

  /** What an operation does; returns a record that becomes JSON, a {@link Reply}, or null. */
  @FunctionalInterface
  public interface Handler {
    Object handle(Asked asked) throws Exception;
  }

  /** A parameter of the query. */
  record Query(String name, String what, boolean required) {}

  private static final int USUAL_BYTES = 64 * 1024;

  final Method method;
  final String path;
  final String noun;
  final String summary;
  final List<Query> queries = new ArrayList<>();
  Permission permission;
  boolean open;
  Class<?> in;
  Type out;
  Class<?> itemOut;
  String contentType = "application/json";
  boolean parts;
  int status = 200;
  Handler handler;
  int mostBytes = USUAL_BYTES;

  private Operation(Method method, String path, String noun, String summary) {
    this.method = method;
    this.path = path;
    this.noun = noun;
    this.summary = summary;
  }

  /**
   * An operation that whoever has signed in may do.
   *
   * @param path below {@code /api/v1}, with {@code {names}} of its variable parts
   * @param noun what it is about, for the reference
   * @param summary a sentence
   */
  public static Operation of(Method method, String path, String noun, String summary) {
    return new Operation(method, path, noun, summary);
  }

  /** Needs that permission. */
  public Operation needs(Permission needed) {
    this.permission = needed;
    return this;
  }

  /** Whoever asks may do it, without signing in. */
  public Operation open() {
    this.open = true;
    return this;
  }

  public Operation query(String name, String what) {
    queries.add(new Query(name, what, false));
    return this;
  }

  public Operation required(String name, String what) {
    queries.add(new Query(name, what, true));
    return this;
  }

  /** Takes a body of that record. */
  public Operation takes(Class<?> body) {
    this.in = body;
    return this;
  }

  /** Takes bodies up to that many bytes, where 64 KiB are too few. */
  public Operation atMost(int bytes) {
    this.mostBytes = bytes;
    return this;
  }

  /** Answers a record of that kind. */
  public Operation gives(Class<?> body) {
    this.out = body;
    return this;
  }

  /** Answers a page of records of that kind; takes {@code limit} and {@code cursor}. */
  public Operation givesPage(Class<?> item) {
    this.out = Page.class;
    this.itemOut = item;
    query("limit", "How many items at most, 1 to " + Page.MOST + "; " + Page.USUAL + " if absent.");
    return query("cursor", "Where to go on: `next` of the page before.");
  }

  /** Answers bytes of another kind than JSON. */
  public Operation givesBytes(String type) {
    this.contentType = type;
    return this;
  }

  /** The same, of which a reader may ask for a part; see {@link Reply#parts}. */
  public Operation givesParts(String type) {
    this.parts = true;
    return givesBytes(type);
  }

  /** Answers server-sent events for as long as the reader stays. */
  public Operation givesEvents() {
    return givesBytes("text/event-stream");
  }

  /** Answers 201: something is there now that was not before. */
  public Operation creates() {
    this.status = 201;
    return this;
  }

  /** What it does; the last word about an operation. */
  public Operation by(Handler does) {
    this.handler = does;
    return this;
  }

  /** Names in braces in its path. */
  List<String> variables() {
    List<String> names = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.startsWith("{")) {
        names.add(part.substring(1, part.length() - 1));
      }
    }
    return names;
  }

  String id() {
    StringBuilder id = new StringBuilder(method.name().toLowerCase(java.util.Locale.ROOT));
    for (String part : path.split("[/{}.-]+")) {
      if (!part.isEmpty()) {
        id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
      }
    }
    return id.toString();
  }
}
