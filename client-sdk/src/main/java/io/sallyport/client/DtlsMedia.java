package io.sallyport.client;

import io.sallyport.protocol.dtls.DtlsKeys;
import io.sallyport.protocol.dtls.Fingerprint;
import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.IceParameters;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.protocol.sdp.Setup;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * DTLS-SRTP on one media transport (RFC 5763), after ICE has found the way where ICE is wanted, and
 * what SDP says of both. Owned by the phone's loop.
 */
final class DtlsMedia implements DtlsAgent.Transport, IceAgent.Transport {
  // immutable
  private final CallMedia.Surroundings around;
  private final MediaTransport transport;

  /** Null where there is none. */
  private final IceAgent ice;

  // owned by: the phone's loop
  private DtlsAgent dtls;
  private Fingerprint peer;
  private boolean active;
  private boolean reachable;

  DtlsMedia(CallMedia.Surroundings around, MediaTransport transport) {
    this.around = around;
    this.transport = transport;
    this.ice = around.settings().web() ? new IceAgent(around.loop(), around.random(), this) : null;
    this.dtls = new DtlsAgent(around.loop(), around.dtls(), this);
  }

  /** The lines of an offer. */
  List<Attribute> offer() {
    return describe(around.settings().setup());
  }

  /** The lines of an answer, after {@link #take}. */
  List<Attribute> answer() {
    return describe(active ? Setup.ACTIVE : Setup.PASSIVE);
  }

  private List<Attribute> describe(Setup role) {
    List<Attribute> lines = new ArrayList<>();
    lines.add(new Attribute("fingerprint", around.dtls().fingerprint().print()));
    lines.add(role.attribute());
    if (ice != null) {
      lines.add(new Attribute("ice-ufrag", ice.fragment()));
      lines.add(new Attribute("ice-pwd", ice.password()));
      lines.addAll(IceCandidates.ofHost(around.address(), transport.port()));
    }
    return lines;
  }

  /**
   * Takes the peer's description and begins what it makes possible; the same again changes nothing.
   */
  void take(SessionDescription theirs, MediaDescription line, boolean weOffered) throws SdpRefused {
    Fingerprint fingerprint =
        theirs
            .fingerprintOf(line)
            .orElseThrow(() -> new SdpRefused("no fingerprint of a strong hash"));
    boolean nowActive = role(theirs, line, weOffered);
    boolean another = !fingerprint.equals(peer) || nowActive != active;
    if (dtls.started() && another) {
      dtls.close();
      dtls = new DtlsAgent(around.loop(), around.dtls(), this);
    }
    peer = fingerprint;
    active = nowActive;
    if (ice == null) {
      reachable = true;
    } else {
      IceParameters parameters =
          theirs.iceOf(line).orElseThrow(() -> new SdpRefused("ICE is required and not agreed"));
      boolean lite = theirs.attributeOf(line, "ice-lite").isPresent();
      ice.peer(parameters, IceCandidates.of(theirs, line), weOffered || lite);
    }
    if (reachable) {
      dtls.start(active, peer);
    }
  }

  /** Whether we open the connection (RFC 5763 section 5). */
  private boolean role(SessionDescription theirs, MediaDescription line, boolean weOffered)
      throws SdpRefused {
    Setup wanted = around.settings().setup();
    Setup role = theirs.setupOf(line).orElse(weOffered ? Setup.ACTIVE : Setup.ACTPASS);
    switch (role) {
      case ACTPASS -> {
        if (!weOffered) {
          return peer != null ? active : wanted != Setup.PASSIVE;
        }
      }
      case ACTIVE -> {
        if (!weOffered || wanted != Setup.ACTIVE) {
          return false;
        }
      }
      case PASSIVE -> {
        if (!weOffered || wanted != Setup.PASSIVE) {
          return true;
        }
      }
      case HOLDCONN -> {}
    }
    throw new SdpRefused("no role in the DTLS handshake is agreed");
  }

  /** Whether the datagram was expected. */
  boolean stun(byte[] datagram, InetSocketAddress from) {
    return ice != null && ice.received(datagram, from);
  }

  void dtls(byte[] datagram) {
    dtls.received(datagram);
  }

  /** Whether only ICE decides where packets go. */
  boolean hasIce() {
    return ice != null;
  }

  @Override
  public void sendTo(byte[] datagram, int length, InetSocketAddress to) {
    transport.sendRaw(Arrays.copyOf(datagram, length), to);
  }

  @Override
  public void selected(InetSocketAddress remote) {
    transport.towards(remote.getAddress(), remote.getPort(), remote.getPort(), true);
    reachable = true;
    dtls.start(active, peer);
  }

  @Override
  public void lost() {
    transport.towardsNobody();
  }

  @Override
  public void sendDtls(byte[] datagram) {
    transport.sendRaw(datagram);
  }

  @Override
  public void agreed(DtlsKeys keys) {
    transport.protect(new SrtpGuard(keys.send(), keys.receive()));
  }

  @Override
  public void failed() {
    transport.protectionFailed();
  }

  void close() {
    dtls.close();
    if (ice != null) {
      ice.close();
    }
  }
}
