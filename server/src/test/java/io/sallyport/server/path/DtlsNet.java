package io.sallyport.server.path;

import io.sallyport.protocol.dtls.DatagramPipe;
import io.sallyport.protocol.dtls.DtlsHandshake;
import io.sallyport.protocol.dtls.DtlsIdentity;
import io.sallyport.protocol.dtls.DtlsKeys;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A gate with its media loop, a network in memory, and phones on it. Anybody may send with any
 * source address; what the gate sends reaches only whoever is there.
 */
final class DtlsNet implements AutoCloseable {
  static final SecureRandom RANDOM = new SecureRandom();
  static final DtlsIdentity SERVER =
      DtlsIdentity.create(RANDOM, Instant.parse("2026-11-22T00:00:00Z"));
  static final DtlsIdentity PHONE =
      DtlsIdentity.create(RANDOM, Instant.parse("2026-11-22T00:00:00Z"));

  final Map<InetSocketAddress, DtlsKeys> agreed = new ConcurrentHashMap<>();
  final Map<InetSocketAddress, DtlsHandshake.Failed> failed = new ConcurrentHashMap<>();
  final Map<InetSocketAddress, Boolean> closed = new ConcurrentHashMap<>();
  final AtomicInteger agreements = new AtomicInteger();
  final AtomicLong shift = new AtomicLong();
  final AtomicLong sentBytes = new AtomicLong();
  final DtlsGate gate;

  private final Map<DtlsGate.Taken, Integer> taken = new EnumMap<>(DtlsGate.Taken.class);
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final Map<InetSocketAddress, Phone> phones = new ConcurrentHashMap<>();

  DtlsNet(int maxHandshakes) {
    gate =
        new DtlsGate(
            SERVER,
            RANDOM,
            maxHandshakes,
            () -> System.nanoTime() + shift.get(),
            new DtlsGate.Listener() {
              @Override
              public void agreed(InetSocketAddress source, DtlsKeys keys) {
                agreed.put(source, keys);
                agreements.incrementAndGet();
              }

              @Override
              public void failed(InetSocketAddress source, DtlsHandshake.Failed why) {
                failed.put(source, why);
              }

              @Override
              public void closed(InetSocketAddress source) {
                closed.put(source, true);
              }
            });
  }

  /** A phone at an address. */
  final class Phone implements DatagramPipe {
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final InetSocketAddress address;
    private final boolean checked;
    private boolean pieces;
    private byte skip;

    Phone(InetSocketAddress address, boolean checked) {
      this.address = address;
      this.checked = checked;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis)
        throws InterruptedException {
      byte[] datagram = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return NOTHING;
      }
      System.arraycopy(datagram, 0, buffer, offset, datagram.length);
      return datagram.length;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
      datagram[10] = (byte) (datagram[10] + (datagram[4] == 0 ? skip : 0));
      if (pieces && datagram[0] == 22 && datagram[4] == 0 && datagram[13] == 1) {
        // two records instead of one: what follows must not repeat the second's number
        skip++;
        for (byte[] piece : DtlsGateTest.pieces(datagram)) {
          inject(piece, address, checked);
        }
        return;
      }
      inject(datagram, address, checked);
    }

    /** Its hello is too long for a datagram. */
    void inPieces() {
      pieces = true;
    }

    InetSocketAddress address() {
      return address;
    }

    DtlsHandshake.Outcome connect() throws InterruptedException {
      return handshake().connect(this);
    }

    DtlsHandshake.Outcome accept() throws InterruptedException {
      return handshake().accept(this);
    }

    private DtlsHandshake handshake() {
      return new DtlsHandshake(PHONE, RANDOM, Duration.ofSeconds(60), System::nanoTime);
    }
  }

  Phone phone(String address, int port, boolean checked) {
    Phone phone = new Phone(new InetSocketAddress(address, port), checked);
    phones.put(phone.address, phone);
    return phone;
  }

  /** Sends with whatever source address. */
  void inject(byte[] datagram, InetSocketAddress source, boolean checked) {
    loop.execute(() -> taken.merge(take(datagram, source, checked), 1, Integer::sum));
  }

  private DtlsGate.Taken take(byte[] datagram, InetSocketAddress source, boolean checked) {
    return gate.received(datagram, 0, datagram.length, source, checked, this::reply);
  }

  /** Sends, and tells what became of it. */
  DtlsGate.Taken injectNow(byte[] datagram, InetSocketAddress source, boolean checked)
      throws Exception {
    return loop.submit(() -> take(datagram, source, checked)).get(10, TimeUnit.SECONDS);
  }

  void reply(byte[] bytes, int offset, int length, InetSocketAddress target) {
    sentBytes.addAndGet(length);
    Phone phone = phones.get(target);
    if (phone != null) {
      phone.queue.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }

  int taken(DtlsGate.Taken kind) throws Exception {
    return loop.submit(() -> taken.getOrDefault(kind, 0)).get(10, TimeUnit.SECONDS);
  }

  /** A ClientHello as a phone sends it first, of a handshake that goes no further. */
  static byte[] hello() throws InterruptedException {
    BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    new DtlsHandshake(PHONE, RANDOM, Duration.ofSeconds(60), System::nanoTime)
        .connect(
            new DatagramPipe() {
              @Override
              public int receive(byte[] buffer, int offset, int length, int waitMillis) {
                return CLOSED;
              }

              @Override
              public void send(byte[] bytes, int offset, int length) {
                sent.add(Arrays.copyOfRange(bytes, offset, offset + length));
              }
            });
    return sent.take();
  }

  @Override
  public void close() {
    gate.close();
    loop.shutdownNow();
  }
}
