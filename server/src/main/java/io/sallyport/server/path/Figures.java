package io.sallyport.server.path;

import io.sallyport.server.observe.Counter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** What came in on one lane. */
final class Figures {
  // written by: the lane's loop alone; any thread may read
  private final AtomicLong packets = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  // made with the first drop
  private volatile AtomicIntegerArray reasons;

  void sent() {
    sent.lazySet(sent.getPlain() + 1);
  }

  void received(int length) {
    // one writer: an ordered store is enough and costs no fence
    packets.lazySet(packets.getPlain() + 1);
    bytes.lazySet(bytes.getPlain() + length);
  }

  void dropped(Counter why) {
    dropped.lazySet(dropped.getPlain() + 1);
    AtomicIntegerArray each = reasons;
    if (each == null) {
      each = new AtomicIntegerArray(Counter.values().length);
      reasons = each;
    }
    each.lazySet(why.ordinal(), each.getPlain(why.ordinal()) + 1);
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

  /** The steps of a packet in their order, each with how many took it; why the others did not. */
  Map<String, Object> steps() {
    Map<String, Object> steps = new LinkedHashMap<>();
    steps.put("proven", packets());
    steps.put("sent", sent.get());
    steps.put("dropped", drops());
    AtomicIntegerArray each = reasons;
    for (int i = 0; each != null && i < each.length(); i++) {
      if (each.get(i) != 0) {
        steps.put(Counter.values()[i].name().toLowerCase(Locale.ROOT), each.get(i));
      }
    }
    return steps;
  }
}
