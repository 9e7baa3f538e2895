package io.sallyport.server.media;

import io.netty.channel.EventLoop;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.server.observe.Counters;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One thread of packets: its sockets, its scratch buffer, and the sessions whose silence it
 * watches.
 */
final class MediaLoop {
  /** The longest packet that is relayed; a path MTU of 1500 leaves no room for more. */
  static final int MAX_PACKET = 2000;

  /** A receive buffer also holds what protection appends. */
  static final int RECEIVE_BUFFER = MAX_PACKET + 48;

  // immutable
  private final EventLoop loop;
  private final PortPool pool;
  private final Counters counters;

  // owned by: this loop
  private final PacketBuffer scratch = new PacketBuffer(RECEIVE_BUFFER);
  private final Set<Silence> watched = new LinkedHashSet<>();

  MediaLoop(EventLoop loop, PortPool pool, Counters counters) {
    this.loop = loop;
    this.pool = pool;
    this.counters = counters;
  }

  PortPool pool() {
    return pool;
  }

  Counters counters() {
    return counters;
  }

  PacketBuffer scratch() {
    return scratch;
  }

  /** Queues a command; after shutdown there is nothing left to command. */
  void execute(Runnable command) {
    try {
      loop.execute(command);
    } catch (RejectedExecutionException e) {
      // the sockets are closed already
      return;
    }
  }

  void every(long nanos, Runnable task) {
    loop.scheduleAtFixedRate(task, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  void watch(Silence silence) {
    execute(() -> watched.add(silence));
  }

  void forget(Silence silence) {
    execute(() -> watched.remove(silence));
  }

  /** Looks at every session once; called by the loop's own timer. */
  void sweep(long now, long timeoutNanos) {
    watched.removeIf(silence -> silence.lasted(now, timeoutNanos));
  }
}
