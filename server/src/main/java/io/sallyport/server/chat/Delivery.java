package io.sallyport.server.chat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Ids;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.registrar.Locations;
import io.sallyport.server.sip.ClientTransaction;
import io.sallyport.server.sip.SipLayer;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Brings lines to the devices of the recipients that one shard owns, a {@link Mailbox} each while
 * there is something to bring.
 */
final class Delivery {
  /** The SIP-date of RFC 3261 section 20.17. */
  static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int REMEMBERED = 4_096;

  // immutable
  private final SipLayer sip;
  private final int shard;
  private final Locations locations;
  private final Journal journal;
  private final Ids ids;
  private final Counters counters;
  private final InstantSource clock;

  // owned by: shard
  private final Map<Address, Mailbox> mailboxes = new HashMap<>();
  private final Map<String, Boolean> delivered =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  Delivery(
      SipLayer sip,
      int shard,
      Locations locations,
      Journal journal,
      Ids ids,
      Counters counters,
      InstantSource clock) {
    this.sip = sip;
    this.shard = shard;
    this.locations = locations;
    this.journal = journal;
    this.ids = ids;
    this.counters = counters;
    this.clock = clock;
  }

  void bring(Line line, IntConsumer done) {
    mailboxes.computeIfAbsent(line.to(), to -> new Mailbox(this)).add(line, done);
  }

  /**
   * A line from the journal, unless a device took it so lately that the journal may not say so yet.
   */
  void bringKept(Line line) {
    if (!delivered.containsKey(line.id())) {
      bring(line, status -> {});
    }
  }

  List<Binding> devices(Address to) {
    return locations.of(to.toString()).stream().filter(Binding::reachable).toList();
  }

  void send(Line line, Binding device, ClientTransaction.Listener listener) {
    sip.send(
        shard,
        Mailbox.message(line, device).add(HeaderNames.CALL_ID, ids.mint(shard)).build(),
        device.flow(),
        listener);
  }

  void delivered(Line line, String device) {
    counters.add(Counter.CHAT_DELIVERED);
    delivered.put(line.id(), true);
    journal.append(
        new ArchiveRecord.ChatDelivered(line.id(), clock.instant(), line.to().toString(), device));
  }

  /** Nothing waits for this recipient now. */
  void emptied(Address to) {
    mailboxes.computeIfPresent(to, (address, mailbox) -> mailbox.idle() ? null : mailbox);
  }
}
