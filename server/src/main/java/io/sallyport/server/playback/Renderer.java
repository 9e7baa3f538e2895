package io.sallyport.server.playback;

import io.sallyport.server.playback.Outcome.NotDecodable;
import io.sallyport.server.playback.Outcome.Rendered;
import io.sallyport.server.playback.Recorded.Kind;
import io.sallyport.server.playback.Recorded.Packets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One reading of a recording: packets in, a finished time line out, as much of it as the selection
 * wants. It starts a little before the selection, where decoders and places settle, and ends a
 * little behind it. Not thread-safe.
 */
final class Renderer {
  private static final long SECOND = 1_000_000_000L;

  /** How much out of order packets of different tracks may come. */
  private static final long DISORDER_NANOS = SECOND;

  private static final long LEAD_NANOS = DISORDER_NANOS + 2 * SECOND;

  /** What arrived before this much ago has found its place. */
  private static final long SETTLED_NANOS =
      DISORDER_NANOS + Line.LOOK_AHEAD_NANOS + Alignment.MAX_LATE_NANOS;

  private static final long STEP_NANOS = 20_000_000L;

  // immutable
  private final Recorded recorded;
  private final long fromNanos;
  private final long endNanos;
  private final long total;
  private final int rate;

  Renderer(Recorded recorded, Selection selection) {
    this.recorded = recorded;
    this.rate = selection.sampleRate();
    long duration = Math.max(0, recorded.durationNanos());
    this.fromNanos = Math.min(selection.from().toNanos(), duration);
    this.endNanos = fromNanos + Math.min(selection.length().toNanos(), duration - fromNanos);
    this.total = Mix.frames(endNanos - fromNanos, rate);
  }

  /** Frames of the selection, known before anything is read. */
  long total() {
    return total;
  }

  Outcome render(Mix.Sink sink) throws IOException {
    Mix mix = new Mix(rate, fromNanos, total, sink);
    List<Recorded.Track> tracks = recorded.tracks();
    List<Strand> strands = new ArrayList<>();
    for (Recorded.Track track : tracks) {
      strands.add(new Strand(track, mix));
    }
    try (Packets packets = recorded.open(Math.max(0, fromNanos - LEAD_NANOS))) {
      read(packets, tracks, strands, mix);
    }
    for (Strand strand : strands) {
      strand.drain();
    }
    TreeSet<String> undecoded = new TreeSet<>();
    strands.forEach(strand -> undecoded.addAll(strand.notes().undecoded().keySet()));
    if (!mix.audible() && !undecoded.isEmpty()) {
      return new NotDecodable(List.copyOf(undecoded));
    }
    mix.close();
    return new Rendered(total, strands.stream().map(s -> s.notes().toValue()).toList());
  }

  private void read(Packets packets, List<Recorded.Track> tracks, List<Strand> strands, Mix mix)
      throws IOException {
    Packet packet = new Packet();
    long now = 0;
    long stepped = Long.MIN_VALUE;
    while (packets.next(packet) && packet.arrivalNanos() <= endNanos + SETTLED_NANOS) {
      int track = packet.track();
      if (track < 0 || track >= tracks.size()) {
        throw new IOException("packet of track " + track + " of " + tracks.size());
      }
      if (packet.control() || tracks.get(track).kind() != Kind.AUDIO) {
        continue;
      }
      now = Math.max(now, packet.arrivalNanos());
      strands.get(track).accept(packet, Math.max(packet.arrivalNanos(), now - DISORDER_NANOS));
      if (now - stepped >= STEP_NANOS || stepped == Long.MIN_VALUE) {
        stepped = now;
        for (Strand strand : strands) {
          strand.advance(now);
        }
        mix.finish(mix.frameAt(now - SETTLED_NANOS));
      }
    }
  }
}
