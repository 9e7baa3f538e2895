package io.sallyport.server.path;

import io.sallyport.server.observe.Counter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** What came in on one lane. */
final class Figures {
  private static final VarHandle PACKETS = handle("packets");
  private static final VarHandle BYTES = handle("bytes");
  private static final VarHandle SENT = handle("sent");
  private static final VarHandle DROPPED = handle("dropped");

  // written by: the lane's loop alone; any thread may read. Together, as each packet changes them
  private volatile long packets;
  private volatile long bytes;
  private volatile long sent;
  private volatile long dropped;
  // made with the first drop
  private volatile AtomicIntegerArray reasons;

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(Figures.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  void sent() {
    add(SENT, 1);
  }

  void received(int length) {
    add(PACKETS, 1);
    add(BYTES, length);
  }

  void dropped(Counter why) {
    add(DROPPED, 1);
    AtomicIntegerArray each = reasons;
    if (each == null) {
      each = new AtomicIntegerArray(Counter.values().length);
      reasons = each;
    }
    each.lazySet(why.ordinal(), each.getPlain(why.ordinal()) + 1);
  }

  /** One writer: an ordered store is enough and costs no fence. */
  private void add(VarHandle figure, long more) {
    figure.setRelease(this, (long) figure.get(this) + more);
  }

  long packets() {
    return packets;
  }

  long bytes() {
    return bytes;
  }

  long drops() {
    return dropped;
  }

  /** The steps of a packet in their order, each with how many took it; why the others did not. */
  Map<String, Object> steps() {
    Map<String, Object> steps = new LinkedHashMap<>();
    steps.put("proven", packets);
    steps.put("sent", sent);
    steps.put("dropped", dropped);
    AtomicIntegerArray each = reasons;
    for (int i = 0; each != null && i < each.length(); i++) {
      if (each.get(i) != 0) {
        steps.put(Counter.values()[i].name().toLowerCase(Locale.ROOT), each.get(i));
      }
    }
    return steps;
  }
}
