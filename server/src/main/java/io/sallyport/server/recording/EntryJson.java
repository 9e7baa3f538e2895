package io.sallyport.server.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.path.PayloadFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The entries of a recording that are no packets, as JSON and back. */
final class EntryJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  // a peer wrote the parameters: what does not fit an entry is left out
  private static final int MOST_FORMATS = 64;
  private static final int MOST_FMTP = 512;

  private EntryJson() {}

  static byte[] about(About about) {
    return bytes(
        JSON.createObjectNode()
            .put("call", about.call())
            .put("caller", about.caller())
            .put("callee", about.callee())
            .put("began", about.began().toString()));
  }

  static About about(byte[] bytes, int offset, int length) throws IOException {
    JsonNode json = JSON.readTree(bytes, offset, length);
    return new About(
        json.path("call").asText(),
        json.path("caller").asText(),
        json.path("callee").asText(),
        Instant.parse(json.path("began").asText()));
  }

  static byte[] stream(StreamInfo info) {
    ObjectNode json =
        JSON.createObjectNode().put("label", info.label()).put("side", info.side().word());
    ArrayNode formats = json.putArray("formats");
    info.formats().stream()
        .limit(MOST_FORMATS)
        .forEach(
            format ->
                formats
                    .addObject()
                    .put("payloadType", format.payloadType())
                    .put("encoding", format.encoding())
                    .put("clockRate", format.clockRate())
                    .put("channels", format.channels())
                    .put("fmtp", cut(format.fmtp())));
    return bytes(json);
  }

  static StreamInfo stream(int index, byte[] bytes, int offset, int length) throws IOException {
    JsonNode json = JSON.readTree(bytes, offset, length);
    List<PayloadFormat> formats = new ArrayList<>();
    for (JsonNode format : json.path("formats")) {
      formats.add(
          new PayloadFormat(
              format.path("payloadType").asInt(),
              format.path("encoding").asText(),
              format.path("clockRate").asInt(),
              format.path("channels").asInt(),
              format.path("fmtp").asText()));
    }
    String side = json.path("side").asText().toUpperCase(Locale.ROOT);
    return new StreamInfo(
        index, json.path("label").asText(), StreamInfo.Side.valueOf(side), formats);
  }

  private static String cut(String fmtp) {
    return fmtp.length() > MOST_FMTP ? fmtp.substring(0, MOST_FMTP) : fmtp;
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
    }
  }
}
