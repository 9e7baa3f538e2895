package io.sallyport.server.guard;

import io.sallyport.server.guard.LimitRules.Scope;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts calls and charges them, second by second, to the accounts that they concern. Bounded: of
 * the accounts without a running call those that were asked for longest ago are forgotten. Any
 * thread; one lock, which nothing blocks under.
 */
final class Meter implements CallMeter {
  private static final long MINUTE = 60_000_000_000L;

  /** Told when somebody is over a limit. */
  interface Watch {
    void over(Asking call, Scope scope, String account, Refusal why, String destination);
  }

  // immutable
  private final GuardSettings.Limits settings;
  private final LimitRules rules;
  private final Tariff tariff;
  private final ClosedHours hours;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Watch watch;
  private final int most;

  // guarded by this
  private final Map<String, Account> accounts;
  private final Set<Running> talking = new LinkedHashSet<>();

  Meter(GuardSettings settings, InstantSource clock, LongSupplier nanoTime, Watch watch) {
    this.settings = settings.limits();
    this.rules = LimitRules.of(this.settings.callers());
    this.tariff = Tariff.of(this.settings.destinations());
    this.hours = ClosedHours.of(this.settings.closedHours(), this.settings.timeZone());
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.watch = watch;
    this.accounts = new LinkedHashMap<>(16, 0.75f, true);
    this.most = settings.remembered();
  }

  @Override
  public Admission admit(Asking call) {
    Tariff.Destination to = tariff.destination(call.to().user(), call.internal());
    Refused refused;
    synchronized (this) {
      List<Account> concerned = concerned(call, to);
      refused = call.emergency() ? null : refusal(concerned, to);
      if (refused == null) {
        concerned.forEach(account -> account.running++);
        return new Admission.Running(new Running(call, to, concerned));
      }
    }
    watch.over(call, refused.account().scope, refused.account().name, refused.why(), to.name());
    return new Admission.Refused(refused.why(), refused.why().words());
  }

  private record Refused(Account account, Refusal why) {}

  /**
   * The narrowest account that is over a limit. Those behind it do not count the attempt: one user
   * who does not give up must not use up what belongs to the group or the office.
   */
  private Refused refusal(List<Account> concerned, Tariff.Destination to) {
    long now = nanoTime.getAsLong();
    Instant at = clock.instant();
    LocalDate today = hours.day(at);
    if (hours.closed(to.name(), at)) {
      return new Refused(concerned.get(0), Refusal.NOT_AT_THIS_TIME);
    }
    for (Account account : concerned) {
      if (!account.attempt(now)) {
        return new Refused(account, Refusal.CALLS_TOO_FAST);
      }
      if (!account.hasRoom()) {
        return new Refused(account, Refusal.TOO_MANY_CALLS);
      }
      if (account.isSpent(today)) {
        return new Refused(account, Refusal.BUDGET_SPENT);
      }
    }
    return null;
  }

  private List<Account> concerned(Asking call, Tariff.Destination to) {
    List<Account> concerned = new ArrayList<>(4);
    String user = call.from().user();
    concerned.add(account(Scope.CLASS, to.name(), "class " + to.name() + " " + user));
    concerned.add(account(Scope.USER, user, "user " + user));
    for (String group : call.groups()) {
      concerned.add(account(Scope.GROUP, group, "group " + group));
    }
    if (!call.network().isEmpty()) {
      concerned.add(account(Scope.NETWORK, call.network(), "network " + call.network()));
    }
    return concerned;
  }

  private Account account(Scope scope, String name, String key) {
    Account known = accounts.get(key);
    if (known != null) {
      return known;
    }
    Account made = new Account(scope, name, rules.of(scope, name), nanoTime.getAsLong());
    accounts.put(key, made);
    Iterator<Account> eldest = accounts.values().iterator();
    for (int looked = 0; accounts.size() > most && looked < 16 && eldest.hasNext(); looked++) {
      Account candidate = eldest.next();
      if (candidate.running == 0 && candidate != made) {
        eldest.remove();
      }
    }
    return made;
  }

  @Override
  public synchronized int running(Address user) {
    Account account = accounts.get("user " + user.user());
    return account == null ? 0 : account.running;
  }

  /** Charges what has been talked since the last time, and ends whom that leaves without. */
  void tick() {
    List<Runnable> ends = new ArrayList<>();
    synchronized (this) {
      long now = nanoTime.getAsLong();
      LocalDate today = hours.day(clock.instant());
      for (Running call : talking) {
        call.charge(now, today);
        if (settings.endWhenSpent() && call.mayEnd() && call.isSpent(today)) {
          call.spent = true;
          Consumer<String> end = call.end;
          ends.add(() -> end.accept(Refusal.BUDGET_SPENT.words()));
        }
      }
    }
    ends.forEach(Runnable::run);
  }

  /** Begin of the day that is being charged: what was talked since then belongs to it. */
  Instant dayBegan() {
    return hours.midnight(hours.day(clock.instant()));
  }

  /** Charges a call of before the start, as far as it was talked today. */
  synchronized void restore(Asking call, Instant answered, Instant ended) {
    Instant from = answered.isBefore(dayBegan()) ? dayBegan() : answered;
    long talked = Math.max(0, Duration.between(from, ended).toNanos());
    Tariff.Destination to = tariff.destination(call.to().user(), call.internal());
    LocalDate today = hours.day(clock.instant());
    long cost = cost(talked, to);
    concerned(call, to).forEach(account -> account.charge(today, talked, cost));
  }

  /** What a user's calls of today come to, as far as they have been charged. */
  synchronized Guard.Usage usage(String user) {
    LocalDate today = hours.day(clock.instant());
    Account account = accounts.get("user " + user);
    return account == null
        ? new Guard.Usage(Duration.ZERO, 0)
        : new Guard.Usage(Duration.ofNanos(account.nanos(today)), account.millionths(today));
  }

  synchronized int remembered() {
    return accounts.size();
  }

  private static long cost(long nanos, Tariff.Destination to) {
    return to.millionths() == 0 ? 0 : Math.round((double) nanos / MINUTE * to.millionths());
  }

  /** One call while it runs. */
  private final class Running implements Metered {
    // immutable
    private final Asking call;
    private final Tariff.Destination to;
    private final List<Account> concerned;

    // guarded by the meter
    private Consumer<String> end;
    private boolean answered;
    private boolean over;
    private boolean spent;
    private long answeredAt;
    private long chargedNanos;
    private long chargedCost;

    Running(Asking call, Tariff.Destination to, List<Account> concerned) {
      this.call = call;
      this.to = to;
      this.concerned = concerned;
    }

    @Override
    public void whenSpent(Consumer<String> then) {
      synchronized (Meter.this) {
        end = then;
      }
    }

    @Override
    public void answered() {
      synchronized (Meter.this) {
        if (!over && !answered) {
          answered = true;
          answeredAt = nanoTime.getAsLong();
          talking.add(this);
        }
      }
    }

    @Override
    public void ended() {
      synchronized (Meter.this) {
        if (over) {
          return;
        }
        over = true;
        if (answered) {
          charge(nanoTime.getAsLong(), hours.day(clock.instant()));
          talking.remove(this);
        }
        concerned.forEach(account -> account.running--);
      }
    }

    private boolean mayEnd() {
      return !spent && end != null && !call.emergency();
    }

    private boolean isSpent(LocalDate today) {
      return concerned.stream().anyMatch(account -> account.isSpent(today));
    }

    private void charge(long now, LocalDate today) {
      long talked = now - answeredAt;
      long cost = cost(talked, to);
      long more = talked - chargedNanos;
      long dearer = cost - chargedCost;
      chargedNanos = talked;
      chargedCost = cost;
      concerned.forEach(account -> account.charge(today, more, dearer));
    }
  }
}
