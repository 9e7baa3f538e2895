package io.sallyport.server.media;

import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.Origin;
import io.sallyport.protocol.sdp.SessionDescription;
import java.util.List;
import java.util.Optional;

/**
 * What we show to one side: one session for the whole call, whose version grows only when its
 * content does (RFC 3264 section 8).
 */
final class LocalDescription {
  // immutable
  private final long sessionId;

  // owned by: shard
  private long version;
  private Connection connection;
  private List<Attribute> attributes = List.of();
  private List<MediaDescription> media = List.of();

  LocalDescription(long sessionId) {
    // some phones read it as a signed 32 or 64-bit number
    this.sessionId = sessionId & 0x7fff_ffffL;
  }

  byte[] show(Connection newConnection, List<MediaDescription> newMedia) {
    return show(newConnection, List.of(), newMedia);
  }

  byte[] show(
      Connection newConnection, List<Attribute> newAttributes, List<MediaDescription> newMedia) {
    if (!newConnection.equals(connection)
        || !newAttributes.equals(attributes)
        || !newMedia.equals(media)) {
      version++;
      connection = newConnection;
      attributes = newAttributes;
      media = newMedia;
    }
    return new SessionDescription(
            Origin.of("-", sessionId, version, connection),
            "-",
            Optional.of(connection),
            List.of(),
            attributes,
            media)
        .print();
  }
}
