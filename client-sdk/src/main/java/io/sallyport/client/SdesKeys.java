package io.sallyport.client;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.MediaDescription;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SRTP keys of both sides of one {@code m=} line (RFC 4568). Owned by the phone's loop. */
final class SdesKeys {
  // immutable
  private final MediaSettings settings;
  private final SecureRandom random;

  // owned by: the phone's loop
  private List<SdesCrypto> offered = List.of();
  private SdesCrypto ours;
  private SdesCrypto theirs;

  SdesKeys(MediaSettings settings, SecureRandom random) {
    this.settings = settings;
    this.random = random;
  }

  /** The keys to offer: those that run, or a new one for each suite. */
  List<SdesCrypto> offer() {
    if (offered.isEmpty() && settings.srtp() != Srtp.OFF) {
      List<SdesCrypto> fresh = new ArrayList<>();
      settings
          .suites()
          .forEach(suite -> fresh.add(SdesCrypto.generate(fresh.size() + 1, suite, random)));
      offered = List.copyOf(fresh);
    }
    return offered;
  }

  /** The key that an answer of ours carries, after {@link #forOffer}. */
  List<SdesCrypto> answer() {
    return ours == null ? List.of() : List.of(ours);
  }

  /**
   * What protects the stream after the answer to our offer: its key tells by its tag which of ours
   * it took (section 5.1.3).
   */
  PacketGuard forAnswer(MediaDescription line, PacketGuard running) throws SdpRefused {
    Optional<SdesCrypto> key = line.cryptos().stream().findFirst();
    if (key.isEmpty() || offered.isEmpty()) {
      if (settings.srtp() == Srtp.REQUIRED || line.isSecureProfile()) {
        throw new SdpRefused("SRTP is required and not agreed");
      }
      return PacketGuard.PLAIN;
    }
    SdesCrypto taken =
        offered.stream()
            .filter(mine -> mine.tag() == key.get().tag() && mine.suite() == key.get().suite())
            .findFirst()
            .orElseThrow(() -> new SdpRefused("the answer takes a key that was not offered"));
    return guard(taken, key.get(), running);
  }

  /**
   * What protects the stream after the peer's offer, under a key of ours for the first of its keys
   * whose suite is among ours.
   */
  PacketGuard forOffer(MediaDescription line, PacketGuard running) throws SdpRefused {
    Optional<SdesCrypto> key =
        line.cryptos().stream().filter(c -> settings.suites().contains(c.suite())).findFirst();
    if (settings.srtp() == Srtp.OFF || key.isEmpty()) {
      if (settings.srtp() == Srtp.REQUIRED || line.isSecureProfile()) {
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
    return guard(mine, key.get(), running);
  }

  /**
   * Keys that stay the same keep their contexts, so that roll-over counters and replay windows go
   * on.
   */
  private PacketGuard guard(SdesCrypto mine, SdesCrypto peers, PacketGuard running) {
    boolean sender = ours != null && mine.sameKey(ours) && running instanceof SrtpGuard;
    boolean same = sender && theirs != null && peers.sameKey(theirs);
    ours = mine;
    theirs = peers;
    if (same) {
      return running;
    }
    return sender
        ? ((SrtpGuard) running).withReceiver(peers.key())
        : new SrtpGuard(mine.key(), peers.key());
  }

  /** The line is disabled: the next one has other keys. */
  void forget() {
    offered = List.of();
    ours = null;
    theirs = null;
  }
}
