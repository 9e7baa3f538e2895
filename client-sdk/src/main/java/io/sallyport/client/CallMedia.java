package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.sallyport.client.SdpMedia.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The media of one call and its offers and answers (RFC 3264). Audio is always the first stream
 * that we offer; video comes and goes. Owned by the phone's loop, except {@link #statistics()}.
 */
final class CallMedia {
  static final String SDP = "application/sdp";
  private static final int TELEPHONE_EVENT = 101;

  /** What a call needs of its phone. */
  record Surroundings(EventLoop loop, InetAddress address, Srtp srtp, SecureRandom random) {}

  /** One {@code m=} line, whose place in the SDP never changes. */
  private static final class Slot {
    final String kind;
    RtpStream rtp;
    List<SdesKey> keys = List.of();
    SdesKey local;
    SdesKey remote;
    String refusedLine;

    Slot(String kind) {
      this.kind = kind;
    }
  }

  // immutable
  private final Surroundings around;
  private final MediaPlan plan;
  private final String sessionId;

  // owned by: the phone's loop
  private final List<Slot> slots = new ArrayList<>();
  private int version;
  private AudioStream audio;
  private VideoStream video;
  private AudioSource source;
  private boolean hold;
  private boolean wantsVideo;
  private boolean holdBefore;
  private boolean videoBefore;
  private boolean heldByPeer;
  private boolean muted;

  // any thread: replaced whole by the loop
  private volatile List<RtpStream> streams = List.of();

  CallMedia(Surroundings around, MediaPlan plan) {
    this.around = around;
    this.plan = plan;
    this.source = plan.source();
    this.wantsVideo = plan.video();
    this.sessionId = Long.toString(around.random().nextInt(Integer.MAX_VALUE));
  }

  boolean heldByPeer() {
    return heldByPeer;
  }

  boolean hasVideo() {
    return video != null;
  }

  boolean onHold() {
    return hold;
  }

  /** What the next offer asks for; {@link #rollback} takes it back. */
  void want(boolean onHold, boolean withVideo) {
    holdBefore = hold;
    videoBefore = wantsVideo;
    hold = onHold;
    wantsVideo = withVideo;
  }

  void play(AudioSource newSource) {
    source = newSource;
    if (audio != null) {
      audio.source(newSource);
    }
  }

  void mute(boolean mute) {
    muted = mute;
    if (audio != null) {
      audio.mute(hold || muted);
    }
  }

  /** An offer of what is wanted. */
  byte[] offer() throws IOException {
    if (slots.isEmpty()) {
      slots.add(new Slot("audio"));
    }
    if (wantsVideo && slot("video").isEmpty()) {
      slots.add(new Slot("video"));
    }
    StringBuilder sdp = head();
    for (Slot slot : slots) {
      boolean wanted = slot.kind.equals("audio") || (slot.kind.equals("video") && wantsVideo);
      if (!wanted) {
        sdp.append(
            slot.refusedLine == null
                ? "m=" + slot.kind + " 0 RTP/AVP " + VideoStream.PAYLOAD_TYPE
                : slot.refusedLine);
        sdp.append("\r\n");
        continue;
      }
      open(slot);
      if (slot.keys.isEmpty() && around.srtp() != Srtp.OFF) {
        slot.keys = SdesKey.offers(around.random());
      }
      boolean secure = around.srtp() == Srtp.REQUIRED;
      line(
          sdp,
          slot,
          secure ? "RTP/SAVP" : "RTP/AVP",
          formats(slot),
          slot.keys,
          hold ? "sendonly" : "sendrecv");
    }
    return sdp.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The answer to our offer. */
  void answered(byte[] sdp) throws Refused {
    List<SdpMedia> answer = SdpMedia.parse(sdp);
    if (answer.size() != slots.size()) {
      throw new Refused("the answer has another number of streams than the offer");
    }
    String ours = hold ? "sendonly" : "sendrecv";
    boolean peerHolds = false;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      SdpMedia media = answer.get(i);
      if (media.port() == 0) {
        if (slot.kind.equals("audio")) {
          throw new Refused("the answer refuses the audio");
        }
        shut(slot);
        continue;
      }
      if (slot.rtp == null) {
        continue;
      }
      PacketGuard guard = guardForAnswer(slot, media);
      run(slot, media, guard, ours);
      peerHolds |= slot.kind.equals("audio") && !hold && !receives(media.direction());
    }
    heldByPeer = peerHolds;
  }

  /** Answers the peer's offer and does what was agreed. */
  byte[] answer(byte[] offer) throws Refused, IOException {
    List<SdpMedia> offered = SdpMedia.parse(offer);
    boolean anything =
        offered.stream()
            .anyMatch(m -> m.port() != 0 && m.kind().equals("audio") && codec(m).isPresent());
    if (!anything) {
      throw new Refused("no audio with a codec of ours");
    }
    StringBuilder sdp = head();
    for (int i = 0; i < offered.size(); i++) {
      SdpMedia media = offered.get(i);
      if (i == slots.size()) {
        slots.add(new Slot(media.kind()));
      }
      answerLine(sdp, slots.get(i), media);
    }
    return sdp.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void answerLine(StringBuilder sdp, Slot slot, SdpMedia media)
      throws Refused, IOException {
    boolean wanted =
        media.port() != 0
            && slot.kind.equals(media.kind())
            && (isCallsAudio(slot, media)
                || (media.kind().equals("video") && plan.acceptVideo() && isFirst(slot)));
    if (!wanted) {
      if (slot.rtp != null) {
        shut(slot);
      }
      slot.refusedLine =
          "m=" + media.kind() + " 0 " + media.profile() + " " + String.join(" ", media.formats());
      sdp.append(slot.refusedLine).append("\r\n");
      return;
    }
    open(slot);
    PacketGuard guard = guardForOffer(slot, media);
    String direction = answerDirection(media.direction());
    String formats =
        slot.kind.equals("audio")
            ? codec(media).orElseThrow().payloadType() + " " + TELEPHONE_EVENT
            : media.formats().get(0);
    if (slot.kind.equals("video")) {
      wantsVideo = true;
    } else {
      heldByPeer = !receives(media.direction());
    }
    line(
        sdp,
        slot,
        media.profile(),
        formats,
        slot.local == null ? List.of() : List.of(slot.local),
        direction);
    run(slot, media, guard, direction);
  }

  /** Our last offer was refused or overtaken: wants go back to what is running. */
  void rollback() {
    hold = holdBefore;
    wantsVideo = videoBefore;
    if (!wantsVideo) {
      slot("video").filter(slot -> video == null && slot.rtp != null).ifPresent(this::shut);
    }
  }

  List<MediaStatistics> statistics() {
    return streams.stream().map(RtpStream::statistics).toList();
  }

  void close() {
    if (audio != null) {
      audio.close();
    } else {
      plan.sink().close();
    }
    if (video != null) {
      video.close();
    }
    slots.stream().filter(slot -> slot.rtp != null).forEach(slot -> slot.rtp.close());
  }

  private void open(Slot slot) throws IOException {
    if (slot.rtp == null) {
      slot.rtp = new RtpStream(around.loop(), around.address(), slot.kind, around.random());
      List<RtpStream> more = new ArrayList<>(streams);
      more.add(slot.rtp);
      streams = List.copyOf(more);
      if (slot.kind.equals("audio")) {
        audio = new AudioStream(slot.rtp, source, plan.sink());
      }
    }
  }

  private void shut(Slot slot) {
    if (slot.kind.equals("video")) {
      wantsVideo = false;
      if (video != null) {
        video.close();
        video = null;
      }
    }
    if (slot.rtp != null) {
      slot.rtp.close();
      List<RtpStream> fewer = new ArrayList<>(streams);
      fewer.remove(slot.rtp);
      streams = List.copyOf(fewer);
    }
    slot.rtp = null;
    slot.keys = List.of();
    slot.local = null;
    slot.remote = null;
  }

  private void run(Slot slot, SdpMedia media, PacketGuard guard, String ourDirection)
      throws Refused {
    slot.rtp.agree(media.rtpAddress(), media.rtcpAddress(), guard);
    boolean send =
        (ourDirection.equals("sendrecv") || ourDirection.equals("sendonly"))
            && receives(media.direction());
    if (slot.kind.equals("audio")) {
      G711 codec = codec(media).orElseThrow(() -> new Refused("no audio codec in common"));
      audio.mute(hold || muted);
      audio.run(around.loop(), codec, send);
    } else {
      if (video == null) {
        video = new VideoStream(slot.rtp);
      }
      video.run(around.loop(), payloadType(media), send);
    }
  }

  private static int payloadType(SdpMedia media) throws Refused {
    String format = media.formats().get(0);
    if (!format.matches("[0-9]{1,3}") || Integer.parseInt(format) > 127) {
      throw new Refused("a video format is not an RTP payload type");
    }
    return Integer.parseInt(format);
  }

  /**
   * The guard of a stream that we offered: the answer's one key tells by its tag which of ours it
   * took (RFC 4568 section 5.1.3).
   */
  private PacketGuard guardForAnswer(Slot slot, SdpMedia media) throws Refused {
    Optional<SdesKey> theirs =
        media.cryptos().stream().map(SdesKey::parse).flatMap(Optional::stream).findFirst();
    if (theirs.isEmpty() || slot.keys.isEmpty()) {
      if (around.srtp() == Srtp.REQUIRED || media.isSecureProfile()) {
        throw new Refused("SRTP is required and not agreed");
      }
      return PacketGuard.PLAIN;
    }
    SdesKey ours =
        slot.keys.stream()
            .filter(
                key -> key.tag() == theirs.get().tag() && key.suite().equals(theirs.get().suite()))
            .findFirst()
            .orElseThrow(() -> new Refused("the answer takes a key that was not offered"));
    return guard(slot, ours, theirs.get());
  }

  private PacketGuard guardForOffer(Slot slot, SdpMedia media) throws Refused {
    Optional<SdesKey> theirs =
        media.cryptos().stream().map(SdesKey::parse).flatMap(Optional::stream).findFirst();
    if (around.srtp() == Srtp.OFF || theirs.isEmpty()) {
      if (around.srtp() == Srtp.REQUIRED || media.isSecureProfile()) {
        throw new Refused(
            theirs.isEmpty() ? "SRTP without a key of a known suite" : "SRTP is switched off");
      }
      slot.local = null;
      return PacketGuard.PLAIN;
    }
    boolean same =
        slot.local != null
            && slot.local.tag() == theirs.get().tag()
            && slot.local.suite().equals(theirs.get().suite());
    SdesKey ours =
        same
            ? slot.local
            : SdesKey.fresh(theirs.get().tag(), theirs.get().suite(), around.random());
    slot.keys = List.of(ours);
    return guard(slot, ours, theirs.get());
  }

  /**
   * Keys that stay the same keep their contexts, so that roll-over counters and replay windows go
   * on.
   */
  private PacketGuard guard(Slot slot, SdesKey ours, SdesKey theirs) {
    if (ours.equals(slot.local) && theirs.equals(slot.remote)) {
      return slot.rtp.guard();
    }
    slot.local = ours;
    slot.remote = theirs;
    return new SrtpGuard(ours, theirs, slot.rtp.ssrc());
  }

  private Optional<G711> codec(SdpMedia media) {
    return media.formats().stream()
        .flatMap(
            format ->
                plan.codecs().stream()
                    .filter(codec -> format.equals(Integer.toString(codec.payloadType()))))
        .findFirst();
  }

  private boolean isCallsAudio(Slot slot, SdpMedia media) {
    return media.kind().equals("audio") && isFirst(slot) && codec(media).isPresent();
  }

  private boolean isFirst(Slot slot) {
    return slot(slot.kind).filter(first -> first == slot).isPresent();
  }

  private Optional<Slot> slot(String kind) {
    return slots.stream().filter(slot -> slot.kind.equals(kind)).findFirst();
  }

  private String answerDirection(String offered) {
    boolean send = receives(offered);
    boolean receive = (offered.equals("sendrecv") || offered.equals("sendonly")) && !hold;
    return send ? (receive ? "sendrecv" : "sendonly") : (receive ? "recvonly" : "inactive");
  }

  private static boolean receives(String direction) {
    return direction.equals("sendrecv") || direction.equals("recvonly");
  }

  private String formats(Slot slot) {
    if (slot.kind.equals("video")) {
      return Integer.toString(VideoStream.PAYLOAD_TYPE);
    }
    StringBuilder formats = new StringBuilder();
    plan.codecs().forEach(codec -> formats.append(codec.payloadType()).append(' '));
    return formats.append(TELEPHONE_EVENT).toString();
  }

  private StringBuilder head() {
    String address = around.address().getHostAddress();
    String family = around.address() instanceof java.net.Inet6Address ? "IP6 " : "IP4 ";
    StringBuilder sdp =
        new StringBuilder(600)
            .append("v=0\r\no=- ")
            .append(sessionId)
            .append(' ')
            .append(++version);
    sdp.append(" IN ")
        .append(family)
        .append(address)
        .append("\r\ns=-\r\nc=IN ")
        .append(family)
        .append(address);
    return sdp.append("\r\nt=0 0\r\n");
  }

  private static void line(
      StringBuilder sdp,
      Slot slot,
      String profile,
      String formats,
      List<SdesKey> keys,
      String direction) {
    sdp.append("m=")
        .append(slot.kind)
        .append(' ')
        .append(slot.rtp.port())
        .append(' ')
        .append(profile);
    sdp.append(' ').append(formats).append("\r\n");
    for (String format : formats.split(" ")) {
      sdp.append("a=rtpmap:")
          .append(format)
          .append(' ')
          .append(encoding(slot.kind, format))
          .append("\r\n");
    }
    keys.forEach(key -> sdp.append("a=crypto:").append(key.attribute()).append("\r\n"));
    sdp.append("a=").append(direction).append("\r\n");
  }

  private static String encoding(String kind, String format) {
    if (kind.equals("video")) {
      return "VP8/90000";
    }
    return switch (format) {
      case "8" -> "PCMA/8000";
      case "0" -> "PCMU/8000";
      default -> "telephone-event/8000";
    };
  }
}
