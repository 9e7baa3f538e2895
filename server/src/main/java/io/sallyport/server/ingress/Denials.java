package io.sallyport.server.ingress;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.sip.ServerTransaction;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a request of our own users that is refused: words on the screen, and a record.
 */
public final class Denials {
  private static final Logger LOG = LoggerFactory.getLogger(Denials.class);

  /** Who keeps more of a refused attempt than the record says. */
  public interface Watch {
    void refused(ServerTransaction transaction, Address from, String to);
  }

  // immutable
  private final Journal journal;
  private final Counters counters;
  private final InstantSource clock;

  // written before the first request
  private Watch watch = (transaction, from, to) -> {};

  public Denials(Journal journal, Counters counters, InstantSource clock) {
    this.journal = journal;
    this.counters = counters;
    this.clock = clock;
  }

  /** Tells somebody besides; before the first request. */
  public void watchedBy(Watch other) {
    watch = other;
  }

  /** A rule says no. */
  public void deny(
      ServerTransaction transaction,
      Address from,
      Address to,
      Collection<Kind> kinds,
      Decision.Deny deny,
      long ruleset) {
    counters.add(Counter.INGRESS_REFUSED);
    SipResponse.Builder response = Refusals.response(transaction, deny.refusal(), deny.words());
    transaction.respondStateless(response.build());
    record(asked(transaction, from), to.toString(), deny, ruleset, kinds);
    watch.refused(transaction, from, to.toString());
  }

  /** A rule says no to what somebody wants at the console, who is told otherwise. */
  void deny(String method, Party from, Address to, Kind kind, Decision.Deny deny, long ruleset) {
    counters.add(Counter.INGRESS_REFUSED);
    Asked asked = new Asked(method, from.address(), from.network(), from.device());
    record(asked, to.toString(), deny, ruleset, List.of(kind));
  }

  /** Something other than a rule says no; it has been answered. */
  void refused(ServerTransaction transaction, Address from, String to, Refusal refusal) {
    record(asked(transaction, from), to, new Decision.Deny(refusal, ""), 0, List.of());
    watch.refused(transaction, from, to);
  }

  /** What stands on record of who asked for what. */
  private record Asked(String method, Address from, String network, String userAgent) {}

  private static Asked asked(ServerTransaction transaction, Address from) {
    SipRequest request = transaction.request();
    return new Asked(
        request.method(),
        from,
        transaction.flow().remote().getAddress().getHostAddress(),
        Addresses.kept(request.first(HeaderNames.USER_AGENT).orElse("")));
  }

  private void record(
      Asked asked, String to, Decision.Deny deny, long ruleset, Collection<Kind> kinds) {
    Refusal refusal = deny.refusal();
    LOG.info(
        "refused {} of {}: {} {} {}",
        asked.method(),
        asked.from(),
        refusal.status(),
        refusal,
        deny.rule());
    journal.append(
        new ArchiveRecord.Refused(
            clock.instant(),
            asked.method(),
            asked.from().toString(),
            to,
            asked.network(),
            refusal.status(),
            deny.words(),
            deny.rule(),
            ruleset,
            kinds.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList(),
            asked.userAgent()));
  }
}
