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
  private final MediaSettings settings;
  private final SdesKeys keys;

  // owned by: the phone's loop
  private RtpStream rtp;
  private boolean mux;

  /** The peer's line that we refused; repeated with port 0 while it stays so. */
  private MediaDescription refused;

  MediaSlot(String kind, CallMedia.Surroundings around) {
    this.kind = kind;
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

  /** The transport that we offer. */
  String proto() {
    return settings.srtp() == Srtp.REQUIRED ? "RTP/SAVP" : "RTP/AVP";
  }

  /** What an offer of ours says about transport and keys. */
  List<Attribute> offer() {
    List<Attribute> attributes = new ArrayList<>();
    keys.offer().forEach(key -> attributes.add(new Attribute("crypto", key.print())));
    attributes.add(rtcp());
    if (settings.mux()) {
      attributes.add(Attribute.flag("rtcp-mux"));
    }
    return attributes;
  }

  /** What an answer of ours says about them, after {@link #takeOffer}. */
  List<Attribute> answer() {
    List<Attribute> attributes = new ArrayList<>();
    keys.answer().forEach(key -> attributes.add(new Attribute("crypto", key.print())));
    attributes.add(mux ? Attribute.flag("rtcp-mux") : rtcp());
    return attributes;
  }

  private Attribute rtcp() {
    return new Attribute("rtcp", Integer.toString(rtp.transport().port() + 1));
  }

  void takeAnswer(SessionDescription answer, MediaDescription line) throws SdpRefused {
    MediaTransport transport = rtp.transport();
    transport.protect(keys.forAnswer(line, transport.guard()));
    towards(answer, line);
  }

  void takeOffer(SessionDescription offer, MediaDescription line) throws SdpRefused {
    MediaTransport transport = rtp.transport();
    transport.protect(keys.forOffer(line, transport.guard()));
    towards(offer, line);
  }

  private void towards(SessionDescription theirs, MediaDescription line) throws SdpRefused {
    InetAddress address =
        theirs
            .connectionOf(line)
            .flatMap(Connection::literal)
            .orElseThrow(() -> new SdpRefused("the SDP names no address"));
    mux = settings.mux() && line.rtcpMux();
    rtp.transport().towards(address, line.port(), line.rtcpPort(), mux);
  }

  void close() {
    if (rtp != null) {
      rtp.close();
    }
    rtp = null;
    keys.forget();
  }
}
