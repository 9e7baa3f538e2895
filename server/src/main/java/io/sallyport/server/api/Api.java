package io.sallyport.server.api;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.login.SignIn;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST interface under {@code /api/v1}: the list of its operations, and how each is answered.
 */
public final class Api implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  /** Below which everything is. */
  public static final String ROOT = "/api/v1";

  private static final int MOST_STRANGERS = 8;
  private static final int MOST_DRAINED = 256 * 1024;
  private static final String PROBLEM = "application/problem+json";
  private static final String OPENAPI = "application/vnd.oai.openapi+json";

  // immutable
  private final List<Operation> operations;
  private final Routes routes;
  private final Gate gate;
  private final Json json = new Json();
  private final String version;

  // any thread: so that strangers who send slowly never hold all threads
  private final Semaphore strangers = new Semaphore(MOST_STRANGERS);

  // any thread: made when first asked for
  private volatile Map<String, Object> tree;

  /** A noun with its operations. */
  public interface Resource {
    List<Operation> operations();
  }

  public Api(SignIn signIn, List<Resource> resources, String version) {
    this.gate = new Gate(signIn);
    List<Operation> all = new ArrayList<>();
    resources.forEach(resource -> all.addAll(resource.operations()));
    all.add(
        Operation.of(Method.GET, "/openapi.json", "reference", "The OpenAPI document.")
            .open()
            .givesBytes(OPENAPI)
            .by(asked -> Reply.bytes(OPENAPI, document())));
    all.add(
        Operation.of(Method.GET, "/reference", "reference", "The same as a page to read.")
            .open()
            .givesBytes(Reference.CONTENT_TYPE)
            .by(asked -> Reply.bytes(Reference.CONTENT_TYPE, reference())));
    this.operations = List.copyOf(all);
    this.routes = new Routes(operations);
    this.version = version;
  }

  /** Every operation, for the reference and for tests that go through all of them. */
  List<Operation> operations() {
    return operations;
  }

  /** The OpenAPI document as JSON. */
  public byte[] document() {
    return json.write(tree());
  }

  private byte[] reference() {
    return Reference.page(tree());
  }

  private Map<String, Object> tree() {
    if (tree == null) {
      tree = OpenApi.document(operations, version);
    }
    return tree;
  }

  /** Answers a request for a path below {@link #ROOT}. */
  @Override
  public void handle(Context context) throws Exception {
    context.header("Cache-Control", "no-store");
    try {
      answer(found(context), context);
    } catch (Problem.Refused refused) {
      problem(context, refused.problem());
    } catch (Exception e) {
      failed(context, e);
    }
  }

  /** Answers while there is no interface yet. */
  public static void starting(Context context) {
    Problem starting =
        Problem.unavailable("The server is starting. Try again in a moment.").problem();
    context
        .status(starting.status())
        .header("Retry-After", "2")
        .contentType(PROBLEM)
        .result(new Json().write(starting));
  }

  private Routes.Found found(Context context) {
    String uri = context.req().getRequestURI();
    String path = uri.startsWith(ROOT) ? uri.substring(ROOT.length()) : "";
    Optional<Method> method = method(context.req().getMethod());
    Optional<Routes.Found> found = method.flatMap(m -> routes.find(m, path));
    if (found.isPresent()) {
      return found.get();
    }
    var methods = routes.methods(path);
    if (methods.isEmpty()) {
      throw Problem.notFound("There is nothing at this address.");
    }
    context.header("Allow", methods.stream().map(Enum::name).collect(Collectors.joining(", ")));
    throw Problem.noSuchMethod();
  }

  /** A HEAD is a GET whose body the server drops (RFC 9110 section 9.3.2). */
  private static Optional<Method> method(String name) {
    String word = name.equals("HEAD") ? "GET" : name;
    return Arrays.stream(Method.values()).filter(m -> m.name().equals(word)).findAny();
  }

  private void answer(Routes.Found found, Context context) throws Exception {
    Operation operation = found.operation();
    Caller caller = gate.admit(operation, context);
    boolean stranger = caller == null && operation.method.changes();
    if (stranger && !strangers.tryAcquire()) {
      throw Problem.tooMany("Too many people come in at this moment. Try again.");
    }
    try {
      Asked asked = new Asked(context, caller, json, found);
      send(operation, context, operation.handler.handle(asked));
    } finally {
      if (stranger) {
        strangers.release();
      }
    }
  }

  private void failed(Context context, Exception e) throws Exception {
    if (context.res().isCommitted()) {
      throw e;
    }
    LOG.error("{} {} failed", context.req().getMethod(), context.endpoint().path, e);
    problem(
        context,
        new Problem(
            "/problems/server-error",
            "Server error",
            500,
            "Something went wrong here. The administrator finds it in the log.",
            List.of()));
  }

  private void problem(Context context, Problem problem) {
    drain(context);
    context.status(problem.status()).contentType(PROBLEM).result(json.write(problem));
  }

  /**
   * Throws away what has come of a body that nobody wanted. Where that is not all of it, the
   * connection ends: waiting for the rest would hold a thread for whoever sends slowly.
   */
  private static void drain(Context context) {
    try {
      ServletInputStream body = context.req().getInputStream();
      byte[] bytes = new byte[8 * 1024];
      for (int left = MOST_DRAINED; left > 0 && body.available() > 0; ) {
        left -= Math.max(1, body.read(bytes));
      }
      if (!body.isFinished() && context.req().getContentLengthLong() != 0) {
        context.header("Connection", "close");
      }
    } catch (IOException | RuntimeException e) {
      context.header("Connection", "close");
    }
  }

  private void send(Operation operation, Context context, Object result) throws IOException {
    if (result == Reply.SENT) {
      return;
    }
    if (result instanceof Reply reply) {
      send(context, reply);
    } else if (result instanceof Reply.Parts parts) {
      send(context, parts);
    } else if (result == null) {
      context.status(204);
    } else {
      byte[] body = json.write(result);
      if (operation.method == Method.GET) {
        String tag = tag(body);
        context.header("ETag", tag);
        if (tag.equals(context.header("If-None-Match"))) {
          context.status(304);
          return;
        }
      }
      context.status(operation.status).contentType("application/json").result(body);
    }
  }

  /** What tells one state of a resource from another (RFC 9110 section 8.8.3). */
  static String tag(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void send(Context context, Reply reply) {
    named(context, reply.fileName());
    context.status(200).contentType(reply.contentType()).result(reply.body());
  }

  private static void send(Context context, Reply.Parts parts) throws IOException {
    long length = parts.body().length();
    Optional<Ranges> asked = Ranges.of(context.header("Range"), length);
    context.header("Accept-Ranges", "bytes");
    if (asked.isPresent() && !asked.get().satisfiable()) {
      context.header("Content-Range", "bytes */" + length);
      throw Problem.noSuchRange();
    }
    Ranges range = asked.orElse(new Ranges(0, length));
    if (asked.isPresent()) {
      context.header(
          "Content-Range", "bytes " + range.from() + "-" + (range.to() - 1) + "/" + length);
    }
    named(context, parts.fileName());
    context.status(asked.isPresent() ? 206 : 200).contentType(parts.contentType());
    context.res().setContentLengthLong(range.to() - range.from());
    if (!context.req().getMethod().equals("HEAD")) {
      parts.body().write(range.from(), range.to(), context.res().getOutputStream());
    }
  }

  private static void named(Context context, String fileName) {
    if (!fileName.isEmpty()) {
      // names are ours, never a peer's
      context.header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    }
  }
}
