package io.sallyport.server.path;

import java.util.List;
import java.util.Optional;

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

  /** Gives everything back. */
  @Override
  void close();
}
