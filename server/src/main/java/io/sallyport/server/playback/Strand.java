package io.sallyport.server.playback;

import io.sallyport.protocol.rtp.RtpHeader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One audio track while it is heard: its sources side by side, those heard last kept. Not
 * thread-safe.
 */
final class Strand {
  /** Sources at a time; more are a peer's mistake, and the one heard longest ago makes room. */
  private static final int MAX_SOURCES = 4;

  // immutable
  private final Recorded.Side side;
  private final Formats formats;
  private final Notes notes;
  private final Mix mix;

  // owned by: the renderer; by SSRC, the one heard last at the end
  private final Map<Integer, Line> lines = new LinkedHashMap<>(8, 0.75f, true);

  Strand(Recorded.Track track, Mix mix) {
    this.side = track.side();
    this.formats = new Formats(track);
    this.notes = new Notes(track.label());
    this.mix = mix;
  }

  void accept(Packet packet, long arrivalNanos) {
    byte[] bytes = packet.bytes();
    int length = packet.length();
    int payload =
        RtpHeader.valid(bytes, 0, length) ? RtpHeader.payloadLength(bytes, 0, length) : -1;
    if (payload < 0 || payload > Decoder.MAX_PAYLOAD) {
      notes.malformed++;
      return;
    }
    line(RtpHeader.ssrc(bytes, 0))
        .accept(bytes, RtpHeader.headerLength(bytes, 0), payload, arrivalNanos);
  }

  private Line line(int ssrc) {
    Line line = lines.get(ssrc);
    if (line == null) {
      if (lines.size() >= MAX_SOURCES) {
        Iterator<Line> oldest = lines.values().iterator();
        oldest.next().drain();
        oldest.remove();
      }
      line = new Line(formats, notes, mix, side);
      lines.put(ssrc, line);
    }
    return line;
  }

  void advance(long nowNanos) {
    for (Line line : lines.values()) {
      line.advance(nowNanos);
    }
  }

  void drain() {
    lines.values().forEach(Line::drain);
  }

  Notes notes() {
    return notes;
  }
}
