package io.sallyport.server.path;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The packet paths of one call. Used from the call's shard only; never blocks. */
public interface PathSession extends AutoCloseable {

  /** A transport on the one port. */
  Transport onePort();

  /** A transport on a port pair of its own, for plain RTP; empty where none is free. */
  Optional<Transport> portPair();

  /** A transport is not needed any more: its port goes back, its packets go nowhere. */
  void release(Transport transport);

  /**
   * What is agreed now, all of it: streams that are not named go silent, those that are named and
   * unchanged go on without a gap.
   *
   * @param held whether silence is expected
   */
  void bind(List<StreamPlan> streams, boolean held);

  /** Any thread, any time: a snapshot, also after the end. */
  PathReport report();

  /**
   * Whoever is told, on the shard, of each stream that is about to be bound, every time: before its
   * first packet can pass, so that a tap opened there misses none.
   */
  void beforeBinding(Consumer<StreamPlan> listener);

  /**
   * Rings from which the clear packets of one side of a stream can be read as they come, from now
   * on: those of RTP's port, and those of RTCP on its own. Earlier rings get no more. Any thread.
   *
   * @param stream its index; an unknown one has no rings
   * @param capacity bytes
   */
  List<MediaTap> tap(int stream, boolean fromA, int capacity);

  /** The rings of one stream get no more. Any thread. */
  void untap(int stream);

  /** No ring gets any more. Any thread. */
  void untap();

  /**
   * Rings as {@link #tap} gives them, for a capture beside the record. Those of an earlier capture
   * get no more. Any thread.
   */
  List<MediaTap> capture(int stream, boolean fromA, int capacity);

  /** No capture goes on. Any thread. */
  void endCapture();

  /**
   * Keeps back what the sides send each other, RTP and RTCP, on all streams that are there or come;
   * or lets it go on. Before anything is bound, not a packet passes.
   */
  default void holdBack(boolean held) {}

  /**
   * Who is told of the digits that one side presses, in telephone events of RFC 4733; null for
   * nobody. Called on a media loop with the digit's character, must only post.
   */
  default void digits(boolean fromA, IntConsumer listener) {}

  /** What may be sent on the stream on which the server speaks; empty where there is none. */
  default List<PayloadFormat> voice() {
    return List.of();
  }

  /**
   * Says something to one side in place of what the other sends it, as soon as the side can be
   * reached. A sound that it hears already is cut short. Taps get it too.
   *
   * @return false where there is no stream for it, and the sound is told nothing
   */
  default boolean play(boolean toA, Sound sound) {
    return false;
  }

  /**
   * Rings with the clear RTP of both sides of that stream, beside those of recorder and capture;
   * those of an earlier call get no more. Empty where there is no stream.
   */
  default List<MediaTap> listen(int capacity) {
    return List.of();
  }

  /** Nobody listens any more. */
  default void endListening() {}

  /** What is said to one side is cut short. */
  default void stopPlaying(boolean toA) {}

  /**
   * Packets of one side's streams of a kind are counted, measured and tapped, but do not reach the
   * other side; those of streams to come as well. Reports (RTCP) pass.
   *
   * @param kind audio or video
   */
  void mute(String kind, boolean fromA, boolean muted);

  /** Every lane of every stream with its steps and a counter each, for debugging. Any thread. */
  Map<String, Object> steps();

  /** Gives everything back. */
  @Override
  void close();
}
