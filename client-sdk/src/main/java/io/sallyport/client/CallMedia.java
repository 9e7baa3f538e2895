package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.Direction;
import io.sallyport.protocol.sdp.Group;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.OfferAnswer;
import io.sallyport.protocol.sdp.Origin;
import io.sallyport.protocol.sdp.RtpMap;
import io.sallyport.protocol.sdp.SessionDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The media of one call and its offers and answers (RFC 3264). Audio is always the first stream
 * that we offer; video comes and goes. Owned by the phone's loop, except {@link #statistics()}.
 */
final class CallMedia {
  static final String SDP = "application/sdp";

  /**
   * What a call needs of its phone.
   *
   * @param dtls null where no keys come from DTLS
   */
  record Surroundings(
      EventLoop loop,
      InetAddress address,
      MediaSettings settings,
      SecureRandom random,
      DtlsAgent.Party dtls) {}

  // immutable
  private final Surroundings around;
  private final MediaPlan plan;
  private final long sessionId;

  // owned by: the phone's loop
  private final List<MediaSlot> slots = new ArrayList<>();
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
    this.sessionId = around.random().nextInt(Integer.MAX_VALUE);
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
      slots.add(newSlot("audio", Optional.empty()));
    }
    if (wantsVideo && slot("video").isEmpty()) {
      slots.add(newSlot("video", Optional.empty()));
    }
    List<MediaDescription> lines = new ArrayList<>();
    List<String> bundle = new ArrayList<>();
    for (MediaSlot slot : slots) {
      if (slot.isAudio() || (slot.isVideo() && wantsVideo)) {
        open(slot);
        List<RtpMap> formats = MediaFormats.offer(slot.kind(), plan.codecs());
        slot.rtp().agree(MediaFormats.types(formats));
        lines.add(line(slot, around.settings().proto(), formats, slot.offer(), ours()));
        bundle.add(slot.mid());
      } else {
        lines.add(slot.disabled());
      }
    }
    return print(lines, bundle);
  }

  /** The answer to our offer. */
  void answered(byte[] sdp) throws SdpRefused {
    SessionDescription answer = SdpRefused.parse(sdp);
    if (answer.media().size() != slots.size()) {
      throw new SdpRefused("the answer has another number of streams than the offer");
    }
    boolean peerHolds = false;
    List<String> bundle = bundle(answer);
    MediaSlot tagged = null;
    for (int i = 0; i < slots.size(); i++) {
      MediaSlot slot = slots.get(i);
      MediaDescription line = answer.media().get(i);
      if (line.isDisabled()) {
        if (slot.isAudio()) {
          throw new SdpRefused("the answer refuses the audio");
        }
        shut(slot);
      } else if (slot.rtp() != null) {
        Direction theirs = answer.directionOf(line);
        if (!bundle.contains(slot.mid())) {
          slot.takeAnswer(answer, line);
        } else if (tagged == null) {
          slot.takeAnswer(answer, line);
          tagged = slot;
        } else {
          slot.join(tagged);
        }
        run(slot, line, ours().and(theirs.reversed()));
        peerHolds |= slot.isAudio() && !hold && !theirs.receives();
      }
    }
    heldByPeer = peerHolds;
  }

  /** Answers the peer's offer and does what was agreed. */
  byte[] answer(byte[] sdp) throws SdpRefused, IOException {
    SessionDescription offer = SdpRefused.parse(sdp);
    boolean anything =
        offer.media().stream()
            .anyMatch(
                m ->
                    !m.isDisabled()
                        && m.kind().equals("audio")
                        && MediaFormats.codec(m, plan.codecs()).isPresent());
    if (!anything) {
      throw new SdpRefused("no audio with a codec of ours");
    }
    List<MediaDescription> lines = new ArrayList<>();
    List<String> offered = bundle(offer);
    List<String> bundle = new ArrayList<>();
    MediaSlot tagged = null;
    for (int i = 0; i < offer.media().size(); i++) {
      MediaDescription line = offer.media().get(i);
      if (i == slots.size()) {
        slots.add(newSlot(line.kind(), line.mid()));
      }
      MediaSlot slot = slots.get(i);
      boolean bundled = offered.contains(slot.mid());
      if (!isWanted(slot, line, bundled)) {
        lines.add(refuse(slot, line));
        continue;
      }
      open(slot);
      if (bundled && tagged != null) {
        slot.join(tagged);
      } else {
        slot.takeOffer(offer, line);
        tagged = bundled ? slot : tagged;
      }
      if (bundled) {
        bundle.add(slot.mid());
      }
      lines.add(answer(slot, offer, line));
    }
    return print(lines, bundle);
  }

  private MediaDescription refuse(MediaSlot slot, MediaDescription line) {
    if (slot.rtp() != null) {
      shut(slot);
    }
    slot.refuse(line);
    return line.disabled();
  }

  private MediaDescription answer(MediaSlot slot, SessionDescription offer, MediaDescription line)
      throws SdpRefused {
    Direction theirs = offer.directionOf(line);
    Direction direction =
        OfferAnswer.answerDirection(theirs, hold ? Direction.SENDONLY : Direction.SENDRECV);
    List<RtpMap> formats = MediaFormats.answer(line, plan.codecs());
    if (slot.isVideo()) {
      wantsVideo = true;
    } else {
      heldByPeer = !theirs.receives();
    }
    slot.rtp().agree(MediaFormats.types(formats));
    run(slot, line, direction);
    return line(slot, line.proto(), formats, slot.answer(), direction);
  }

  /** The lines that may share a port. */
  private List<String> bundle(SessionDescription theirs) {
    return around.settings().web()
        ? theirs.groups().stream()
            .filter(group -> group.semantics().equals(Group.BUNDLE))
            .findFirst()
            .map(Group::mids)
            .orElse(List.of())
        : List.of();
  }

  private boolean isWanted(MediaSlot slot, MediaDescription line, boolean bundled) {
    boolean first = slot(slot.kind()).filter(one -> one == slot).isPresent();
    // RFC 9143 section 6: such a line has no port, but may have that of the bundle
    boolean disabled = line.isDisabled() && !(bundled && line.has("bundle-only"));
    boolean rtp = line.isRtp() || line.isDtls();
    if (disabled || !rtp || !slot.kind().equals(line.kind()) || !first) {
      return false;
    }
    return slot.isAudio()
        ? MediaFormats.codec(line, plan.codecs()).isPresent()
        : slot.isVideo() && plan.acceptVideo();
  }

  /** Our last offer was refused or overtaken: wants go back to what is running. */
  void rollback() {
    hold = holdBefore;
    wantsVideo = videoBefore;
    if (!wantsVideo) {
      slot("video").filter(slot -> video == null && slot.rtp() != null).ifPresent(this::shut);
    }
  }

  /** Goes on from other local ports, which nobody is told. */
  void move() throws IOException {
    Set<MediaTransport> moved = new HashSet<>();
    for (RtpStream stream : streams) {
      if (moved.add(stream.transport())) {
        stream.transport().move();
      }
    }
  }

  List<MediaStatistics> statistics() {
    return streams.stream().map(RtpStream::statistics).toList();
  }

  void close() {
    if (audio != null) {
      audio.close();
    } else {
      AudioStream.close(plan.sink());
    }
    if (video != null) {
      video.close();
    }
    slots.forEach(MediaSlot::close);
  }

  private MediaSlot newSlot(String kind, Optional<String> mid) {
    return new MediaSlot(kind, mid.orElse(Integer.toString(slots.size())), around);
  }

  private void open(MediaSlot slot) throws IOException {
    if (slot.rtp() == null) {
      int clockRate = slot.isVideo() ? VideoStream.CLOCK_RATE : AudioSource.SAMPLE_RATE;
      MediaTransport own = new MediaTransport(around.loop(), around.address());
      RtpStream stream = new RtpStream(around.loop(), slot.kind(), clockRate, own, around.random());
      if (around.settings().srtp().dtls()) {
        own.dtls(new DtlsMedia(around, own));
      }
      slot.open(stream);
      publish();
      if (slot.isAudio()) {
        audio = new AudioStream(stream, source, plan.sink());
      }
    }
  }

  private void shut(MediaSlot slot) {
    if (slot.isVideo()) {
      wantsVideo = false;
      if (video != null) {
        video.close();
        video = null;
      }
    }
    slot.close();
    publish();
  }

  private void publish() {
    streams = slots.stream().map(MediaSlot::rtp).filter(Objects::nonNull).toList();
  }

  /** Starts the stream, or goes on with it, as agreed; the direction is ours. */
  private void run(MediaSlot slot, MediaDescription line, Direction direction) throws SdpRefused {
    boolean send = direction.sends() && plan.packets();
    if (slot.isAudio()) {
      G711 codec =
          MediaFormats.codec(line, plan.codecs())
              .orElseThrow(() -> new SdpRefused("no audio codec in common"));
      audio.mute(hold || muted);
      audio.run(around.loop(), codec, send);
    } else {
      if (video == null) {
        video = new VideoStream(slot.rtp());
      }
      video.run(around.loop(), MediaFormats.payloadType(line), send);
    }
  }

  private Optional<MediaSlot> slot(String kind) {
    return slots.stream().filter(slot -> slot.kind().equals(kind)).findFirst();
  }

  private Direction ours() {
    return hold ? Direction.SENDONLY : Direction.SENDRECV;
  }

  private byte[] print(List<MediaDescription> lines, List<String> bundle) {
    Connection here = Connection.of(around.address());
    List<Attribute> session =
        around.settings().web() && !bundle.isEmpty()
            ? List.of(new Group(Group.BUNDLE, bundle).attribute())
            : List.of();
    return new SessionDescription(
            Origin.of("-", sessionId, ++version, here),
            "-",
            Optional.of(here),
            List.of(),
            session,
            lines)
        .print();
  }

  private static MediaDescription line(
      MediaSlot slot,
      String proto,
      List<RtpMap> formats,
      List<Attribute> transport,
      Direction direction) {
    List<Attribute> attributes = new ArrayList<>();
    formats.forEach(format -> attributes.add(format.attribute()));
    attributes.addAll(transport);
    attributes.add(Attribute.flag(direction.attribute()));
    List<String> numbers =
        formats.stream().map(format -> Integer.toString(format.payloadType())).toList();
    return MediaDescription.of(
        slot.kind(), slot.rtp().transport().port(), proto, numbers, attributes);
  }
}
