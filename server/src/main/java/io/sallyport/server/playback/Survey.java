package io.sallyport.server.playback;

import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.server.playback.Recorded.Packets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Counts the packets of a recording by their headers, of all kinds of media. */
final class Survey {
  private Survey() {}

  static List<TrackNotes> of(Recorded recorded) throws IOException {
    List<Formats> formats = recorded.tracks().stream().map(Formats::new).toList();
    List<Notes> notes = new ArrayList<>();
    recorded.tracks().forEach(track -> notes.add(new Notes(track.label())));
    Packet packet = new Packet();
    try (Packets packets = recorded.open(0)) {
      while (packets.next(packet)) {
        if (!packet.control()) {
          count(packet, formats.get(packet.track()), notes.get(packet.track()));
        }
      }
    }
    return notes.stream().map(Notes::toValue).toList();
  }

  private static void count(Packet packet, Formats formats, Notes notes) {
    if (!RtpHeader.valid(packet.bytes(), 0, packet.length())) {
      notes.malformed++;
      return;
    }
    int type = RtpHeader.payloadType(packet.bytes(), 0);
    notes.packet(formats.name(type));
    if (formats.kind(type) == Formats.Kind.UNKNOWN) {
      notes.undecoded(formats.name(type));
    }
  }
}
