package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.server.observe.Counter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred calls without loss while somebody floods the one port with packets of every kind, under
 * the addresses of others and of the very phones. Needs root for the raw socket of the sprayer,
 * which is a process of its own. Prints how many packets there were and how many of the calls' were
 * lost.
 */
class FloodedCallsTest {
  private static final CryptoSuite SUITE = CryptoSuite.AES_CM_128_HMAC_SHA1_80;
  private static final int CALLS = 100;
  private static final int SHOTS = 20_000;
  private static final long PACKET_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long SEED = 17;

  @TempDir private Path directory;
  private ResourceLeakDetector.Level usual;

  /**
   * What came of a flood.
   *
   * @param loopMillis CPU time of the media loop, for the calls and the flood together
   */
  private record Result(long flooded, long sent, long lost, long worstCall, long loopMillis) {}

  /** The full rate, on a machine that has cores enough for the sprayer and the phones. */
  @Test
  @Tag("load")
  void fiftyThousandSpoofedPacketsASecondCostNoCallAPacket() throws Exception {
    Result result = flood(50_000, Duration.ofSeconds(10));
    assertThat(result.flooded()).isGreaterThan(400_000);
    assertThat(result.lost()).as("of %d packets of the calls", result.sent()).isZero();
  }

  /** A rate that two cores bear, with the sprayer and two hundred phones on them. */
  @Test
  @Tag("interop")
  @Tag("alone")
  void fiveThousandSpoofedPacketsASecondCostNoCallAPacket() throws Exception {
    Result result = flood(5_000, Duration.ofSeconds(4));
    assertThat(result.flooded()).isGreaterThan(15_000);
    assertThat(result.lost()).as("of %d packets of the calls", result.sent()).isZero();
  }

  /** The search for leaks notes who made each buffer, which costs more than the packet. */
  @BeforeEach
  void searchForNoLeaks() {
    usual = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  @AfterEach
  void searchAgain() {
    ResourceLeakDetector.setLevel(usual);
  }

  private Result flood(int packetsPerSecond, Duration time) throws Exception {
    int buffer = MediaSettings.defaults().receiveBufferBytes();
    MediaSettings settings =
        PathRig.settings(MediaSettings.defaults().threads(), 0, Duration.ofSeconds(60), buffer);
    try (PathRig rig = new PathRig(settings)) {
      List<PathPhone> phones = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        PathSession session = rig.session();
        PathPhone a = new PathPhone(PathRig.ALICE, SUITE);
        PathPhone b = new PathPhone(PathRig.BOB, SUITE);
        phones.addAll(List.of(a, b));
        session.bind(
            List.of(
                PathRig.audio(session.onePort(), a.plan(true), session.onePort(), b.plan(true))),
            false);
      }
      try (Receivers receivers = new Receivers(phones)) {
        // every phone is known before the flood
        int sequence = talk(rig, phones, 1, Duration.ofSeconds(1));
        Process sprayer = spray(rig, phones, packetsPerSecond, time);
        sequence = talk(rig, phones, sequence, time.plusSeconds(1));
        assertThat(sprayer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String said = new String(sprayer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sprayer.exitValue()).as(said).isZero();
        long expected = sequence - 1L;
        receivers.settle(expected);
        Result result =
            new Result(
                Long.parseLong(said.split(" ")[1]),
                expected * phones.size(),
                receivers.missing(expected),
                receivers.worst(expected),
                loopMillis());
        System.out.println(packetsPerSecond + "/s: " + result + ", sprayer " + said.strip());
        assertThat(rig.count(Counter.MEDIA_FAULTS)).isZero();
        return result;
      } finally {
        phones.forEach(PathPhone::close);
      }
    }
  }

  private static long loopMillis() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return TimeUnit.NANOSECONDS.toMillis(
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(thread -> thread != null && thread.getThreadName().startsWith("media-"))
            .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
            .sum());
  }

  /** All phones send, a packet each every 20 ms, spread over the time between. */
  private static int talk(PathRig rig, List<PathPhone> phones, int from, Duration time)
      throws IOException {
    int sequence = from;
    long start = System.nanoTime();
    long due = start;
    while (due - start < time.toNanos()) {
      for (PathPhone phone : phones) {
        due += PACKET_NANOS / phones.size();
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        phone.send(sequence, rig.paths.port());
      }
      sequence++;
    }
    return sequence;
  }

  private Process spray(PathRig rig, List<PathPhone> phones, int packetsPerSecond, Duration time)
      throws Exception {
    Path shots = directory.resolve("flood.shots");
    Path script = directory.resolve("spray.py");
    Files.write(shots, shots(rig, phones));
    try (InputStream source =
        FloodedCallsTest.class.getResourceAsStream("/io/sallyport/server/interop/spray.py")) {
      Files.write(script, source.readAllBytes());
    }
    return new ProcessBuilder(
            "python3",
            script.toString(),
            shots.toString(),
            Integer.toString(packetsPerSecond),
            Double.toString(time.toMillis() / 1000.0))
        .redirectErrorStream(true)
        .start();
  }

  private static byte[] shots(PathRig rig, List<PathPhone> phones) throws Exception {
    Random random = new Random(SEED);
    byte[] hello = DtlsNet.hello();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int i = 0; i < SHOTS; i++) {
      PathPhone victim = phones.get(random.nextInt(phones.size()));
      boolean exact = random.nextInt(4) == 0;
      byte[] source = exact ? victim.address.getAddress() : foreign(random);
      byte[] payload =
          switch (random.nextInt(5)) {
            case 0 -> hello;
            case 1 -> check(random);
            case 2 -> noise(random);
            default -> forged(victim, random);
          };
      out.write(source);
      out.writeShort(exact ? victim.media.getLocalPort() : 1024 + random.nextInt(60_000));
      out.write(PathRig.SERVER.getAddress());
      out.writeShort(rig.paths.port());
      out.writeShort(payload.length);
      out.write(payload);
    }
    return bytes.toByteArray();
  }

  private static byte[] foreign(Random random) {
    return new byte[] {127, (byte) random.nextInt(256), (byte) random.nextInt(256), 9};
  }

  /** Of the call's own synchronisation source, with a tag that nobody made. */
  private static byte[] forged(PathPhone victim, Random random) {
    byte[] packet = new byte[182];
    random.nextBytes(packet);
    System.arraycopy(victim.rtp(random.nextInt(1000)), 0, packet, 0, 12);
    return packet;
  }

  private static byte[] check(Random random) {
    byte[] check = new byte[100];
    random.nextBytes(check);
    System.arraycopy(new byte[] {0, 1, 0, 80, 0x21, 0x12, (byte) 0xa4, 0x42}, 0, check, 0, 8);
    return check;
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[1 + random.nextInt(300)];
    random.nextBytes(noise);
    return noise;
  }

  /** Counts what each phone gets; whatever does not verify is nothing. */
  private static final class Receivers implements AutoCloseable {
    private final List<PathPhone> phones;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLongArray heard;

    Receivers(List<PathPhone> phones) {
      this.phones = phones;
      this.heard = new AtomicLongArray(phones.size());
      for (int i = 0; i < phones.size(); i++) {
        int index = i;
        Thread thread = new Thread(() -> hear(index), "phone-" + i);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      }
    }

    private void hear(int index) {
      PathPhone phone = phones.get(index);
      try {
        while (!phone.media.isClosed()) {
          if (phone.receive() != null) {
            heard.incrementAndGet(index);
          }
        }
      } catch (IOException e) {
        // closed: the test is over
        return;
      }
    }

    /** Until all is there, or nothing comes any more. */
    void settle(long expected) {
      long before = -1;
      while (missing(expected) > 0 && missing(expected) != before) {
        before = missing(expected);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      }
    }

    long missing(long expected) {
      return missed(expected).sum();
    }

    long worst(long expected) {
      return missed(expected).max().orElse(0);
    }

    private LongStream missed(long expected) {
      return LongStream.range(0, phones.size()).map(i -> expected - heard.get((int) i));
    }

    @Override
    public void close() {
      threads.forEach(Thread::interrupt);
    }
  }
}
