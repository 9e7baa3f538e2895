package io.sallyport.server.recording;

import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.StreamPlan;
import io.sallyport.server.vault.ObjectWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The content of one recording on its way from rings to chunks. A chunk is written each second, or
 * when the buffer is full; while that fails the packets stay in the rings, and what does not fit
 * there is missing and told as a gap. Owned by the rec loop, but for {@link #force}.
 */
final class RecordingWriter implements MediaTap.Reader {
  private static final long CHUNK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long RUN_DRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  // a chunk's worth at most; a quiet call needs less
  private static final int FIRST_BUFFER = 4 << 10;
  private static final int AUDIO_BUFFER = 24 << 10;
  private static final int VIDEO_BUFFER = 256 << 10;
  private static final int USUAL_PACKET = 2_048;
  private static final int MOST_PACKETS_A_PASS = 4_096;
  private static final int MOST_STREAMS = 200;
  private static final long NEVER = Long.MIN_VALUE;

  // immutable
  private final About about;
  private final long zero;
  private final Counters counters;

  // owned by: rec
  private final List<Track> tracks = new ArrayList<>();
  private final Surveyor surveyor = new Surveyor();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private ObjectWriter object;
  private Track current;
  private int streams;
  private int mostBuffered = AUDIO_BUFFER;
  private long now;
  private long lastChunk;
  private long lastFault;
  private long lastNanos;
  private long missed;
  // when something could last not be written, though it had to be
  private long failedAt = NEVER;
  private boolean allowed = true;
  private boolean dry;

  // any thread: volatile, written by rec
  private volatile long written;
  private volatile String fault;
  // written by rec, but for the store loop's force
  private volatile long saved;
  private volatile boolean dirty;

  /**
   * A recording without its object yet.
   *
   * @param zero monotonic nanoseconds at the recording's time zero
   */
  RecordingWriter(About about, long zero, Counters counters) {
    this.about = about;
    this.zero = zero;
    this.counters = counters;
  }

  /** The object is there: from now on rings are emptied. */
  void open(ObjectWriter opened, long at) {
    now = at;
    object = opened;
    lastChunk = at;
    saved = at;
    written = at;
    surveyor.about(about);
    room(FIRST_BUFFER);
    json(Entry.ABOUT, Entry.NO_STREAM, EntryJson.about(about));
    for (Track track : tracks) {
      tell(track);
    }
  }

  /** Whether there is a number left for each stream. */
  boolean recordable() {
    return streams <= MOST_STREAMS;
  }

  private boolean isOpen() {
    return object != null;
  }

  /** What was agreed for one side of a stream; false where it cannot be recorded. */
  boolean agreed(StreamPlan plan, StreamInfo.Side side, List<MediaTap> rings) {
    Track track = track(plan.index(), side);
    track.tapped(rings);
    if (track.agree(plan.kind(), plan.formats(), streams)) {
      if (track.info().index() == streams) {
        streams++;
      }
      if (isOpen() && recordable()) {
        tell(track);
      }
    }
    return recordable();
  }

  void silent(int line) {
    tracks.stream().filter(t -> t.line() == line).forEach(t -> t.silent(now));
  }

  /**
   * Empties the rings and writes what is due.
   *
   * @param mayWrite false where the disk's last room is kept for the ends of recordings
   * @return packets that were taken
   */
  int pass(long at, boolean mayWrite) {
    now = at;
    allowed = mayWrite;
    int packets = 0;
    dry = true;
    for (Track track : tracks) {
      for (MediaTap ring : track.rings()) {
        packets += drain(track, ring);
      }
      track.release(now, RUN_DRY_NANOS);
    }
    if (buffer.position() > 0 && now - lastChunk >= CHUNK_NANOS) {
      flush();
    }
    if (buffer.position() == 0 && !dirty) {
      saved = now;
    }
    return packets;
  }

  /** Whether the last pass left nothing in the rings because it could not be written. */
  boolean dry() {
    return dry;
  }

  /** Writes the last chunk; false where that fails, to be tried again. */
  boolean end(long at) {
    now = at;
    if (missed > 0) {
      gap(Entry.NO_STREAM, missed, Gap.Cause.FAILED);
    }
    try {
      object.end(buffer.array(), 0, buffer.position());
      buffer.clear();
      return true;
    } catch (IOException e) {
      failed(e.getMessage());
      return false;
    }
  }

  /** Puts what was written on disk; on the store loop. */
  void force() throws IOException {
    if (dirty) {
      long until = written;
      dirty = false;
      try {
        object.force();
        saved = until;
      } catch (IOException e) {
        dirty = true;
        fault = e.getMessage();
        throw e;
      }
    }
  }

  /** Until when all that came is on disk; any thread. */
  long saved() {
    return saved;
  }

  /** What went wrong last; null where nothing does. Any thread. */
  String fault() {
    return fault;
  }

  ObjectWriter object() {
    return object;
  }

  Surveyor surveyor() {
    return surveyor;
  }

  /** Packets recorded of one side of one m= line. */
  long recorded(int line, StreamInfo.Side side) {
    return tracks.stream().filter(t -> t.is(line, side)).mapToLong(Track::recorded).sum();
  }

  @Override
  public void packet(boolean control, long nanoTime, byte[] bytes, int offset, int length) {
    lastNanos = Math.max(0, nanoTime - zero);
    int size = Entry.HEAD + length;
    if (size > buffer.remaining() && !flush() || length > Entry.MOST) {
      missed++;
      counters.add(Counter.RECORDING_PACKETS_MISSED);
      return;
    }
    if (size > buffer.remaining()) {
      room(size);
    }
    int kind = control ? Entry.RTCP : Entry.RTP;
    int stream = current.info().index();
    Entry.head(buffer, kind, stream, length, lastNanos);
    buffer.put(bytes, offset, length);
    surveyor.packet(stream, lastNanos, control, length);
    current.count(control, nanoTime);
  }

  @Override
  public void gap(long packets) {
    counters.add(Counter.RECORDING_PACKETS_MISSED, packets);
    // a ring that was not emptied because nothing could be written tells of it behind what it held
    boolean behind = current.lastArrival() <= failedAt;
    gap(current.info().index(), packets, behind ? Gap.Cause.FAILED : Gap.Cause.OVERFLOW);
  }

  private int drain(Track track, MediaTap ring) {
    current = track;
    int packets = 0;
    while (packets < MOST_PACKETS_A_PASS) {
      if (buffer.remaining() < USUAL_PACKET && !widen() && !flush()) {
        // it waits in the ring until writing succeeds
        dry = false;
        return packets;
      }
      int taken = ring.drain(this, 1);
      if (taken == 0) {
        break;
      }
      packets += taken;
    }
    counters.add(Counter.RECORDING_PACKETS, packets);
    return packets;
  }

  private void gap(int stream, long packets, Gap.Cause cause) {
    if (buffer.remaining() < Entry.HEAD + 9) {
      room(buffer.position() + Entry.HEAD + 9);
    }
    Entry.head(buffer, Entry.GAP, stream, 9, lastNanos);
    buffer.putLong(packets).put((byte) cause.ordinal());
    surveyor.gap(new Gap(stream == Entry.NO_STREAM ? Gap.ALL : stream, lastNanos, packets, cause));
  }

  private void tell(Track track) {
    StreamInfo info = track.info();
    surveyor.stream(info);
    if (info.label().equals("video")) {
      mostBuffered = VIDEO_BUFFER;
    }
    json(Entry.STREAM, info.index(), EntryJson.stream(info));
  }

  private void json(int kind, int stream, byte[] content) {
    int size = Entry.HEAD + content.length;
    if (size > buffer.remaining()) {
      room(buffer.position() + size);
    }
    Entry.head(buffer, kind, stream, content.length, Math.max(0, now - zero));
    buffer.put(content);
  }

  /** Doubles the buffer up to what a chunk may hold; false where it holds that. */
  private boolean widen() {
    if (buffer.capacity() >= mostBuffered) {
      return false;
    }
    room(Math.min(2 * buffer.capacity(), mostBuffered));
    return true;
  }

  /** Makes the buffer that large, keeping what is in it. */
  private void room(int capacity) {
    if (buffer.capacity() < capacity) {
      buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
    }
  }

  private boolean flush() {
    if (!allowed || now - lastFault < RETRY_NANOS && fault != null) {
      failedAt = now;
      return false;
    }
    try {
      object.append(buffer.array(), 0, buffer.position());
    } catch (IOException e) {
      failed(e.getMessage());
      return false;
    }
    buffer.clear();
    lastChunk = now;
    written = now;
    dirty = true;
    fault = null;
    if (missed > 0) {
      gap(Entry.NO_STREAM, missed, Gap.Cause.FAILED);
      missed = 0;
    }
    return true;
  }

  private void failed(String why) {
    failedAt = now;
    lastFault = now;
    fault = why == null ? "it cannot be written" : why;
    counters.add(Counter.RECORDING_FAULTS);
  }

  private Track track(int line, StreamInfo.Side side) {
    for (Track track : tracks) {
      if (track.is(line, side)) {
        return track;
      }
    }
    Track track = new Track(line, side);
    tracks.add(track);
    return track;
  }
}
