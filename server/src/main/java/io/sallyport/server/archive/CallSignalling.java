package io.sallyport.server.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The SIP messages of a call, as phones and server exchanged them, without credentials, keys and
 * bodies other than SDP. Written a moment after the call's end, or after an attempt was refused.
 *
 * @param call empty for an attempt that was refused before it became a call
 * @param dialogs Call-IDs: the caller's, then one for each INVITE to a device
 * @param messages how many are kept here
 * @param missing how many were left out between the first and the last ones
 * @param body {@link Message}s as JSON, compressed (RFC 1952)
 */
public record CallSignalling(
    String call,
    Instant at,
    String from,
    String to,
    List<String> dialogs,
    int messages,
    int missing,
    Body body)
    implements ArchiveRecord.Spoken {
  private static final String TYPE = "application/gzip";
  private static final int MOST_BYTES = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One message.
   *
   * @param direction in or out, as the server sees it
   * @param dialog which of the record's dialogs it belongs to, from 0
   * @param peer address and port of the phone
   * @param text start line, header fields and SDP, a line each
   */
  public record Message(Instant at, String direction, int dialog, String peer, String text) {}

  public CallSignalling {
    dialogs = List.copyOf(dialogs);
  }

  /** The record of these messages. */
  public static CallSignalling of(
      String call,
      Instant at,
      String from,
      String to,
      List<String> dialogs,
      List<Message> messages,
      int missing) {
    return new CallSignalling(
        call, at, from, to, dialogs, messages.size(), missing, new Body(TYPE, packed(messages)));
  }

  /** Its messages in order; none where the body was purged. */
  public List<Message> read() throws IOException {
    if (body.bytes().length == 0) {
      return List.of();
    }
    List<Message> read = new ArrayList<>();
    for (JsonNode each : JSON.readTree(json())) {
      read.add(message(each));
    }
    return read;
  }

  /** The body's JSON; more than was ever written is no body of ours. */
  public byte[] json() throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body.bytes()))) {
      byte[] json = in.readNBytes(MOST_BYTES);
      if (in.read() >= 0) {
        throw new IOException("the messages are longer than any that are kept");
      }
      return json;
    }
  }

  private static Message message(JsonNode node) throws IOException {
    try {
      return new Message(
          Instant.parse(node.path("at").asText()),
          node.path("direction").asText(),
          node.path("dialog").asInt(),
          node.path("peer").asText(),
          node.path("text").asText());
    } catch (DateTimeException e) {
      throw new IOException("a message has no time", e);
    }
  }

  private static byte[] packed(List<Message> messages) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    try (JsonGenerator out = new JsonFactory().createGenerator(new GZIPOutputStream(bytes))) {
      out.writeStartArray();
      for (Message each : messages) {
        out.writeStartObject();
        out.writeStringField("at", each.at().toString());
        out.writeStringField("direction", each.direction());
        out.writeNumberField("dialog", each.dialog());
        out.writeStringField("peer", each.peer());
        out.writeStringField("text", each.text());
        out.writeEndObject();
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }
}
