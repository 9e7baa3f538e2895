package io.sallyport.server.media;

import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.prompt.LiveMix;
import io.sallyport.server.prompt.Phrase;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The media of one call between two sides. SDP in, SDP out (RFC 3264): the call never sees a port,
 * a key or a candidate.
 *
 * <p>An offer from one side yields the offer to show to the other; its answer yields the answer to
 * give back and binds the packet paths. An offer that fails is rolled back and the old paths go on.
 * Used from the call's shard only; never blocks.
 */
public interface MediaSession extends AutoCloseable {

  /**
   * The two sides of a call: A called, B was called. Forks of B share one set of ports until one of
   * them is bound.
   */
  enum Side {
    A,
    B;

    public Side other() {
      return this == A ? B : A;
    }
  }

  /**
   * What one side's device can do and must do, from the flow it is on and from policy.
   *
   * @param keying how it is offered keys for SRTP
   * @param limits what it may have of what it could
   */
  record Rules(
      boolean requireSrtp,
      boolean preferSrtp,
      Keying keying,
      InetAddress localAddress,
      InetAddress signallingAddress,
      Limits limits) {

    public Rules(
        boolean requireSrtp,
        boolean preferSrtp,
        Keying keying,
        InetAddress localAddress,
        InetAddress signallingAddress) {
      this(requireSrtp, preferSrtp, keying, localAddress, signallingAddress, Limits.NONE);
    }

    /** The same for a device that gets its keys in another way. */
    public Rules with(Keying other) {
      return new Rules(requireSrtp, preferSrtp, other, localAddress, signallingAddress, limits);
    }

    /** The same under other limits. */
    public Rules within(Limits other) {
      return new Rules(requireSrtp, preferSrtp, keying, localAddress, signallingAddress, other);
    }
  }

  /** What both sides' phones are told of recording (RFC 7866 section 6.1.2). */
  enum Recording {
    /** Nothing is said. */
    UNSAID,
    /** It begins once the parties have agreed. */
    PAUSED,
    ON,
    OFF;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What is said of recording in all descriptions from now on. */
  default void tell(Recording recording) {}

  /** SDP for the other side, or a refusal. */
  sealed interface Result {
    record Sdp(byte[] body) implements Result {}

    /**
     * @param status 400 where the SDP cannot be read, 488 where its media cannot be relayed, 503
     *     where ports are gone
     * @param warning the text for a Warning header (RFC 3261 section 20.43), for the user
     */
    record Refused(int status, String warning) implements Result {}
  }

  /**
   * An offer from one side: what to offer the other. {@code toward} are the rules of the side that
   * will see the result.
   */
  Result offer(Side from, byte[] sdp, Rules fromRules, Rules toward);

  /**
   * What one side has said last, as an offer of the server's own to the other: under the limits of
   * now, and streams that are off stay off.
   */
  Result reoffer(Side from, byte[] sdp, Rules fromRules, Rules toward);

  /**
   * The pending offer once more, as a device of another kind must see it: the same ports and keys,
   * where one fork is on TLS and another on a plain network. Whoever answers first is bound.
   */
  Result offerAlso(Rules toward);

  /**
   * The answer of the side that saw the last offer; gives the answer for the offerer. It may come
   * again while that offer is the last one: a 183 and the 200 after it, or another fork that
   * answers. The last one counts. Where an INVITE has no SDP, the 200 carries the offer and the ACK
   * the answer: {@code offer(B)}, then {@code answer(A)}.
   */
  Result answer(Side from, byte[] sdp, Rules fromRules);

  /**
   * The pending offer was refused, cancelled or superseded: paths stay as they were. Harmless where
   * none is pending.
   */
  void rollback();

  /** Whether an offer is waiting for its answer. */
  boolean offerPending();

  /** The kinds of media that are offered or agreed now, such as {@code audio} and {@code video}. */
  List<String> kinds();

  /** The pictures that flow or may flow as agreed now. */
  Pictures pictures();

  /** Streams of video: cameras, and screens (RFC 4796). */
  record Pictures(boolean video, boolean screen) {
    public boolean any() {
      return video || screen;
    }
  }

  /**
   * What is agreed now in words for the call's record, such as {@code audio sendrecv, video off}.
   */
  String summary();

  /**
   * What the record of the call says about its media: streams, codecs, packets, bytes. Any time, a
   * snapshot.
   */
  Report report();

  /**
   * Rings with the clear packets of each direction from now on, in the order of {@link #report}'s
   * streams, for a capture beside the record. Those of an earlier capture get no more. Any thread.
   *
   * @param capacity bytes of each direction's ring
   */
  List<List<MediaTap>> capture(int capacity);

  /** No capture goes on. Any thread. */
  void endCapture();

  /**
   * Keeps back what the sides send each other, from now on and on streams to come, or lets it go
   * on. Asked for before the first answer, not a packet passes.
   */
  default void holdBack(boolean held) {}

  /**
   * Who is told of the digits that a side presses in its audio (RFC 4733); null for nobody. Called
   * on a media loop with the digit's character, must only post.
   */
  default void digits(Side from, IntConsumer listener) {}

  /** What may be said on the stream on which the server speaks; empty where there is none. */
  default List<PayloadFormat> voice() {
    return List.of();
  }

  /**
   * Says something to one side in place of what the other sends; what it hears of ours already is
   * cut short.
   *
   * @param ending told on a media loop, must only post
   * @return false where there is no audio for it, and nobody is told
   */
  default boolean say(Side to, Phrase phrase, Phrase.Ending ending) {
    return false;
  }

  /** Lets one side hear that in place of what the other sends; as {@link #say}. */
  default boolean hear(Side to, LiveMix mix) {
    return false;
  }

  /** The audio of both sides from now on, for one who listens in; A's first. */
  default List<LiveMix.Source> listen(int capacity) {
    return List.of();
  }

  /** Nobody listens any more. */
  default void endListening() {}

  /** What is said to one side is cut short. */
  default void stopPlaying(Side to) {}

  /**
   * What one side sends of a kind is recorded and counted and does not reach the other, now and
   * later.
   *
   * @param kind audio or video
   */
  void mute(Side from, String kind, boolean muted);

  /** Each stream's packet paths, step by step with a counter each, for debugging. Any thread. */
  Map<String, Object> steps();

  /** Gives the ports back. */
  @Override
  void close();

  /** Figures of a session. */
  record Report(List<StreamReport> streams) {}

  /**
   * Figures of one stream in one direction.
   *
   * @param protection the SRTP suite and where its key came from; {@code none} for plain RTP
   * @param elsewhere packets sent to the side where it had neither proven to be nor signalled from
   * @param sources where packets came from, in the order in which they were proven
   */
  record StreamReport(
      String kind,
      Side from,
      String codec,
      String protection,
      long packets,
      long bytes,
      long dropped,
      long elsewhere,
      List<Source> sources,
      List<Sample> quality) {}

  /**
   * A place that packets came from.
   *
   * @param address IP address and port
   * @param proof by what it was proven, such as {@code srtp} or {@code ice}
   */
  record Source(String address, Instant since, String proof) {}

  /**
   * Quality over an interval.
   *
   * @param lossPercent 0 to 100
   * @param roundTripMillis -1 where no report told it
   * @param mos 1.0 to 4.5 by the E-model (ITU-T G.107); 0 for video
   */
  record Sample(
      Instant at, double lossPercent, double jitterMillis, double roundTripMillis, double mos) {}
}
