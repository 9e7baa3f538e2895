package io.sallyport.client;

import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code m=} line of a call, whose place in the SDP never changes, with its stream and what is
 * agreed about its transport. Owned by the phone's loop.
 */
final class MediaSlot {
  // immutable
  private final String kind;
  private final String mid;
  private final MediaSettings settings;
  private final SdesKeys keys;

  // owned by: the phone's loop
  private RtpStream rtp;
  private boolean mux;

  /** The peer's line that we refused; repeated with port 0 while it stays so. */
  private MediaDescription refused;

  MediaSlot(String kind, String mid, CallMedia.Surroundings around) {
    this.kind = kind;
    this.mid = mid;
    this.settings = around.settings();
    this.keys = new SdesKeys(settings, around.random());
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

  /** Identification under BUNDLE. */
  String mid() {
    return mid;
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
            kind,
            0,
            settings.proto(),
            List.of(Integer.toString(VideoStream.PAYLOAD_TYPE)),
            List.of());
  }

  void refuse(MediaDescription line) {
    refused = line;
  }

  /** What an offer of ours says about transport and keys. */
  List<Attribute> offer() {
    List<Attribute> attributes = new ArrayList<>();
    if (settings.srtp().dtls()) {
      attributes.addAll(rtp.transport().dtls().offer());
    } else {
      keys.offer().forEach(key -> attributes.add(new Attribute("crypto", key.print())));
    }
    if (!settings.web()) {
      attributes.add(rtcp());
    }
    if (settings.mux() || settings.web()) {
      attributes.add(Attribute.flag("rtcp-mux"));
    }
    return withMid(attributes);
  }

  /** What an answer of ours says about them, after {@link #takeOffer}. */
  List<Attribute> answer() {
    List<Attribute> attributes = new ArrayList<>();
    if (settings.srtp().dtls()) {
      attributes.addAll(rtp.transport().dtls().answer());
    } else {
      keys.answer().forEach(key -> attributes.add(new Attribute("crypto", key.print())));
    }
    attributes.add(mux ? Attribute.flag("rtcp-mux") : rtcp());
    return withMid(attributes);
  }

  private Attribute rtcp() {
    return new Attribute("rtcp", Integer.toString(rtp.transport().port() + 1));
  }

  private List<Attribute> withMid(List<Attribute> attributes) {
    if (settings.web()) {
      attributes.add(new Attribute("mid", mid));
    }
    return attributes;
  }

  void takeAnswer(SessionDescription answer, MediaDescription line) throws SdpRefused {
    if (!settings.srtp().dtls()) {
      rtp.transport().protect(keys.forAnswer(line, rtp.transport().guard()));
    }
    take(answer, line, true);
  }

  void takeOffer(SessionDescription offer, MediaDescription line) throws SdpRefused {
    if (line.isDtls() != settings.srtp().dtls()) {
      throw new SdpRefused(
          line.isDtls() ? "DTLS-SRTP is switched off" : "DTLS-SRTP is required and not offered");
    }
    if (!line.isDtls()) {
      rtp.transport().protect(keys.forOffer(line, rtp.transport().guard()));
    }
    take(offer, line, false);
  }

  private void take(SessionDescription theirs, MediaDescription line, boolean weOffered)
      throws SdpRefused {
    MediaTransport transport = rtp.transport();
    mux = line.rtcpMux() && (settings.mux() || settings.web());
    if (settings.web() && !mux) {
      throw new SdpRefused("RTCP on RTP's port is required and not agreed");
    }
    if (!settings.web()) {
      InetAddress address =
          theirs
              .connectionOf(line)
              .flatMap(Connection::literal)
              .orElseThrow(() -> new SdpRefused("the SDP names no address"));
      transport.towards(address, line.port(), line.rtcpPort(), mux);
    }
    if (settings.srtp().dtls()) {
      transport.dtls().take(theirs, line, weOffered);
    }
  }

  /** Shares the transport of the first line of a bundle from now on, and gives up its own. */
  void join(MediaSlot first) {
    mux = true;
    rtp.moveTo(first.rtp.transport());
  }

  void close() {
    if (rtp != null) {
      rtp.close();
    }
    rtp = null;
    keys.forget();
  }
}
