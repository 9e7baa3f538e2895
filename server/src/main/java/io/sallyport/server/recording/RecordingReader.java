package io.sallyport.server.recording;

import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.ObjectReader;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads a call's recording: what is in it, then its packets in order, as far as it is whole. A
 * recording that is damaged or was left open ends where it stops to be whole; {@link #survey}
 * tells. Holds one chunk in memory. Not thread-safe.
 */
public final class RecordingReader implements Iterator<RecordedPacket>, AutoCloseable {
  // immutable
  private final ObjectReader object;
  private final Survey survey;

  // owned by: the thread that reads
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private RecordedPacket ahead;

  RecordingReader(ObjectReader object, Survey survey) {
    this.object = object;
    this.survey = survey;
  }

  /**
   * Opens the recording of a call.
   *
   * @throws java.nio.file.NoSuchFileException where there is none
   * @throws io.sallyport.server.vault.KeyFault where its key is not in the ring
   */
  public static RecordingReader ofCall(Vault vault, String call) throws IOException {
    return open(vault, objectOf(call));
  }

  /** Opens a recording by the id of its object, as {@code recording.closed} names it. */
  public static RecordingReader open(Vault vault, ObjectId id) throws IOException {
    Survey survey = survey(vault, id);
    return new RecordingReader(vault.open(id), survey);
  }

  /** The object that the recording of a call is in. */
  public static ObjectId objectOf(String call) {
    return new ObjectId(call + "-r");
  }

  /** Reads all of a recording and tells what is in it. */
  public static Survey survey(Vault vault, ObjectId id) throws IOException {
    try (ObjectReader object = vault.open(id)) {
      Surveyor surveyor = new Surveyor();
      for (byte[] content = object.next(); content != null; content = object.next()) {
        walk(ByteBuffer.wrap(content), surveyor);
      }
      return surveyor.survey(object.end());
    }
  }

  /** What is in the recording: parties, streams, gaps, duration, and whether it is complete. */
  public Survey survey() {
    return survey;
  }

  public Optional<About> about() {
    return survey.about();
  }

  @Override
  public boolean hasNext() {
    try {
      while (ahead == null) {
        if (!chunk.hasRemaining()) {
          byte[] content = object.next();
          if (content == null) {
            return false;
          }
          chunk = ByteBuffer.wrap(content);
        } else {
          step();
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public RecordedPacket next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RecordedPacket packet = ahead;
    ahead = null;
    return packet;
  }

  @Override
  public void close() throws IOException {
    object.close();
  }

  private void step() throws IOException {
    int at = chunk.position();
    int length = lengthAt(chunk, at);
    int kind = Entry.kind(chunk, at);
    if (kind == Entry.RTP || kind == Entry.RTCP) {
      int from = at + Entry.HEAD;
      ahead =
          new RecordedPacket(
              Entry.stream(chunk, at),
              Entry.nanos(chunk, at),
              kind == Entry.RTCP,
              Arrays.copyOfRange(chunk.array(), from, from + length));
    }
    chunk.position(at + Entry.HEAD + length);
  }

  private static void walk(ByteBuffer chunk, Surveyor into) throws IOException {
    int at = 0;
    while (at < chunk.limit()) {
      int length = lengthAt(chunk, at);
      int stream = Entry.stream(chunk, at);
      long nanos = Entry.nanos(chunk, at);
      int from = at + Entry.HEAD;
      switch (Entry.kind(chunk, at)) {
        case Entry.ABOUT -> into.about(EntryJson.about(chunk.array(), from, length));
        case Entry.STREAM -> into.stream(EntryJson.stream(stream, chunk.array(), from, length));
        case Entry.RTP -> into.packet(stream, nanos, false, length);
        case Entry.RTCP -> into.packet(stream, nanos, true, length);
        case Entry.GAP -> into.gap(gap(chunk, at));
        default -> {
          // a later version wrote it
        }
      }
      at = from + length;
    }
  }

  private static Gap gap(ByteBuffer chunk, int at) {
    int stream = Entry.stream(chunk, at);
    int cause = chunk.get(at + Entry.HEAD + 8);
    return new Gap(
        stream == Entry.NO_STREAM ? Gap.ALL : stream,
        Entry.nanos(chunk, at),
        chunk.getLong(at + Entry.HEAD),
        Gap.Cause.values()[Math.floorMod(cause, Gap.Cause.values().length)]);
  }

  private static int lengthAt(ByteBuffer chunk, int at) throws IOException {
    boolean head = chunk.limit() - at >= Entry.HEAD;
    int length = head ? Entry.length(chunk, at) : 0;
    if (!head || chunk.limit() - at - Entry.HEAD < length) {
      throw new IOException("a chunk of the recording holds no whole entry");
    }
    return length;
  }
}
