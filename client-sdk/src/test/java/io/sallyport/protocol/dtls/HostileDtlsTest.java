package io.sallyport.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Random, cut and changed records: a handshake fails, and nothing else happens. */
class HostileDtlsTest {
  private static final SecureRandom SECURE = new SecureRandom();
  private static final DtlsIdentity IDENTITY =
      DtlsIdentity.create(SECURE, Instant.parse("2026-11-22T00:00:00Z"));
  private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.7", 4711);

  private final DtlsHandshake handshake =
      new DtlsHandshake(IDENTITY, SECURE, Duration.ofSeconds(20), System::nanoTime);

  @Test
  void recordsOfEveryKindAreFilteredWithinTheirBounds() {
    Random random = new Random(9147);
    HelloCookies cookies = new HelloCookies(SECURE, System::nanoTime);
    byte[] buffer = new byte[300];
    for (int round = 0; round < 200_000; round++) {
      int offset = random.nextInt(40);
      int length = random.nextInt(buffer.length - offset);
      random.nextBytes(buffer);
      shape(buffer, offset, length, random);
      HelloFragment.read(buffer, offset, length)
          .filter(HelloFragment::whole)
          .ifPresent(
              hello ->
                  cookies.verify(
                      hello,
                      buffer,
                      offset,
                      length,
                      SOURCE,
                      (b, o, l) -> assertThat(l).isLessThanOrEqualTo(length)));
      int kept = new HandshakeBounds(true).filter(buffer, offset, length);
      assertThat(kept).isBetween(0, length);
    }
  }

  @Test
  void datagramsOfHellosInPiecesAreReadWithinTheirBounds() {
    Random random = new Random(6347);
    byte[] buffer = new byte[600];
    for (int round = 0; round < 100_000; round++) {
      random.nextBytes(buffer);
      int length = random.nextInt(buffer.length);
      for (int at = 0; at + 40 < length; ) {
        int datagram = 30 + random.nextInt(120);
        put16(buffer, at, datagram);
        int end = Math.min(datagram, length - at - 2);
        shape(buffer, at + 2, end, random);
        at += 2 + datagram;
      }
      HelloTargets.pieces(Arrays.copyOf(buffer, length));
      HelloTargets.hello(Arrays.copyOfRange(buffer, 2, Math.max(2, length)));
    }
  }

  /** As much like records as lets them come far. */
  private static void shape(byte[] buffer, int offset, int length, Random random) {
    for (int at = offset; at + 25 <= offset + length; at += 13 + 12 + random.nextInt(60)) {
      buffer[at] = (byte) (20 + random.nextInt(5));
      buffer[at + 1] = (byte) 0xfe;
      buffer[at + 3] = 0;
      buffer[at + 4] = (byte) random.nextInt(2);
      buffer[at + 11] = 0;
      buffer[at + 13] = (byte) random.nextInt(3);
      if (random.nextBoolean()) {
        int size = offset + length - at - 25;
        buffer[at + 12] = (byte) (size + 12);
        Arrays.fill(buffer, at + 14, at + 25, (byte) 0);
        put16(buffer, at + 15, size);
        put16(buffer, at + 23, size);
      }
    }
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  @Test
  void aHandshakeWithChangedRecordsFailsButNeverThrows() throws Exception {
    List<byte[]> recorded = recordedFlight();
    Random random = new Random(5764);
    for (int round = 0; round < 300; round++) {
      Queue<byte[]> queue = new ArrayDeque<>();
      for (byte[] datagram : recorded) {
        queue.add(random.nextInt(3) == 0 ? change(datagram, random) : datagram);
        if (random.nextInt(4) == 0) {
          queue.add(change(recorded.get(random.nextInt(recorded.size())), random));
        }
      }
      assertThat(handshake.accept(new Replayed(queue))).isInstanceOf(DtlsHandshake.Failed.class);
    }
  }

  @Test
  void aServersChangedAnswersMakeAClientFailButNeverThrow() throws Exception {
    Random random = new Random(5763);
    for (int round = 0; round < 20; round++) {
      LossyPipes pipes = LossyPipes.perfect();
      Changing changing = new Changing(pipes.right, new Random(random.nextLong()));
      ExecutorService thread = Executors.newSingleThreadExecutor();
      try {
        Future<DtlsHandshake.Outcome> passive = thread.submit(() -> handshake.accept(changing));
        DtlsHandshake impatient =
            new DtlsHandshake(IDENTITY, SECURE, Duration.ofMillis(300), System::nanoTime);
        assertThat(impatient.connect(pipes.left)).isNotNull();
        pipes.right.end();
        assertThat(passive.get(60, TimeUnit.SECONDS)).isNotNull();
      } finally {
        thread.shutdownNow();
      }
    }
  }

  /** What a client sends until it has the server's answer to its hello, and some more. */
  private List<byte[]> recordedFlight() throws Exception {
    List<byte[]> sent = new ArrayList<>();
    LossyPipes pipes = LossyPipes.perfect();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<DtlsHandshake.Outcome> passive = thread.submit(() -> handshake.accept(pipes.right));
      handshake.connect(
          new DatagramPipe() {
            @Override
            public int receive(byte[] buffer, int offset, int length, int waitMillis)
                throws InterruptedException {
              return pipes.left.receive(buffer, offset, length, waitMillis);
            }

            @Override
            public void send(byte[] bytes, int offset, int length) {
              sent.add(Arrays.copyOfRange(bytes, offset, offset + length));
              pipes.left.send(bytes, offset, length);
            }
          });
      passive.get(60, TimeUnit.SECONDS);
    } finally {
      thread.shutdownNow();
    }
    return sent;
  }

  private static byte[] change(byte[] datagram, Random random) {
    byte[] changed =
        random.nextInt(3) == 0
            ? Arrays.copyOf(datagram, random.nextInt(datagram.length))
            : datagram.clone();
    for (int flips = random.nextInt(4); flips > 0 && changed.length > 0; flips--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  /** Sends nothing anywhere, and closes when all has been read. */
  private record Replayed(Queue<byte[]> queue) implements DatagramPipe {
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) {
      byte[] datagram = queue.poll();
      if (datagram == null) {
        return CLOSED;
      }
      System.arraycopy(datagram, 0, buffer, offset, datagram.length);
      return datagram.length;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      // a recorded client does not listen
    }
  }

  /** Changes some of what is sent. */
  private record Changing(DatagramPipe pipe, Random random) implements DatagramPipe {
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis)
        throws InterruptedException {
      return pipe.receive(buffer, offset, length, waitMillis);
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
      byte[] sent = random.nextInt(3) == 0 ? change(datagram, random) : datagram;
      pipe.send(sent, 0, sent.length);
    }
  }
}
