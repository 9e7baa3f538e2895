package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.sallyport.protocol.dtls.DatagramPipe;
import io.sallyport.protocol.dtls.DtlsAssociation;
import io.sallyport.protocol.dtls.DtlsHandshake;
import io.sallyport.protocol.dtls.DtlsIdentity;
import io.sallyport.protocol.dtls.DtlsKeys;
import io.sallyport.protocol.dtls.Fingerprint;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One DTLS association of a media transport (RFC 5764): the handshake on a thread of its own, then
 * what the peer still sends on the phone's loop. Owned by that loop, except as a pipe.
 */
final class DtlsAgent implements DatagramPipe {
  private static final Logger LOG = LoggerFactory.getLogger(DtlsAgent.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** More than a handshake has; what overflows is sent again by the peer. */
  private static final int MAX_WAITING = 64;

  private static final byte[] END = {};

  /** What a phone brings to every handshake. */
  record Party(Fingerprint fingerprint, DtlsHandshake handshake, Executor threads) {
    static Party of(DtlsIdentity identity, SecureRandom random, Executor threads) {
      return new Party(
          identity.fingerprint(),
          new DtlsHandshake(identity, random, TIMEOUT, System::nanoTime),
          threads);
    }
  }

  /** Called on the phone's loop. */
  interface Transport {
    void sendDtls(byte[] datagram);

    void agreed(DtlsKeys keys);

    void failed();
  }

  // immutable
  private final EventLoop loop;
  private final Party party;
  private final Transport transport;

  // any thread: datagrams from the loop to whoever reads the pipe
  private final BlockingQueue<byte[]> inbox = new ArrayBlockingQueue<>(MAX_WAITING);
  private volatile boolean closed;

  // owned by: the phone's loop
  private boolean started;
  private DtlsAssociation association;

  DtlsAgent(EventLoop loop, Party party, Transport transport) {
    this.loop = loop;
    this.party = party;
    this.transport = transport;
  }

  boolean started() {
    return started;
  }

  /** Begins the handshake, once. */
  void start(boolean active, Fingerprint peer) {
    if (started || closed) {
      return;
    }
    started = true;
    try {
      party.threads().execute(() -> shake(active, peer));
    } catch (RejectedExecutionException e) {
      transport.failed();
    }
  }

  private void shake(boolean active, Fingerprint peer) {
    try {
      DtlsHandshake.Outcome outcome =
          active ? party.handshake().connect(this) : party.handshake().accept(this);
      loop.execute(() -> over(outcome, peer));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RejectedExecutionException e) {
      // the phone is closed
    }
  }

  private void over(DtlsHandshake.Outcome outcome, Fingerprint peer) {
    if (outcome instanceof DtlsHandshake.Failed failed) {
      LOG.debug("a DTLS handshake failed: {}, {}", failed.reason(), failed.detail());
      transport.failed();
      return;
    }
    DtlsHandshake.Agreed agreed = (DtlsHandshake.Agreed) outcome;
    association = agreed.association();
    if (closed) {
      return;
    }
    if (agreed.keys().from(peer)) {
      transport.agreed(agreed.keys());
    } else {
      LOG.debug("a DTLS peer has another certificate than its SDP promised");
      transport.failed();
    }
  }

  /** A DTLS record came; those before {@link #start} wait for it. */
  void received(byte[] datagram) {
    inbox.offer(datagram);
    if (association != null) {
      association.read();
    }
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis)
      throws InterruptedException {
    byte[] next = waitMillis == 0 ? inbox.poll() : inbox.poll(waitMillis, TimeUnit.MILLISECONDS);
    if (next == null || next == END) {
      return closed ? CLOSED : NOTHING;
    }
    int size = Math.min(length, next.length);
    System.arraycopy(next, 0, buffer, offset, size);
    return size;
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
    if (loop.inEventLoop()) {
      transport.sendDtls(datagram);
      return;
    }
    try {
      loop.execute(() -> transport.sendDtls(datagram));
    } catch (RejectedExecutionException e) {
      // the phone is closed
    }
  }

  /** Says goodbye and ends the handshake if it still runs. */
  void close() {
    if (association != null) {
      association.close();
    }
    closed = true;
    inbox.clear();
    inbox.offer(END);
  }
}
