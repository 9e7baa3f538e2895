package io.sallyport.server.review;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ContentRecord.Matched;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a chat line said, as text where it is text and as bytes where it is not. */
public final class Bodies {
  private Bodies() {}

  /** What the line says for a person; empty where nothing is said or it was purged. */
  public static String text(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.entry().orElse(null) instanceof ChatMessage line) {
        if (entry.body().isEmpty()) {
          return "[purged]";
        }
        return readable(line.body())
            .orElseGet(
                () ->
                    "["
                        + line.body().contentType()
                        + ", "
                        + line.body().bytes().length
                        + " bytes]");
      }
    }
    return "";
  }

  /** What its recipient gets in place of that; empty where it is the same or was purged. */
  public static Optional<String> delivered(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.body().isPresent())
        .flatMap(entry -> entry.entry().stream())
        .filter(Matched.class::isInstance)
        .flatMap(entry -> readable(((Matched) entry).body()).stream())
        .findFirst();
  }

  static void write(Body body, JsonGenerator out) throws IOException {
    Optional<String> text = readable(body);
    if (text.isPresent()) {
      out.writeStringField("text", text.get());
    } else {
      out.writeFieldName("base64");
      out.writeBinary(body.bytes());
    }
  }

  private static Optional<String> readable(Body body) {
    String type = body.contentType().toLowerCase(Locale.ROOT);
    if (!type.startsWith("text/") && !type.startsWith("message/")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.bytes())).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }
}
