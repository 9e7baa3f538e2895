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
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The last SIP messages of each Call-ID, so that the debug view can print a ladder of a call that
 * went wrong a minute ago.
 *
 * <p>Bounded twice: messages a Call-ID and bytes in all; the Call-ID that was silent longest goes
 * first. Never holds a body other than SDP; credentials and keys are blanked where an entry is
 * read. Keeping a message costs references, no copy.
 *
 * <p>What a {@link SipLadder} follows is kept there besides, within a budget of its own, however
 * long the call runs.
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

  record Kept(
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
    private final Map<String, SipLadder> ladders = new HashMap<>();
    private long bytes;
  }

  private static final int STRIPES = 16;
  private static final int MESSAGES_PER_CALL = 48;
  private static final String REDACTED = "[redacted]";
  private static final Pattern PASSWORD =
      Pattern.compile("(?i)(sips?:[^:@;<>\\s]{1,128}):[^@<>\\s]{1,256}@");

  // immutable
  private final InstantSource clock;
  private final long bytesPerStripe;
  private final long ladderBytes;
  private final Stripe[] stripes = new Stripe[STRIPES];

  // any thread
  private final AtomicLong inLadders = new AtomicLong();

  /** A trace without ladders; a budget of 0 keeps nothing and costs nothing. */
  public SipTrace(InstantSource clock, long maxBytes) {
    this(clock, maxBytes, 0);
  }

  /**
   * A trace within budgets.
   *
   * @param maxBytes of recent messages of anything
   * @param ladderBytes of messages that ladders follow; 0 for none
   */
  public SipTrace(InstantSource clock, long maxBytes, long ladderBytes) {
    this.clock = clock;
    this.bytesPerStripe = maxBytes / STRIPES;
    this.ladderBytes = ladderBytes;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  public static SipTrace off() {
    return new SipTrace(() -> Instant.EPOCH, 0);
  }

  public void add(Direction direction, InetSocketAddress peer, SipMessage message) {
    if (bytesPerStripe == 0 && ladderBytes == 0) {
      return;
    }
    Kept kept = kept(direction, peer, message);
    String callId = message.callId();
    Stripe stripe = stripe(callId);
    SipLadder ladder;
    synchronized (stripe) {
      if (bytesPerStripe > 0) {
        keep(stripe, callId, kept);
      }
      ladder = stripe.ladders.get(callId);
    }
    if (ladder != null) {
      ladder.add(callId, kept);
    }
  }

  private Kept kept(Direction direction, InetSocketAddress peer, SipMessage message) {
    boolean sdp = message.contentType().equals("application/sdp");
    byte[] body = message.body();
    return new Kept(
        clock.millis(),
        direction,
        peer,
        message.startLine(),
        message.headers(),
        sdp ? body : null,
        body.length);
  }

  /** Whether ladders keep anything. */
  public boolean keepsLadders() {
    return ladderBytes > 0;
  }

  /**
   * Begins to keep the messages of a call, from what came under that Call-ID a moment ago.
   *
   * @param message that the call begins with, for where nothing is remembered
   */
  public SipLadder begin(InetSocketAddress peer, SipMessage message) {
    SipLadder ladder = new SipLadder(this);
    if (keepsLadders()) {
      ladder.follow(message.callId());
      if (bytesPerStripe == 0) {
        ladder.add(message.callId(), kept(Direction.IN, peer, message));
      }
    }
    return ladder;
  }

  /** Hands over what is remembered of a Call-ID, and what comes from now on. */
  void follow(String callId, SipLadder ladder) {
    if (!keepsLadders()) {
      return;
    }
    List<Kept> before;
    Stripe stripe = stripe(callId);
    synchronized (stripe) {
      Call call = stripe.calls.get(callId);
      before = call == null ? List.of() : new ArrayList<>(call.messages);
      stripe.ladders.put(callId, ladder);
    }
    before.forEach(kept -> ladder.add(callId, kept));
  }

  void unfollow(String callId, SipLadder ladder) {
    Stripe stripe = stripe(callId);
    synchronized (stripe) {
      stripe.ladders.remove(callId, ladder);
    }
  }

  /** Takes so many bytes of the ladders' budget; false where it is used up. */
  boolean reserve(int bytes) {
    if (inLadders.addAndGet(bytes) <= ladderBytes) {
      return true;
    }
    inLadders.addAndGet(-bytes);
    return false;
  }

  void release(int bytes) {
    inLadders.addAndGet(-bytes);
  }

  /** Bytes that ladders hold, roughly. */
  public long bytesInLadders() {
    return inLadders.get();
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

  static Entry entry(Kept kept) {
    StringBuilder text = new StringBuilder(1024).append(plain(kept.startLine())).append('\n');
    for (Header header : kept.headers()) {
      boolean secret =
          header.is(HeaderNames.AUTHORIZATION) || header.is(HeaderNames.PROXY_AUTHORIZATION);
      text.append(header.name()).append(": ");
      text.append(secret ? REDACTED : plain(header.value())).append('\n');
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
        Instant.ofEpochMilli(kept.millis()), kept.direction(), peer(kept.peer()), text.toString());
  }

  /** Never a name: looking one up could block. */
  private static String peer(InetSocketAddress peer) {
    return peer == null || peer.getAddress() == null
        ? String.valueOf(peer)
        : peer.getAddress().getHostAddress() + ":" + peer.getPort();
  }

  /** Without the password that a URI may carry (RFC 3261 section 19.1.1). */
  private static String plain(String text) {
    return text.indexOf('@') < 0 ? text : PASSWORD.matcher(text).replaceAll("$1:" + REDACTED + "@");
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
