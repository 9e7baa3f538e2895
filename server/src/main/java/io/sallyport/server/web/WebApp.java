package io.sallyport.server.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The built console on the class path: its page for every address that is not a file's, and its
 * files, which carry a hash of their content in their names and may be kept for ever.
 */
final class WebApp {
  private static final String PAGE = "index.html";
  private static final String HASHED = "assets/";
  private static final String NONCE = "__CSP_NONCE__";
  private static final int NONCE_BYTES = 18;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** No file of ours has another name; a segment begins with no dot, so none leads upwards. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}(:\\d{1,5})?");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  /**
   * A file with what was made of it at build.
   *
   * @param brotli the same compressed; empty where there is none
   */
  private record File(
      byte[] plain, Optional<byte[]> brotli, Optional<byte[]> gzip, String type, String tag) {}

  // immutable
  private final String folder;
  private final Optional<String> page;

  // any thread; only files that are there, so no more than were built
  private final Map<String, File> files = new ConcurrentHashMap<>();

  /**
   * @param folder beside this class
   */
  WebApp(String folder) {
    this.folder = folder;
    this.page = resource(PAGE).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Whether there is a console; a build without npm has none. */
  boolean built() {
    return page.isPresent();
  }

  /** Answers with a file or, where the address is none's, with the page. */
  void answer(Context context) {
    String name = context.path().substring(1);
    Optional<File> file = name.equals(PAGE) ? Optional.empty() : file(name);
    if (file.isPresent()) {
      send(context, file.get(), name.startsWith(HASHED));
    } else if (name.startsWith(HASHED) || name.startsWith("api/")) {
      context.status(404);
    } else {
      page(context);
    }
  }

  private void page(Context context) {
    byte[] random = new byte[NONCE_BYTES];
    RANDOM.nextBytes(random);
    String nonce = Base64.getEncoder().encodeToString(random);
    context.header("Content-Security-Policy", policy(nonce, context.header("Host")));
    context.header("Cache-Control", "no-store");
    HttpListener.html(context, page.orElseThrow().replace(NONCE, nonce));
  }

  /** No script but our files, no style but them and what carries this answer's nonce. */
  private static String policy(String nonce, String host) {
    String sockets = host != null && HOST.matcher(host).matches() ? " wss://" + host : "";
    return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
        + nonce
        + "'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src"
        + " 'self'"
        + sockets
        + "; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self';"
        + " frame-ancestors 'none'";
  }

  private static void send(Context context, File file, boolean hashed) {
    context.header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    context.header("ETag", file.tag());
    context.header("Vary", "Accept-Encoding");
    if (file.tag().equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    context.contentType(file.type());
    if (file.brotli().isPresent() && takes(context, "br")) {
      context.header("Content-Encoding", "br").result(file.brotli().get());
    } else if (file.gzip().isPresent() && takes(context, "gzip")) {
      context.header("Content-Encoding", "gzip").result(file.gzip().get());
    } else {
      context.result(file.plain());
    }
  }

  private static boolean takes(Context context, String coding) {
    String header = context.header("Accept-Encoding");
    for (String each : (header == null ? "" : header).toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = each.strip().split(";", 2);
      if (parts[0].strip().equals(coding)) {
        return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private Optional<File> file(String name) {
    File known = files.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || name.length() > 200 || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    Optional<File> read =
        resource(name)
            .map(
                plain ->
                    new File(
                        plain, resource(name + ".br"), resource(name + ".gz"), type, tag(plain)));
    read.ifPresent(file -> files.put(name, file));
    return read;
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Optional<byte[]> resource(String name) {
    try (InputStream in = WebApp.class.getResourceAsStream(folder + "/" + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
