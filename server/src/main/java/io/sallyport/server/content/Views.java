package io.sallyport.server.content;

import io.sallyport.server.content.Material.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ways to look at one material: the text that a reader sees, the markup around it, the name and
 * the parameters of the type. CPIM (RFC 3862) is looked into, HTML looked through.
 */
final class Views {
  private static final int DEEPEST = 3;

  // owned by: the scan
  private final List<View> views = new ArrayList<>();
  private String source = "";
  private boolean readable = true;
  private boolean plain;
  private String shown = "";

  private Views() {}

  static Views of(Material material) {
    Views views = new Views();
    boolean file = material.kind() != Kind.CHAT;
    if (!material.name().isEmpty()) {
      views.apart(Kind.FILE_NAME, material.name());
    }
    String type = material.contentType().toLowerCase(Locale.ROOT);
    int parameters = type.indexOf(';');
    if (parameters >= 0 && !isUsual(type.substring(parameters + 1))) {
      views.apart(file ? Kind.FILE_NAME : Kind.CHAT, material.contentType());
    }
    if (!file || isText(type)) {
      views.body(material, file ? Kind.FILE : Kind.CHAT, type);
    }
    return views;
  }

  List<View> list() {
    return views;
  }

  /** The body as text; what views of it count from. */
  String source() {
    return source;
  }

  /** Whether all of it could be read. */
  boolean readable() {
    return readable;
  }

  /** Whether the body is nothing but text, so that taking a part out cannot uncover another. */
  boolean plain() {
    return plain;
  }

  /** What a reader sees of the body; empty where it is nothing to read. */
  String shown() {
    return shown;
  }

  private void body(Material material, Kind kind, String type) {
    Charset charset = charset(type).orElse(null);
    Optional<String> text = charset == null ? Optional.empty() : decode(material.body(), charset);
    if (text.isEmpty()) {
      readable = false;
      return;
    }
    source = text.get();
    boolean maskable = charset.equals(StandardCharsets.UTF_8);
    if (type.startsWith("message/cpim")) {
      views.add(new View(kind, CharStream.of(source), false));
      cpim(kind, 0, source.length(), maskable, 0);
    } else {
      typed(kind, type, 0, source.length(), maskable);
    }
    plain = type.startsWith("text/plain");
  }

  private void typed(Kind kind, String type, int begin, int end, boolean maskable) {
    if (type.startsWith("text/html")) {
      CharStream visible = HtmlText.visible(source, begin, end);
      shown = visible.toString();
      views.add(new View(kind, visible, maskable));
      views.add(new View(kind, HtmlText.raw(source, begin, end), false));
    } else if (type.startsWith("text/")) {
      shown = source.substring(begin, end);
      views.add(new View(kind, CharStream.of(source, begin, end), maskable));
    } else {
      views.add(new View(kind, HtmlText.raw(source, begin, end), false));
    }
  }

  /**
   * Message headers, a blank line, headers of the content, a blank line, the content; where the
   * second block of headers is none, the content follows the first.
   */
  private void cpim(Kind kind, int begin, int end, boolean maskable, int depth) {
    int content = behindBlankLine(begin, end);
    int inner = behindBlankLine(content, end);
    String second = source.substring(content, inner).toLowerCase(Locale.ROOT);
    boolean two = header(second, "content-type").isPresent();
    String headers = two ? second : source.substring(begin, content).toLowerCase(Locale.ROOT);
    // a header that stands twice is read in two ways by two phones: the way that hides more counts
    String type =
        headers.contains("text/html")
            ? "text/html"
            : header(headers, "content-type").orElse("text/plain");
    String encoding = header(headers, "content-transfer-encoding").orElse("8bit");
    int at = two ? inner : content;
    if (type.startsWith("message/cpim") && depth < DEEPEST) {
      cpim(kind, at, end, maskable, depth + 1);
    } else if (!type.startsWith("text/") && !type.startsWith("message/imdn")) {
      readable = false;
    } else if (isPlainEncoding(encoding)) {
      charset(type)
          .filter(StandardCharsets.UTF_8::equals)
          .ifPresentOrElse(utf8 -> typed(kind, type, at, end, maskable), () -> readable = false);
    } else {
      encoded(kind, type, encoding, at, end);
    }
  }

  /** What is encoded is looked at and cannot be masked. */
  private void encoded(Kind kind, String type, String encoding, int begin, int end) {
    Optional<String> text =
        decoded(encoding, source.substring(begin, end))
            .flatMap(bytes -> charset(type).flatMap(charset -> decode(bytes, charset)));
    if (text.isEmpty()) {
      readable = false;
      return;
    }
    boolean html = type.startsWith("text/html");
    int length = text.get().length();
    CharStream inner = html ? HtmlText.visible(text.get(), 0, length) : CharStream.of(text.get());
    shown = inner.toString();
    views.add(new View(kind, apart(inner), false));
    if (html) {
      views.add(new View(kind, apart(HtmlText.raw(text.get(), 0, length)), false));
    }
  }

  private void apart(Kind kind, String text) {
    views.add(new View(kind, apart(CharStream.of(text)), false));
  }

  private static CharStream apart(CharStream text) {
    CharStream apart = new CharStream(text.length());
    apart.add(text.toString(), -1, -1);
    return apart;
  }

  private static Optional<byte[]> decoded(String encoding, String text) {
    try {
      return switch (encoding) {
        case "base64" -> Optional.of(Base64.getMimeDecoder().decode(text));
        case "quoted-printable" -> Optional.of(QuotedPrintable.decode(text));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException broken) {
      return Optional.empty();
    }
  }

  private static boolean isPlainEncoding(String encoding) {
    return encoding.equals("7bit") || encoding.equals("8bit") || encoding.equals("binary");
  }

  private int behindBlankLine(int begin, int end) {
    int line = begin;
    while (line < end) {
      int feed = source.indexOf('\n', line);
      if (feed < 0 || feed >= end) {
        return end;
      }
      if (source.substring(line, feed).isBlank()) {
        return feed + 1;
      }
      line = feed + 1;
    }
    return end;
  }

  private static Optional<String> header(String headers, String name) {
    return headers
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .reduce((first, last) -> last);
  }

  private static boolean isUsual(String parameters) {
    return parameters.replace(" ", "").replace("\"", "").equals("charset=utf-8");
  }

  private static boolean isText(String type) {
    return type.startsWith("text/") || type.startsWith("message/") || type.contains("xml");
  }

  /** The declared one; UTF-8 where none is, empty where it is not known. */
  private static Optional<Charset> charset(String type) {
    int at = type.indexOf("charset=");
    if (at < 0) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    String name = type.substring(at + 8).split("[;\\s]", 2)[0].replace("\"", "");
    try {
      Charset charset = Charset.forName(name);
      return Optional.of(
          charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset);
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<String> decode(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
