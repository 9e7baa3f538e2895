package io.sallyport.server.path;

import io.netty.buffer.ByteBuf;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtcpHeader;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.server.observe.Counter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is done with packets from sources that have proven nothing: those that may be a waiting
 * stream's first packet, or a known stream's from another place, are tried under its key.
 * Candidates come from what the packet names, then from the address of signalling; tries are
 * bounded, so that junk is cheap.
 */
final class Strangers {
  /** Tries for one packet. */
  private static final int TRIES = 32;

  /** Copies of packets that may wait for another loop to try them. */
  private static final int MAX_GUESTS = 256;

  // immutable
  private final Registry registry;
  private final Budget budget;

  // any thread
  private final AtomicInteger guests = new AtomicInteger();

  Strangers(Registry registry, Budget budget) {
    this.registry = registry;
    this.budget = budget;
  }

  /**
   * A media packet of an unknown source, or of one that has shown another key.
   *
   * @param otherwise why it is dropped where it is nobody's
   * @return whether it was proven to be somebody's; else it is counted here
   */
  boolean media(
      MediaLoop loop,
      PortChannel channel,
      ByteBuf content,
      PacketBuffer packet,
      InetSocketAddress sender,
      boolean rtcp,
      Counter otherwise) {
    Attempt attempt = new Attempt(loop, content, packet, sender, rtcp, packet.length());
    attempt.reason = otherwise;
    if (!channel.isOnePort()) {
      Intake owner = channel.attached();
      if (owner == null) {
        loop.count(Counter.MEDIA_DROPPED_NO_PATH);
        return false;
      }
      if (!budget.allows(loop.now(), sender)) {
        loop.count(Counter.MEDIA_DROPPED_UNPROVEN);
        return false;
      }
      Counter why = attempt.with(owner);
      if (why != null) {
        loop.count(why);
      }
      return why == null;
    }
    if (!budget.allows(loop.now(), sender)) {
      loop.count(otherwise);
      return false;
    }
    boolean proven = named(attempt) || signalled(attempt) || anybody(attempt);
    if (!proven) {
      loop.count(attempt.reason());
    }
    return proven;
  }

  /**
   * Whether a source may begin a handshake: one that ICE has checked; or one at an address that
   * somebody's handshake is expected from, within its budget. On the loop.
   */
  boolean mayKnock(MediaLoop loop, InetSocketAddress sender) {
    return registry.checkedAt(sender) != null
        || registry.hellos().contains(sender.getAddress()) && budget.allows(loop.now(), sender);
  }

  /** Those that the packet names: by its synchronisation source, by the place it comes from. */
  private boolean named(Attempt attempt) {
    Intake heard = registry.ofSource(attempt.ssrc());
    // RTCP on its own is of the endpoint, not of the component, that was heard under that number
    if (heard != null && attempt.with(heard.endpoint().intake(attempt.rtcp)) == null) {
      return true;
    }
    for (Intake expected : registry.declaredAt(attempt.sender)) {
      expected.endpoint().handshakes().sortOut(attempt.sender, attempt.whole(), attempt.rtcp);
    }
    return attempt.withAnyOf(registry.declaredAt(attempt.sender));
  }

  private boolean signalled(Attempt attempt) {
    return attempt.withAnyOf(registry.waitingAt(attempt.sender.getAddress(), TRIES));
  }

  /** A phone whose media comes from another address than its signalling. */
  private boolean anybody(Attempt attempt) {
    int most = budget.triesAnywhere(attempt.loop.now(), TRIES);
    return most > 0 && attempt.withAnyOf(registry.waitingAnywhere(most));
  }

  /** One packet and its tries. */
  private final class Attempt {
    private final MediaLoop loop;
    private final ByteBuf content;
    private final PacketBuffer packet;
    private final InetSocketAddress sender;
    private final boolean rtcp;
    private final int length;
    private boolean fresh = true;
    private Counter reason;

    Attempt(
        MediaLoop loop,
        ByteBuf content,
        PacketBuffer packet,
        InetSocketAddress sender,
        boolean rtcp,
        int length) {
      this.loop = loop;
      this.content = content;
      this.packet = packet;
      this.sender = sender;
      this.rtcp = rtcp;
      this.length = length;
    }

    int ssrc() {
      return rtcp
          ? RtcpHeader.ssrc(packet.bytes(), packet.offset())
          : RtpHeader.ssrc(packet.bytes(), packet.offset());
    }

    Counter reason() {
      return reason;
    }

    boolean withAnyOf(List<Intake> candidates) {
      for (Intake candidate : candidates) {
        if (with(candidate) == null) {
          return true;
        }
      }
      return false;
    }

    /** Tries one; null where it was proven and dealt with. */
    Counter with(Intake candidate) {
      if (!candidate.takes(rtcp) || candidate.endpoint().closed()) {
        return Counter.MEDIA_DROPPED_NO_PATH;
      }
      MediaLoop owner = candidate.home();
      if (owner != null && owner != loop) {
        return guest(candidate, owner);
      }
      boolean claimed = owner == null && candidate.claim(loop);
      if (owner == null && !claimed) {
        return Counter.MEDIA_DROPPED_UNPROVEN;
      }
      restore();
      fresh = false;
      Counter why = candidate.prove(packet, sender, rtcp);
      if (why != null) {
        if (claimed) {
          candidate.unclaim();
        }
        // a replay tells more than a tag that does not verify under one of many keys
        reason = why == Counter.MEDIA_DROPPED_REPLAY ? why : reason;
        return why;
      }
      candidate.settle(loop, sender, proof(candidate, rtcp));
      pass(candidate, loop, packet, rtcp, length);
      return null;
    }

    /** The packet as it came. */
    PacketBuffer whole() {
      restore();
      return packet;
    }

    private void restore() {
      if (!fresh) {
        content.getBytes(content.readerIndex(), packet.bytes(), 0, length);
      }
      packet.at(0, length);
    }

    /**
     * The owner is another loop: it gets a copy, and gives the component away where that proves.
     */
    private Counter guest(Intake candidate, MediaLoop owner) {
      if (guests.get() >= MAX_GUESTS) {
        return Counter.MEDIA_DROPPED_UNPROVEN;
      }
      guests.incrementAndGet();
      byte[] copy = new byte[length];
      content.getBytes(content.readerIndex(), copy, 0, length);
      owner.execute(() -> visit(candidate, owner, loop, copy, sender, rtcp));
      return Counter.MEDIA_DROPPED_UNPROVEN;
    }
  }

  private void visit(
      Intake candidate,
      MediaLoop owner,
      MediaLoop from,
      byte[] copy,
      InetSocketAddress sender,
      boolean rtcp) {
    guests.decrementAndGet();
    if (candidate.home() != owner || candidate.comesFrom(sender)) {
      return;
    }
    PacketBuffer packet = owner.scratch();
    System.arraycopy(copy, 0, packet.bytes(), 0, copy.length);
    packet.at(0, copy.length);
    if (candidate.prove(packet, sender, rtcp) == null) {
      candidate.endpoint().proven(candidate, sender, proof(candidate, rtcp));
      pass(candidate, owner, packet, rtcp, copy.length);
      candidate.handOver(owner, from, sender);
      // last: who answers what goes out may be heard by the other loop at once
      owner.flush();
    }
  }

  private static void pass(
      Intake intake, MediaLoop loop, PacketBuffer packet, boolean rtcp, int length) {
    Counter dropped = intake.relay(loop, packet, rtcp, length);
    if (dropped == null) {
      loop.relayed();
    } else {
      loop.count(dropped);
    }
  }

  private static Proof proof(Intake intake, boolean rtcp) {
    if (!intake.endpoint().secure()) {
      return Proof.ADDRESS;
    }
    return rtcp ? Proof.SRTCP : Proof.SRTP;
  }
}
