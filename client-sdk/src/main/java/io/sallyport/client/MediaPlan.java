package io.sallyport.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a phone brings to one call: what it plays, where it puts what it hears, and which options of
 * SIP it uses. Immutable; begin with {@link #tone}, {@link #playing} or {@link #silent} and change
 * what the call needs otherwise. Source and sink serve one call.
 */
public final class MediaPlan {
  /** How a running call is changed (hold, resume, video). */
  public enum Change {
    /** A new INVITE within the call (RFC 3261 section 14). */
    REINVITE,
    /** UPDATE (RFC 3311). */
    UPDATE
  }

  /** Whether provisional responses are repeated until a PRACK comes (RFC 3262). */
  public enum Reliability {
    /** Neither offered nor used. */
    OFF,
    /** Offered to the other side, used where the other side offers it. */
    SUPPORTED,
    /** Required of the other side. */
    REQUIRED
  }

  // immutable once the factory or the copying method that made it has returned
  private AudioSource source;
  private AudioSink sink = AudioSink.none();
  private List<G711> codecs = List.of(G711.PCMA, G711.PCMU);
  private boolean video;
  private boolean acceptVideo = true;
  private boolean offerless;
  private Reliability reliability = Reliability.OFF;
  private Change change = Change.REINVITE;
  private Duration sessionExpires;
  private boolean packets = true;

  private MediaPlan(AudioSource source) {
    this.source = source;
  }

  /** Plays this source and drops what it hears. */
  public static MediaPlan playing(AudioSource source) {
    return new MediaPlan(source);
  }

  /** Plays a sine. */
  public static MediaPlan tone(double hertz) {
    return playing(AudioSource.tone(hertz));
  }

  public static MediaPlan silent() {
    return playing(AudioSource.silence());
  }

  /** Puts what is heard there. */
  public MediaPlan into(AudioSink newSink) {
    return with(copy -> copy.sink = newSink);
  }

  /** Offers only these of {@code PCMA} and {@code PCMU}, the preferred one first. */
  public MediaPlan codecs(String... names) {
    List<G711> chosen = List.of(names).stream().map(G711::valueOf).toList();
    return with(copy -> copy.codecs = chosen);
  }

  /** Offers video from the beginning. */
  public MediaPlan withVideo() {
    return with(copy -> copy.video = true);
  }

  /** Refuses video that the other side offers. */
  public MediaPlan refusingVideo() {
    return with(copy -> copy.acceptVideo = false);
  }

  /**
   * Calls without SDP, so that the other side offers and the ACK answers (RFC 3261 section 13.2.1).
   */
  public MediaPlan offerless() {
    return with(copy -> copy.offerless = true);
  }

  public MediaPlan reliability(Reliability wanted) {
    return with(copy -> copy.reliability = wanted);
  }

  public MediaPlan changeBy(Change method) {
    return with(copy -> copy.change = method);
  }

  /** Asks for a session timer of that length (RFC 4028); a server usually asks by itself. */
  public MediaPlan sessionExpires(Duration interval) {
    return with(copy -> copy.sessionExpires = interval);
  }

  /** Agrees on media and sends none: for load on signalling alone. */
  MediaPlan withoutPackets() {
    return with(copy -> copy.packets = false);
  }

  private MediaPlan with(Consumer<MediaPlan> difference) {
    MediaPlan copy = new MediaPlan(source);
    copy.sink = sink;
    copy.codecs = codecs;
    copy.video = video;
    copy.acceptVideo = acceptVideo;
    copy.offerless = offerless;
    copy.reliability = reliability;
    copy.change = change;
    copy.sessionExpires = sessionExpires;
    copy.packets = packets;
    difference.accept(copy);
    return copy;
  }

  AudioSource source() {
    return source;
  }

  AudioSink sink() {
    return sink;
  }

  List<G711> codecs() {
    return codecs;
  }

  boolean video() {
    return video;
  }

  boolean acceptVideo() {
    return acceptVideo;
  }

  boolean isOfferless() {
    return offerless;
  }

  boolean packets() {
    return packets;
  }

  Reliability reliability() {
    return reliability;
  }

  Change change() {
    return change;
  }

  Optional<Duration> sessionExpires() {
    return Optional.ofNullable(sessionExpires);
  }
}
