package io.sallyport.server.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a browser tells about the media of its call (W3C webrtc-stats). */
record Figures(Medium audio, Medium video, List<Transport> transports) {

  /** One kind of media, both ways; 0 and empty for what there is none of. */
  record Medium(long sent, long received, long lost, long framesDecoded, String codec) {
    private static Medium of(JsonNode node) {
      return new Medium(
          node.path("sent").asLong(),
          node.path("received").asLong(),
          node.path("lost").asLong(),
          node.path("decoded").asLong(),
          node.path("codec").asText(""));
    }
  }

  /** One DTLS transport with the pair of addresses that ICE chose for it; ports -1 before that. */
  record Transport(String dtlsState, String srtpCipher, int localPort, int remotePort) {
    private static Transport of(JsonNode node) {
      return new Transport(
          node.path("dtlsState").asText(""),
          node.path("srtpCipher").asText(""),
          node.path("local").path("port").asInt(-1),
          node.path("remote").path("port").asInt(-1));
    }
  }

  static Figures of(JsonNode node) {
    return new Figures(
        Medium.of(node.path("audio")),
        Medium.of(node.path("video")),
        StreamSupport.stream(node.path("transports").spliterator(), false)
            .map(Transport::of)
            .toList());
  }
}
