package io.sallyport.client;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.MediaDescription;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One {@code m=} line of a call, whose place in the SDP never changes, with its stream and the SRTP
 * keys of both sides (RFC 4568). Owned by the phone's loop.
 */
final class MediaSlot {
  // immutable
  private final String kind;
  private final Srtp srtp;
  private final SecureRandom random;

  // owned by: the phone's loop
  private RtpStream rtp;
  private List<SdesCrypto> offered = List.of();
  private SdesCrypto ours;
  private SdesCrypto theirs;

  /** The peer's line that we refused; repeated with port 0 while it stays so. */
  private MediaDescription refused;

  MediaSlot(String kind, Srtp srtp, SecureRandom random) {
    this.kind = kind;
    this.srtp = srtp;
    this.random = random;
  }

  String kind() {
    return kind;
  }

  boolean isAudio() {
    return kind.equals("audio");
  }

  boolean isVideo() {
    return kind.equals("video");
  }

  /** The stream; null while the line is disabled. */
  RtpStream rtp() {
    return rtp;
  }

  void open(RtpStream stream) {
    rtp = stream;
  }

  /** The line that disables this one (RFC 3264 section 6). */
  MediaDescription disabled() {
    return refused != null
        ? refused.disabled()
        : MediaDescription.of(
            kind, 0, "RTP/AVP", List.of(Integer.toString(VideoStream.PAYLOAD_TYPE)), List.of());
  }

  void refuse(MediaDescription line) {
    refused = line;
  }

  /** The keys to offer: those that run, or a new one for each suite. */
  List<SdesCrypto> offer() {
    if (offered.isEmpty() && srtp != Srtp.OFF) {
      offered =
          Stream.of(CryptoSuite.values())
              .map(suite -> SdesCrypto.generate(suite.ordinal() + 1, suite, random))
              .toList();
    }
    return offered;
  }

  /** The key that an answer of ours carries, after {@link #guardForOffer}. */
  List<SdesCrypto> answer() {
    return ours == null ? List.of() : List.of(ours);
  }

  /**
   * What protects the stream after the answer to our offer: its key tells by its tag which of ours
   * it took (section 5.1.3).
   */
  PacketGuard guardForAnswer(MediaDescription line) throws SdpRefused {
    Optional<SdesCrypto> key = line.cryptos().stream().findFirst();
    if (key.isEmpty() || offered.isEmpty()) {
      if (srtp == Srtp.REQUIRED || line.isSecureProfile()) {
        throw new SdpRefused("SRTP is required and not agreed");
      }
      return PacketGuard.PLAIN;
    }
    SdesCrypto taken =
        offered.stream()
            .filter(mine -> mine.tag() == key.get().tag() && mine.suite() == key.get().suite())
            .findFirst()
            .orElseThrow(() -> new SdpRefused("the answer takes a key that was not offered"));
    return guard(taken, key.get());
  }

  /**
   * What protects the stream after the peer's offer, under a key of ours for the first of its keys
   * that we know.
   */
  PacketGuard guardForOffer(MediaDescription line) throws SdpRefused {
    Optional<SdesCrypto> key = line.cryptos().stream().findFirst();
    if (srtp == Srtp.OFF || key.isEmpty()) {
      if (srtp == Srtp.REQUIRED || line.isSecureProfile()) {
        throw new SdpRefused(
            key.isEmpty() ? "SRTP without a key of a known suite" : "SRTP is switched off");
      }
      ours = null;
      theirs = null;
      return PacketGuard.PLAIN;
    }
    boolean goesOn = ours != null && ours.suite() == key.get().suite();
    SdesCrypto mine =
        goesOn
            ? ours.withTag(key.get().tag())
            : SdesCrypto.generate(key.get().tag(), key.get().suite(), random);
    offered = List.of(mine);
    return guard(mine, key.get());
  }

  /**
   * Keys that stay the same keep their contexts, so that roll-over counters and replay windows go
   * on.
   */
  private PacketGuard guard(SdesCrypto mine, SdesCrypto peers) {
    boolean same = ours != null && theirs != null && mine.sameKey(ours) && peers.sameKey(theirs);
    boolean sender = ours != null && mine.sameKey(ours) && rtp.guard() instanceof SrtpGuard;
    PacketGuard running = rtp.guard();
    ours = mine;
    theirs = peers;
    if (same) {
      return running;
    }
    return sender
        ? ((SrtpGuard) running).withReceiver(peers.key())
        : new SrtpGuard(mine.key(), peers.key());
  }

  void close() {
    if (rtp != null) {
      rtp.close();
    }
    rtp = null;
    offered = List.of();
    ours = null;
    theirs = null;
  }
}
