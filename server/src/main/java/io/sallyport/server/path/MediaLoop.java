package io.sallyport.server.path;

import io.netty.channel.EventLoop;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One thread of packets: its sockets, the sources whose packets the kernel gives to it, and what it
 * needs to handle one packet after the other without making anything new.
 */
final class MediaLoop {
  /** The longest packet that is relayed; a path MTU of 1500 leaves no room for more. */
  static final int MAX_PACKET = 2000;

  /** A receive buffer also holds what protection appends. */
  static final int BUFFER = MAX_PACKET + 48;

  // immutable
  private final int index;
  private final EventLoop loop;
  private final Counters counters;
  private final LongSupplier nanoTime;

  // set once, before any packet
  private Arrivals arrivals;

  // owned by: this loop
  private final PacketBuffer scratch = new PacketBuffer(BUFFER);
  private final OutPackets out = new OutPackets(BUFFER);
  private final SourceTable sources = new SourceTable();
  private final List<PortChannel> unflushed = new ArrayList<>();
  private long relayed;
  private long now;
  private final Rest rest = new Rest();

  MediaLoop(int index, EventLoop loop, Counters counters, LongSupplier nanoTime) {
    this.index = index;
    this.loop = loop;
    this.counters = counters;
    this.nanoTime = nanoTime;
  }

  int index() {
    return index;
  }

  EventLoop eventLoop() {
    return loop;
  }

  void arrivals(Arrivals newArrivals) {
    arrivals = newArrivals;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  PacketBuffer scratch() {
    return scratch;
  }

  OutPackets out() {
    return out;
  }

  /** Whose packets come from which source, of those that come to this loop. */
  SourceTable sources() {
    return sources;
  }

  /** Monotonic nanoseconds, read once for all packets that one system call brought. */
  long now() {
    if (now == 0) {
      now = nanoTime.getAsLong();
    }
    return now;
  }

  void count(Counter counter) {
    counters.add(counter);
  }

  /** Counted in batches: once a packet would be a hot shared line. */
  void relayed() {
    relayed++;
  }

  void unflushed(PortChannel channel) {
    unflushed.add(channel);
  }

  /** Hands all that was written to the kernel, in few system calls. */
  void flush() {
    now = 0;
    for (int i = 0; i < unflushed.size(); i++) {
      unflushed.get(i).flush();
    }
    unflushed.clear();
    if (relayed > 0) {
      counters.add(Counter.MEDIA_PACKETS_RELAYED, relayed);
      relayed = 0;
    }
  }

  /** After all that one system call brought was handed on: lets a few more arrive, if many do. */
  void rest(int packets) {
    long nanos = rest.nanosAfter(packets, nanoTime.getAsLong());
    if (nanos > 0) {
      LockSupport.parkNanos(nanos);
    }
  }

  boolean inLoop() {
    return loop.inEventLoop();
  }

  /** Queues a command; after shutdown there is nothing left to command. */
  void execute(Runnable command) {
    try {
      loop.execute(
          () -> {
            now = 0;
            command.run();
          });
    } catch (RejectedExecutionException e) {
      // the sockets are closed already
      return;
    }
  }

  /** Once, so many nanoseconds from now. */
  void after(long nanos, Runnable task) {
    try {
      loop.schedule(
          () -> {
            now = 0;
            task.run();
          },
          nanos,
          TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // the sockets are closed already
      return;
    }
  }

  void every(long nanos, Runnable task) {
    loop.scheduleAtFixedRate(task, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** On the loop, at its end. */
  void close() {
    out.close();
  }
}
