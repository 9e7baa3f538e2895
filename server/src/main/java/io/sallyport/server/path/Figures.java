package io.sallyport.server.path;

import java.util.concurrent.atomic.AtomicLong;

/** What came in on one lane. */
final class Figures {
  // written by: the lane's loop alone; any thread may read
  private final AtomicLong packets = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  void received(int length) {
    // one writer: an ordered store is enough and costs no fence
    packets.lazySet(packets.getPlain() + 1);
    bytes.lazySet(bytes.getPlain() + length);
  }

  void dropped() {
    dropped.lazySet(dropped.getPlain() + 1);
  }

  long packets() {
    return packets.get();
  }

  long bytes() {
    return bytes.get();
  }

  long drops() {
    return dropped.get();
  }
}
