package io.sallyport.server.recording;

import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.playback.Packet;
import io.sallyport.server.playback.Recorded;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A recording as playback wants to see it; opened anew for each reading. */
public final class PlayableRecording implements Recorded {
  // packets of other streams may have been written that much later than they came
  private static final long OUT_OF_ORDER_NANOS = 1_000_000_000L;

  // immutable
  private final Vault vault;
  private final ObjectId id;
  private final Survey survey;
  private final List<Track> tracks;

  private PlayableRecording(Vault vault, ObjectId id, Survey survey) {
    this.vault = vault;
    this.id = id;
    this.survey = survey;
    this.tracks = survey.streams().stream().map(s -> track(s.info())).toList();
  }

  /** Surveys a recording, so that it can be played. */
  public static PlayableRecording of(Vault vault, ObjectId id) throws IOException {
    return new PlayableRecording(vault, id, RecordingReader.survey(vault, id));
  }

  public Survey survey() {
    return survey;
  }

  @Override
  public List<Track> tracks() {
    return tracks;
  }

  @Override
  public long durationNanos() {
    return survey.durationNanos();
  }

  @Override
  public Packets open(long fromNanos) throws IOException {
    return new Reading(new RecordingReader(vault.open(id), survey), fromNanos);
  }

  private static Track track(StreamInfo info) {
    Map<Integer, Format> formats = new HashMap<>();
    for (PayloadFormat format : info.formats()) {
      if (!format.encoding().isEmpty()) {
        formats.put(
            format.payloadType(),
            new Format(format.encoding(), format.clockRate(), format.channels()));
      }
    }
    return new Track(
        Side.valueOf(info.side().name()),
        Kind.valueOf(info.label().toUpperCase(Locale.ROOT)),
        info.label() + " " + info.index() + " of the " + info.side().word(),
        formats);
  }

  /** One pass over the packets. */
  private record Reading(RecordingReader reader, long fromNanos) implements Packets {
    @Override
    public boolean next(Packet into) throws IOException {
      try {
        while (reader.hasNext()) {
          RecordedPacket packet = reader.next();
          if (packet.nanos() >= fromNanos - OUT_OF_ORDER_NANOS) {
            byte[] bytes = packet.bytes();
            into.set(packet.stream(), packet.nanos(), packet.rtcp(), bytes, 0, bytes.length);
            return true;
          }
        }
        return false;
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
