package io.sallyport.server.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.sallyport.server.login.SignIn;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST interface under {@code /api/v1}: the list of its operations, and how each is answered.
 */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final String ROOT = "/api/v1";
  private static final String PROBLEM = "application/problem+json";

  // immutable
  private final List<Operation> operations;
  private final Gate gate;
  private final Json json = new Json();
  private final byte[] document;

  /** A noun with its operations. */
  public interface Resource {
    List<Operation> operations();
  }

  public Api(SignIn signIn, List<Resource> resources, String version) {
    this.gate = new Gate(signIn);
    List<Operation> all = new ArrayList<>();
    resources.forEach(resource -> all.addAll(resource.operations()));
    all.add(
        Operation.of(Operation.Method.GET, "/openapi.json", "reference", "This document.")
            .open()
            .givesBytes("application/vnd.oai.openapi+json")
            .by(asked -> Reply.bytes("application/vnd.oai.openapi+json", document())));
    this.operations = List.copyOf(all);
    this.document = json.write(OpenApi.document(operations, version));
  }

  /** Every operation, for the reference and for tests that go through all of them. */
  List<Operation> operations() {
    return operations;
  }

  private byte[] document() {
    return document;
  }

  /** Adds the routes. */
  public void routes(JavalinConfig config) {
    for (Operation operation : operations) {
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(operation.method.name()),
          ROOT + operation.path,
          context -> answer(operation, context));
    }
  }

  private void answer(Operation operation, Context context) {
    context.header("Cache-Control", "no-store");
    try {
      Asked asked = new Asked(context, gate.admit(operation, context), json);
      send(operation, context, operation.handler.handle(asked));
    } catch (Problem.Refused refused) {
      problem(context, refused.problem());
    } catch (HttpResponseException e) {
      throw e;
    } catch (Exception e) {
      LOG.error("{} {} failed", operation.method, operation.path, e);
      problem(
          context,
          new Problem(
              "/problems/server-error",
              "Server error",
              500,
              "Something went wrong here. The administrator finds it in the log.",
              List.of()));
    }
  }

  private void problem(Context context, Problem problem) {
    context.status(problem.status()).contentType(PROBLEM).result(json.write(problem));
  }

  private void send(Operation operation, Context context, Object result) {
    if (result instanceof Reply reply) {
      send(context, reply);
    } else if (result == null) {
      if (!operation.events) {
        context.status(204);
      }
    } else {
      byte[] body = json.write(result);
      if (operation.method == Operation.Method.GET) {
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
      byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(body);
      return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void send(Context context, Reply reply) {
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      context.header(header.getKey(), header.getValue());
    }
    if (!reply.fileName().isEmpty()) {
      // names are ours, never a peer's
      context.header("Content-Disposition", "attachment; filename=\"" + reply.fileName() + "\"");
    }
    context.status(reply.status()).contentType(reply.contentType());
    if (reply.body() != null) {
      context.result(reply.body());
    }
  }
}
