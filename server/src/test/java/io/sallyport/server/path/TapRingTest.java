package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TapRingTest {

  /** Notes everything as text. */
  private static final class Notes implements MediaTap.Reader {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void packet(boolean control, long nanoTime, byte[] bytes, int offset, int length) {
      seen.add(
          (control ? "c" : "m")
              + nanoTime
              + ":"
              + new String(bytes, offset, length, StandardCharsets.US_ASCII));
    }

    @Override
    public void gap(long packets) {
      seen.add("gap " + packets);
    }
  }

  private final Notes notes = new Notes();

  @Test
  void packetsComeOutAsTheyWentInManyTimesRound() {
    TapRing ring = new TapRing(128);
    for (int i = 0; i < 1_000; i++) {
      write(ring, i % 3 == 0, i, "x".repeat(i % 40));
      assertThat(ring.drain(notes, 10)).isEqualTo(1);
      assertThat(notes.seen)
          .containsExactly((i % 3 == 0 ? "c" : "m") + i + ":" + "x".repeat(i % 40));
      notes.seen.clear();
    }
    assertThat(ring.lost()).isZero();
  }

  @Test
  void whatDoesNotFitIsCountedAndMarkedAtItsPlace() {
    TapRing ring = new TapRing(128);
    for (int i = 0; i < 9; i++) {
      write(ring, false, i, "packet" + i);
    }
    assertThat(ring.lost()).isEqualTo(4);
    assertThat(ring.drain(notes, 2)).isEqualTo(2);
    write(ring, false, 10, "after");
    ring.drain(notes, 100);

    assertThat(notes.seen)
        .containsExactly(
            "m0:packet0",
            "m1:packet1",
            "m2:packet2",
            "m3:packet3",
            "m4:packet4",
            "gap 4",
            "m10:after");
  }

  @Test
  void aLossAtTheVeryEndIsToldToo() {
    TapRing ring = new TapRing(64);
    write(ring, false, 1, "a");
    write(ring, false, 2, "b");
    write(ring, false, 3, "c");
    ring.end();
    assertThat(ring.ended()).isFalse();
    ring.drain(notes, 100);
    ring.drain(notes, 100);

    assertThat(notes.seen).containsExactly("m1:a", "m2:b", "gap 1");
    assertThat(ring.ended()).isTrue();
  }

  @Test
  void aPacketThatNeverFitsIsLost() {
    TapRing ring = new TapRing(64);
    write(ring, false, 1, "x".repeat(100));
    write(ring, false, 2, "fits");
    ring.drain(notes, 100);

    assertThat(notes.seen).containsExactly("gap 1", "m2:fits");
    assertThatThrownBy(() -> new TapRing(100)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Whatever the pace: each packet is read once, in order, or is in a gap at its place. */
  @Test
  void aWriterAndAReaderAtOnceLoseNothingUntold() throws Exception {
    TapRing ring = new TapRing(4096);
    int packets = 300_000;
    AtomicReference<String> wrong = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              Checker checker = new Checker();
              while (!ring.ended() && checker.wrong == null) {
                ring.drain(checker, 7);
              }
              if (checker.wrong == null && checker.next != packets) {
                checker.wrong = "ended at " + checker.next;
              }
              wrong.set(checker.wrong);
            },
            "tap reader");
    reader.start();
    byte[] bytes = new byte[300];
    for (int i = 0; i < packets; i++) {
      int length = 4 + i % 290;
      ByteBuffer.wrap(bytes).putInt(i);
      bytes[length - 1] = (byte) i;
      if (length == 4) {
        ByteBuffer.wrap(bytes).putInt(i);
      }
      ring.write(i % 2 == 0, i, bytes, 0, length);
      if (i % 64 == 0) {
        Thread.onSpinWait();
      }
    }
    ring.end();
    reader.join();

    assertThat(wrong.get()).isNull();
  }

  private static final class Checker implements MediaTap.Reader {
    private long next;
    private String wrong;

    @Override
    public void packet(boolean control, long nanoTime, byte[] bytes, int offset, int length) {
      boolean right =
          nanoTime == next
              && control == (next % 2 == 0)
              && length == 4 + next % 290
              && ByteBuffer.wrap(bytes).getInt(offset) == next
              && bytes[offset + length - 1] == (byte) next;
      if (!right && wrong == null) {
        wrong = "packet " + nanoTime + " of " + length + " instead of " + next;
      }
      next++;
    }

    @Override
    public void gap(long packets) {
      next += packets;
    }
  }

  private static void write(TapRing ring, boolean control, long time, String text) {
    byte[] bytes = ("__" + text).getBytes(StandardCharsets.US_ASCII);
    ring.write(control, time, bytes, 2, bytes.length - 2);
  }
}
