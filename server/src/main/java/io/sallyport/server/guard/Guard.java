package io.sallyport.server.guard;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Loop;
import io.sallyport.server.base.PeerNetwork;
import io.sallyport.server.db.Database;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is too much. Others tell it what happens and ask whether to go on; it answers from memory and
 * never blocks.
 *
 * <p>The rule for people who share one address with an attacker: from a network in which somebody
 * has logged in within a day, only strangers are shut out. Who has logged in from there may do so
 * again, from a new connection as well, and a connection on which somebody has logged in stays. Any
 * thread.
 */
public final class Guard implements Component, CallMeter {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int FORGET_EVERY = 60;
  private static final int LONGEST_REASON = 500;
  private static final int URGENT = 6;
  private static final int LONGEST_AGENT = 256;

  /** Ends connections that are open when their network is blocked. */
  public interface Closer {
    /**
     * @param everybody also those on which somebody has logged in
     */
    void close(PeerNetwork network, boolean everybody);
  }

  // immutable
  private final GuardSettings settings;
  private final List<String> agents;
  private final Journal journal;
  private final InstantSource clock;
  private final Counters counters;
  private final Rates rates;
  private final Rates urgent;
  private final Sources sources;
  private final Familiar familiar;
  private final Blocks blocks;
  private final Alarms alarms;
  private final Spray spray;
  private final Meter meter;
  private final GuardStore store;

  // any thread: volatile
  private volatile Closer closer = (network, everybody) -> {};

  // owned by: the loop
  private int ticks;

  /**
   * @param nanoTime monotonic time, for what is counted
   * @param clock the wall clock, for days and for blocks, which outlive a restart
   */
  public Guard(
      GuardSettings settings,
      Journal journal,
      Database database,
      InstantSource clock,
      LongSupplier nanoTime,
      Counters counters) {
    this.settings = settings;
    this.agents = settings.blocks().agents().stream().map(a -> a.toLowerCase(Locale.ROOT)).toList();
    this.journal = journal;
    this.clock = clock;
    this.counters = counters;
    this.rates =
        new Rates(
            settings.remembered(),
            settings.burst(),
            settings.requestsPerSecond(),
            Duration.ofSeconds(1),
            nanoTime);
    this.urgent = new Rates(settings.remembered(), URGENT, URGENT, Duration.ofMinutes(1), nanoTime);
    this.sources = new Sources(settings, nanoTime);
    this.familiar = new Familiar(settings, nanoTime);
    this.blocks = new Blocks(settings, clock);
    this.alarms = new Alarms(journal, clock, nanoTime, counters);
    this.spray = new Spray(settings.blocks(), nanoTime);
    this.meter = new Meter(settings, clock, nanoTime, this::over);
    this.store = new GuardStore(database, settings.remembered());
  }

  @Override
  public String name() {
    return "guard";
  }

  /** Reads what holds since before; blocks on the database. */
  @Override
  public void start() {
    store.load(clock.instant(), blocks::put, familiar::loggedIn);
  }

  /** Has it look after its calls, blocks and alarms every second; once, when the loop runs. */
  public void watch(Loop loop) {
    loop.schedule(
        TICK,
        () -> {
          tick();
          watch(loop);
        });
  }

  /** Says who ends connections; before the first block. */
  public void closesBy(Closer ends) {
    closer = ends;
  }

  /** Whether a connection or datagram from there is to be thrown away unread. */
  public boolean turnsAway(InetAddress source, boolean datagram) {
    Block block = blocks.of(source).orElse(null);
    if (block == null
        || block.strangersOnly()
        || (block.datagramsOnly() && !datagram)
        || settings.allowNetworks().contains(source)) {
      return false;
    }
    counters.add(datagram ? Counter.GUARD_DATAGRAMS_DROPPED : Counter.GUARD_CONNECTIONS_REFUSED);
    return true;
  }

  /** Whether a login of this user from there is to be looked at. */
  public boolean mayLogIn(InetAddress source, String user) {
    Block block = blocks.of(source).orElse(null);
    return block == null
        || block.datagramsOnly()
        || settings.allowNetworks().contains(source)
        || (block.strangersOnly() && familiar.knows(block.network(), user));
  }

  /**
   * Whether a login for an emergency call is looked at where no other would be: a few a minute from
   * each network, so that the number is no way to guess passwords.
   */
  public boolean mayCallForHelp(InetAddress source) {
    return urgent.admit(PeerNetwork.of(source).toString());
  }

  /** A login was proved. */
  public void loggedIn(InetAddress source, String user) {
    PeerNetwork network = PeerNetwork.of(source);
    if (familiar.loggedIn(network, user)) {
      store.loggedIn(network, user, clock.instant());
    }
  }

  /**
   * Somebody did what no honest phone does often.
   *
   * @param datagram whether it came in one, whose source anybody can write
   * @param name that was tried; empty where there is none
   */
  public void offence(Offence offence, InetAddress source, boolean datagram, String name) {
    if (offence == Offence.LOGIN_FAILED && spray.failed(name)) {
      alarms.raise(
          "spray", "logins", spray.names() + " names with a wrong login, from wherever they came");
    }
    if (settings.allowNetworks().contains(source)) {
      return;
    }
    PeerNetwork network = PeerNetwork.of(source);
    sources
        .add(network, offence, name)
        .ifPresent(
            why -> block(network, datagram && offence != Offence.LOGIN_FAILED, offence, why));
  }

  /** Whether a User-Agent is a known scanner's. */
  public boolean isScanner(String agent) {
    if (agent.isEmpty() || agents.isEmpty()) {
      return false;
    }
    String text =
        (agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent)
            .toLowerCase(Locale.ROOT);
    return agents.stream().anyMatch(text::contains);
  }

  /** Whether one more request of this login is within its rate. */
  public boolean withinRate(String user) {
    if (rates.admit(user)) {
      return true;
    }
    counters.add(Counter.GUARD_FLOODS);
    alarms.raise("flood", user, "sends more requests than a login may");
    return false;
  }

  @Override
  public Admission admit(Asking call) {
    return meter.admit(call);
  }

  @Override
  public int running(Address user) {
    return meter.running(user);
  }

  /** Begin of the day that calls are charged to now. */
  public Instant dayBegan() {
    return meter.dayBegan();
  }

  /** Charges a call of before the start to its caller's day. */
  public void restore(Asking call, Instant answered, Instant ended) {
    meter.restore(call, answered, ended);
  }

  /**
   * What calls come to.
   *
   * @param millionths of the unit that prices are in
   */
  public record Usage(Duration talked, long millionths) {}

  /** What a user's calls of today come to, to the second. */
  public Usage usage(String user) {
    return meter.usage(user);
  }

  /** The blocks that hold now, the one that ends last at the end. */
  public List<Block> blocks() {
    return blocks.running();
  }

  /** Alarms that are raised, a line each. */
  public List<String> alarms() {
    return alarms.lines();
  }

  /** The same with their parts. */
  public List<Alarm> raised() {
    return alarms.raised();
  }

  /** Shuts a whole network out, also who has logged in from there. */
  public void block(PeerNetwork network, Duration lasting, String by, String reason) {
    Instant now = clock.instant();
    Block block =
        new Block(network, false, false, 1, now, now.plus(lasting), by, shortened(reason));
    blocks.put(block);
    tell(block);
  }

  /** Ends a block and forgets it; false where there is none. */
  public boolean lift(PeerNetwork network, String by, String reason) {
    boolean held = blocks.lift(network).isPresent();
    if (held) {
      store.lifted(network);
      LOG.info("block of {} lifted by {}", network, by);
      journal.append(
          new ArchiveRecord.GuardLifted(
              network.toString(), clock.instant(), by, shortened(reason)));
    }
    return held;
  }

  /** Always well: an attack must not make a load balancer take this server out. */
  @Override
  public Health check() {
    List<String> lines = alarms.lines();
    String detail = blocks.running().size() + " networks blocked";
    return new Health(
        true, lines.isEmpty() ? detail : "alarm: " + String.join("; ", lines) + "; " + detail);
  }

  @Override
  public void close() {
    store.writeNow();
  }

  /** What a second brings. */
  void tick() {
    meter.tick();
    alarms.tick();
    if (ticks++ % FORGET_EVERY == 0) {
      blocks.forget().forEach(block -> store.lifted(block.network()));
      store.wake();
    }
  }

  Sources sources() {
    return sources;
  }

  private void block(PeerNetwork network, boolean datagramsOnly, Offence offence, String why) {
    blocks.offended(network, familiar.knows(network), datagramsOnly, why).ifPresent(this::tell);
    if (offence != Offence.MALFORMED) {
      alarms.raise("scan", network.toString(), why);
    }
  }

  private void tell(Block block) {
    counters.add(Counter.GUARD_BLOCKS);
    store.blocked(block);
    LOG.info(
        "{} blocked until {}: {}", block.network(), block.until(), LogText.safe(block.reason()));
    journal.append(
        new ArchiveRecord.GuardBlocked(
            block.network().toString(),
            block.since(),
            block.until(),
            block.strangersOnly() ? "strangers" : block.datagramsOnly() ? "datagrams" : "all",
            block.level(),
            block.by(),
            block.reason()));
    if (!block.datagramsOnly()) {
      closer.close(block.network(), !block.strangersOnly());
    }
  }

  private void over(
      Asking call, LimitRules.Scope scope, String account, Refusal why, String destination) {
    counters.add(Counter.GUARD_CALLS_REFUSED);
    boolean within = destination.equals(Tariff.INTERNAL);
    alarms.raise(
        within ? "calls" : "fraud",
        call.from().user(),
        why.words() + " (" + scope.name().toLowerCase(Locale.ROOT) + " " + account + ")");
  }

  private static String shortened(String reason) {
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
  }
}
