package io.sallyport.server.observe;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The last SIP messages of each Call-ID, so that the debug view can print a ladder of a call that
 * went wrong a minute ago.
 *
 * <p>Bounded twice: messages a Call-ID and bytes in all; the Call-ID that was silent longest goes
 * first. Never holds a body other than SDP; credentials and keys are blanked where an entry is
 * read. Keeping a message costs references, no copy.
 */
public final class SipTrace {
  /** Where a message was going. */
  public enum Direction {
    IN,
    OUT
  }

  /**
   * One message as it may be shown: head and SDP, with credentials, keys and other bodies left out.
   */
  public record Entry(Instant at, Direction direction, String peer, String text) {}

  private record Kept(
      long millis,
      Direction direction,
      InetSocketAddress peer,
      String startLine,
      List<Header> headers,
      byte[] sdp,
      int bodyBytes) {
    int weight() {
      int weight = 160 + startLine.length() + (sdp == null ? 0 : sdp.length);
      for (Header header : headers) {
        weight += 48 + header.name().length() + header.value().length();
      }
      return weight;
    }
  }

  private static final class Call {
    private final Deque<Kept> messages = new ArrayDeque<>(8);
    private long bytes;
  }

  /** One stripe of Call-IDs under its own lock, so that shards do not wait for each other. */
  private static final class Stripe {
    // any thread: under this object's monitor
    private final Map<String, Call> calls = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
  }

  private static final int STRIPES = 16;
  private static final int MESSAGES_PER_CALL = 48;
  private static final String REDACTED = "[redacted]";

  // immutable
  private final InstantSource clock;
  private final long bytesPerStripe;
  private final Stripe[] stripes = new Stripe[STRIPES];

  /** A trace within a budget; a budget of 0 keeps nothing and costs nothing. */
  public SipTrace(InstantSource clock, long maxBytes) {
    this.clock = clock;
    this.bytesPerStripe = maxBytes / STRIPES;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  public static SipTrace off() {
    return new SipTrace(() -> Instant.EPOCH, 0);
  }

  public void add(Direction direction, InetSocketAddress peer, SipMessage message) {
    if (bytesPerStripe == 0) {
      return;
    }
    boolean sdp = message.contentType().equals("application/sdp");
    byte[] body = message.body();
    Kept kept =
        new Kept(
            clock.millis(),
            direction,
            peer,
            message.startLine(),
            message.headers(),
            sdp ? body : null,
            body.length);
    String callId = message.callId();
    Stripe stripe = stripe(callId);
    synchronized (stripe) {
      keep(stripe, callId, kept);
    }
  }

  /** The messages of a Call-ID, oldest first; empty where none is remembered. */
  public List<Entry> ladder(String callId) {
    List<Kept> kept;
    Stripe stripe = stripe(callId);
    synchronized (stripe) {
      Call call = stripe.calls.get(callId);
      kept = call == null ? List.of() : new ArrayList<>(call.messages);
    }
    return kept.stream().map(SipTrace::entry).toList();
  }

  /** Bytes that are remembered, roughly. */
  public long bytes() {
    long sum = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        sum += stripe.bytes;
      }
    }
    return sum;
  }

  private void keep(Stripe stripe, String callId, Kept kept) {
    Call call = stripe.calls.computeIfAbsent(callId, id -> new Call());
    call.messages.add(kept);
    grow(stripe, call, kept.weight());
    while (call.messages.size() > MESSAGES_PER_CALL) {
      grow(stripe, call, -call.messages.remove().weight());
    }
    Iterator<Call> oldest = stripe.calls.values().iterator();
    while (stripe.bytes > bytesPerStripe && oldest.hasNext()) {
      stripe.bytes -= oldest.next().bytes;
      oldest.remove();
    }
  }

  private static void grow(Stripe stripe, Call call, int by) {
    call.bytes += by;
    stripe.bytes += by;
  }

  private Stripe stripe(String callId) {
    int hash = callId.hashCode();
    return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
  }

  private static Entry entry(Kept kept) {
    StringBuilder text = new StringBuilder(1024).append(kept.startLine()).append('\n');
    for (Header header : kept.headers()) {
      boolean secret =
          header.is(HeaderNames.AUTHORIZATION) || header.is(HeaderNames.PROXY_AUTHORIZATION);
      text.append(header.name()).append(": ");
      text.append(secret ? REDACTED : header.value()).append('\n');
    }
    if (kept.sdp() != null) {
      text.append('\n');
      new String(kept.sdp(), StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> text.append(redactedSdp(line)).append('\n'));
    } else if (kept.bodyBytes() > 0) {
      text.append("\n[").append(kept.bodyBytes()).append(" bytes]\n");
    }
    return new Entry(
        Instant.ofEpochMilli(kept.millis()),
        kept.direction(),
        String.valueOf(kept.peer()),
        text.toString());
  }

  private static String redactedSdp(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    for (String secret : new String[] {"a=crypto", "a=key", "k=", "a=ice-pwd"}) {
      if (lower.startsWith(secret)) {
        return secret + ":" + REDACTED;
      }
    }
    return line;
  }
}
