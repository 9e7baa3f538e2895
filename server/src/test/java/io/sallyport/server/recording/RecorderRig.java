package io.sallyport.server.recording;

import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.base.Secret;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.path.PathSession;
import io.sallyport.server.recording.CallRecorder.Obligation;
import io.sallyport.server.recording.CallRecorder.RecordedCall;
import io.sallyport.server.vault.DirectoryStore;
import io.sallyport.server.vault.KeyRing;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.ObjectStore;
import io.sallyport.server.vault.Vault;
import io.sallyport.server.wire.HeldJournal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A recorder on a loop with a virtual clock, over a real vault. */
final class RecorderRig {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-26T10:00:00Z"));
  static final KeyRing RING = KeyRing.of(Secret.of(new byte[32]));

  final ManualLoop loop = new ManualLoop("rec");
  final HeldJournal journal = new HeldJournal();
  final Counters counters = new Counters();
  final FlakyStore store;
  final Vault vault;
  final Recorder recorder;
  final FakePath path = new FakePath();
  final List<Optional<String>> begun = new ArrayList<>();
  PathSession paths;
  RecordedCall call;

  RecorderRig(Path directory) throws IOException {
    this(directory, 100);
  }

  RecorderRig(Path directory, int reserveMegabytes) throws IOException {
    store = new FlakyStore(DirectoryStore.at(directory));
    vault = new Vault(store, RING, CLOCK);
    recorder =
        new Recorder(
            new RecordingSettings(reserveMegabytes, Duration.ofSeconds(10)),
            vault,
            journal,
            loop,
            loop,
            CLOCK,
            counters);
    recorder.start();
    pass(100);
  }

  /** A call between two phones that policy wants recorded. */
  void expect(String id, String... kinds) {
    expect(id, false, kinds);
  }

  void expect(String id, boolean emergency, String... kinds) {
    call =
        recorder.expect(
            new Obligation(
                id, "sip:a@example.org", "sip:b@example.org", List.of(kinds), emergency));
    paths = recorder.tapped(id, path);
  }

  void answer() {
    call.begin(loop, begun::add);
    pass(100);
  }

  /** So many packets of both sides, one each 20 ms. */
  void talk(int packets) {
    for (int i = 0; i < packets; i++) {
      path.send(0, true, loop.nanoTime(), packet(i, 0));
      path.send(0, false, loop.nanoTime(), packet(i, 1));
      pass(20);
    }
  }

  void hangUp(long talkMillis) {
    paths.close();
    call.ended(true, talkMillis);
    pass(2_000);
  }

  void pass(long millis) {
    loop.advance(Duration.ofMillis(millis));
  }

  /** An RTP packet with 160 bytes in which its number stands. */
  static byte[] packet(int number, int side) {
    byte[] bytes = new byte[172];
    bytes[0] = (byte) 0x80;
    bytes[1] = 8;
    bytes[2] = (byte) (number >> 8);
    bytes[3] = (byte) number;
    bytes[11] = (byte) side;
    return bytes;
  }

  /** A store that fails when it is told to. */
  static final class FlakyStore implements ObjectStore {
    private final ObjectStore real;
    boolean failing;
    long freeMegabytes = 10_000;

    FlakyStore(ObjectStore real) {
      this.real = real;
    }

    private void check() throws IOException {
      if (failing) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public Output create(ObjectId id) throws IOException {
      check();
      return new Flaky(real.create(id));
    }

    @Override
    public Output resume(ObjectId id) throws IOException {
      check();
      return new Flaky(real.resume(id));
    }

    @Override
    public Input open(ObjectId id) throws IOException {
      return real.open(id);
    }

    @Override
    public boolean exists(ObjectId id) throws IOException {
      return real.exists(id);
    }

    @Override
    public List<ObjectId> unfinished() throws IOException {
      return real.unfinished();
    }

    @Override
    public List<ObjectId> list() throws IOException {
      return real.list();
    }

    @Override
    public void delete(ObjectId id) throws IOException {
      real.delete(id);
    }

    @Override
    public long free() {
      return freeMegabytes << 20;
    }

    private final class Flaky implements Output {
      private final Output output;

      Flaky(Output output) {
        this.output = output;
      }

      @Override
      public void write(ByteBuffer bytes) throws IOException {
        if (failing && bytes.remaining() > 100) {
          // as a disk does that becomes full in the middle
          output.write(bytes.slice(0, 50));
        }
        check();
        output.write(bytes);
      }

      @Override
      public void force() throws IOException {
        check();
        output.force();
      }

      @Override
      public void truncate(long length) throws IOException {
        output.truncate(length);
      }

      @Override
      public long length() throws IOException {
        return output.length();
      }

      @Override
      public void finish() throws IOException {
        check();
        output.finish();
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    }
  }
}
