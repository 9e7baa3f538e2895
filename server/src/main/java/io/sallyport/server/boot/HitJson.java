package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.search.Hit;

/** A call or line that was found, as one JSON object. */
final class HitJson {
  static final ObjectMapper JSON = new ObjectMapper();

  private HitJson() {}

  static ObjectNode of(Hit hit) {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", hit.kind().word())
        .put("id", hit.id())
        .put("sequence", hit.sequence())
        .put("time", hit.time().toString())
        .put("from", hit.from())
        .put("to", hit.to());
    if (!hit.answeredBy().isEmpty()) {
      node.put("answeredBy", hit.answeredBy());
    }
    hit.media().forEach(node.putArray("media")::add);
    if (!hit.marks().isEmpty()) {
      hit.marks().forEach(node.putArray("marks")::add);
    }
    node.put("result", hit.result()).put("talkMillis", hit.duration().toMillis());
    if (hit.mos() > 0) {
      node.put("mos", hit.mos());
    }
    return node.put("held", hit.held()).put("purged", hit.purged());
  }
}
