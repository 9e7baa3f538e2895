package io.sallyport.server.chat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.archive.Journal.Receipt.Refused;
import io.sallyport.server.archive.Undelivered;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Loop;
import io.sallyport.server.chat.Screening.Screened;
import io.sallyport.server.ingress.Addresses;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.ingress.ConsoleChain;
import io.sallyport.server.ingress.RequestHandler;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.Person;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.registrar.LocationListener;
import io.sallyport.server.registrar.Locations;
import io.sallyport.server.sip.ServerTransaction;
import io.sallyport.server.sip.SipLayer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * MESSAGE (RFC 3428): a line is on record before anybody hears of it, goes to every device of its
 * recipient, and waits in order for a recipient who is away.
 *
 * <p>200 tells the sender that a device has it, 202 that it is kept. A journal that cannot take it
 * is 503, and nothing is delivered.
 */
public final class Chat implements RequestHandler, LocationListener {
  /** Who the server's own lines are from. */
  private static final String OWN_NAME = "sallyport";

  private static final String HELD_WORDS =
      "Your message is kept back for review and is delivered once it is released";

  private static final String TYPING = "application/im-iscomposing+xml";

  // immutable
  private final ChatSettings settings;
  private final SipLayer sip;
  private final Journal journal;
  private final Undelivered undelivered;
  private final Predicate<Address> exists;
  private final Screening screening;
  private final Ids ids;
  private final Counters counters;
  private final InstantSource clock;
  private final List<Delivery> shards;

  // owned by: boot until the first request; null: what was taken is brought
  private Attempts attempts;

  /**
   * @param exists whether an address of our domain names a user
   */
  public Chat(
      SipLayer sip,
      Journal journal,
      Undelivered undelivered,
      Locations locations,
      Predicate<Address> exists,
      Screening screening,
      ChatSettings settings,
      Ids ids,
      Counters counters,
      InstantSource clock) {
    this.settings = settings;
    this.sip = sip;
    this.journal = journal;
    this.undelivered = undelivered;
    this.exists = exists;
    this.screening = screening;
    this.ids = ids;
    this.counters = counters;
    this.clock = clock;
    List<Delivery> deliveries = new ArrayList<>();
    for (int shard = 0; shard < sip.shards(); shard++) {
      deliveries.add(new Delivery(sip, shard, locations, journal, ids, counters, clock));
    }
    this.shards = List.copyOf(deliveries);
  }

  /** Has policy asked once more before a line that was kept is brought: rules may be others now. */
  public void decidedBy(Attempts asked) {
    attempts = asked;
  }

  @Override
  public Set<String> methods() {
    return Set.of(SipRequest.MESSAGE);
  }

  @Override
  public void handle(Admitted admitted) {
    ServerTransaction transaction = admitted.transaction();
    SipRequest request = admitted.request();
    String type = request.contentType().isEmpty() ? "text/plain" : request.contentType();
    if (type.equals(TYPING)) {
      // Typing notices are no chat lines: they are taken and go nowhere, so that nothing passes
      // unrecorded.
      transaction.respond(SipResponse.to(request, 200, transaction.localTag()).build());
      return;
    }
    Line line =
        new Line(
            ids.mint(transaction.shard()),
            clock.instant(),
            admitted.from(),
            admitted.to(),
            request.first(HeaderNames.CONTENT_TYPE).orElse("text/plain"),
            request.body());
    ArchiveRecord.Party from =
        new ArchiveRecord.Party(
            line.from().toString(),
            Addresses.display(request),
            Addresses.kept(request.first(HeaderNames.USER_AGENT).orElse("")),
            admitted.flow().transport()
                + " "
                + admitted.flow().remote().getAddress().getHostAddress());
    take(
        line,
        type,
        from,
        admitted.decision(),
        admitted.ruleset(),
        new PhoneSender(transaction, settings));
  }

  /**
   * A line that somebody wrote at the console, whom the chain let in. Any thread.
   *
   * @param id of the record; the writer's to choose, so that the same line is not taken twice
   * @param display the writer's name as people know it
   * @param done told on a shard, once it is on record or is not
   */
  public void write(
      String id,
      ConsoleChain.Outcome.Entered entered,
      String display,
      String text,
      Consumer<Sent> done) {
    Party asking = entered.asking();
    Line line =
        new Line(
            id,
            clock.instant(),
            asking.address(),
            entered.to(),
            "text/plain;charset=utf-8",
            text.getBytes(StandardCharsets.UTF_8));
    ArchiveRecord.Party from =
        new ArchiveRecord.Party(
            line.from().toString(),
            Addresses.kept(display),
            asking.device(),
            asking.transport().toUpperCase(Locale.ROOT) + " " + asking.network());
    Sender sender = new ConsoleSender(line, loop(line.to()), done);
    boolean taken =
        sender
            .loop()
            .offer(
                () ->
                    take(line, "text/plain", from, entered.decision(), entered.ruleset(), sender));
    if (!taken) {
      done.accept(new Sent.Refused(Refusal.OVERLOADED, Refusal.OVERLOADED.words()));
    }
  }

  private void take(
      Line line,
      String type,
      ArchiveRecord.Party from,
      Decision.Allow decision,
      long ruleset,
      Sender sender) {
    Refusal refusal = refusal(line, type);
    if (refusal != null) {
      sender.refused(refusal, refusal.words());
      return;
    }
    Screened screened = screening.of(line, decision.obligations().holdForRelease());
    ArchiveRecord entry =
        new ArchiveRecord.ChatMessage(
            line.id(),
            line.at(),
            from,
            line.to().toString(),
            new ArchiveRecord.Body(line.contentType(), line.body()),
            decision.rule(),
            ruleset,
            screened.marks());
    append(entry, screened, sender);
  }

  /**
   * What content rules found goes on record right before the line, and where it does not the line
   * goes nowhere. Neither waits for the other, so that lines keep their order.
   */
  private void append(ArchiveRecord entry, Screened screened, Sender sender) {
    AtomicReference<Journal.Receipt> lost = new AtomicReference<>();
    screened
        .record()
        .ifPresent(
            matched ->
                journal.append(
                    matched,
                    sender.loop(),
                    receipt -> lost.set(receipt instanceof Refused ? receipt : null)));
    journal.append(
        entry,
        sender.loop(),
        receipt -> recorded(lost.get() == null ? receipt : lost.get(), screened, sender));
  }

  /**
   * Something waits for a recipient through what a reviewer has decided. Any thread.
   *
   * @param address of record
   */
  public void reviewed(String address) {
    Address.parse(address).ifPresent(to -> loop(to).post(() -> bringKept(to)));
  }

  @Override
  public void bound(Binding binding) {
    Address.parse(binding.address()).ifPresent(to -> loop(to).post(() -> bringKept(to)));
  }

  /**
   * A line of the server itself to a user of our domain: on record and delivered as any other. A
   * journal that does not take it means that nobody hears of it. Any thread.
   */
  public void tell(Address to, String words) {
    Address from = new Address(OWN_NAME, to.domain());
    Line line =
        new Line(
            ids.mint(shard(to)),
            clock.instant(),
            from,
            to,
            "text/plain;charset=utf-8",
            words.getBytes(StandardCharsets.UTF_8));
    ArchiveRecord entry =
        new ArchiveRecord.ChatMessage(
            line.id(),
            line.at(),
            new ArchiveRecord.Party(from.toString(), "", "", ""),
            to.toString(),
            new ArchiveRecord.Body(line.contentType(), line.body()));
    journal.append(
        entry,
        loop(to),
        receipt -> {
          if (!(receipt instanceof Refused)) {
            counters.add(Counter.CHAT_NOTICES);
            shards.get(shard(to)).bring(line, status -> {});
          }
        });
  }

  private Refusal refusal(Line line, String type) {
    if (line.body().length > settings.maxLineBytes()) {
      return Refusal.TOO_LARGE;
    }
    if (!settings.contentTypes().contains(type)) {
      return Refusal.UNSUPPORTED_BODY;
    }
    if (!isUtf8(line.body())) {
      return Refusal.NOT_UTF8;
    }
    if (!exists.test(line.to())) {
      return Refusal.NO_SUCH_USER;
    }
    if (!journal.accepting()) {
      return Refusal.ARCHIVE_UNAVAILABLE;
    }
    return undelivered.count(line.to().toString()) >= settings.maxKept()
        ? Refusal.MAILBOX_FULL
        : null;
  }

  private void recorded(Journal.Receipt receipt, Screened screened, Sender sender) {
    if (receipt instanceof Refused) {
      sender.refused(Refusal.ARCHIVE_UNAVAILABLE, Refusal.ARCHIVE_UNAVAILABLE.words());
      return;
    }
    Line line = screened.delivered();
    if (screened.blocked()) {
      sender.refused(Refusal.CONTENT_BLOCKED, screened.words());
      explain(sender, line, screened.words());
      return;
    }
    counters.add(Counter.CHAT_ACCEPTED);
    sender.recorded(screened);
    if (screened.held()) {
      explain(sender, line, HELD_WORDS);
      return;
    }
    loop(line.to())
        .post(
            () ->
                shards
                    .get(shard(line.to()))
                    .bring(line, status -> sender.loop().post(() -> sender.brought(status))));
  }

  private void explain(Sender sender, Line line, String words) {
    if (!sender.showsWords()) {
      tell(line.from(), words);
    }
  }

  /** On the recipient's shard; the journal is read elsewhere. */
  private void bringKept(Address to) {
    if (undelivered.count(to.toString()) > 0) {
      undelivered.read(
          to.toString(),
          settings.maxKept(),
          loop(to),
          kept -> kept.forEach(line -> bring(to, line)));
    }
  }

  private void bring(Address to, ArchiveRecord.ChatMessage kept) {
    ArchiveRecord.Body body = kept.body();
    Address.parse(kept.from().address())
        .filter(from -> mayBring(from, to, kept.from()))
        .map(
            from -> new Line(kept.message(), kept.at(), from, to, body.contentType(), body.bytes()))
        .ifPresent(line -> shards.get(shard(to)).bringKept(line));
  }

  /** The server's own lines alone come from no network. */
  private boolean mayBring(Address from, Address to, ArchiveRecord.Party sender) {
    if (attempts == null || sender.network().isEmpty()) {
      return true;
    }
    Party asking = Party.recorded(from, Person.STRANGER, sender.userAgent(), sender.network());
    return attempts.decide(Attempt.Kind.CHAT, attempts.again(asking), attempts.party(to))
        instanceof Decision.Allow;
  }

  private int shard(Address recipient) {
    return Math.floorMod(recipient.hashCode(), shards.size());
  }

  private Loop loop(Address recipient) {
    return sip.shard(shard(recipient));
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
