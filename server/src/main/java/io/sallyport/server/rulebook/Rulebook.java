package io.sallyport.server.rulebook;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord.PolicyChanged;
import io.sallyport.server.base.Component;
import io.sallyport.server.policy.Names;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.policy.Reading;
import io.sallyport.server.policy.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule sets of this server: numbered, each whole on record with author and reason, the newest
 * in force. A set decides nothing before its record is durable; a set that is wrong, or that cannot
 * go on record, changes nothing. Blocks.
 */
public final class Rulebook implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Rulebook.class);

  /** The longest rule set, in bytes; a record holds at most 16 MiB. */
  public static final int LONGEST = 4 << 20;

  private static final int LONGEST_REASON = 512;

  // immutable
  private final Policy policy;
  private final Archive archive;
  private final Names names;
  private final InstantSource clock;

  // any thread
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean loaded;
  private volatile Function<String, List<Reading.Problem>> others = text -> List.of();

  /**
   * The rulebook of a policy.
   *
   * @param archive started before the rulebook
   * @param names that exist, against which each new set is checked
   */
  public Rulebook(Policy policy, Archive archive, Names names, InstantSource clock) {
    this.policy = policy;
    this.archive = archive;
    this.names = names;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "rulebook";
  }

  /**
   * Brings the newest set on record into force. What it names may be gone since; that is no reason
   * to decide by other rules than those on record.
   */
  @Override
  public void start() throws IOException {
    Optional<PolicyChanged> newest = archive.ruleSets().newest();
    if (newest.isPresent()) {
      policy.swap(readable(newest.get()), newest.get().version());
      LOG.info("rule set {} is in force, by {}", newest.get().version(), newest.get().by());
    }
    loaded = true;
  }

  @Override
  public Health check() {
    return loaded
        ? new Health(true, "rule set " + policy.inForce().version())
        : Health.failing("the rule set is not loaded");
  }

  @Override
  public void close() {
    // nothing is open
  }

  /** Has somebody told, after the fact, each time that another set has come into force. */
  public void addListener(Runnable listener) {
    listeners.add(listener);
  }

  /** Has sections of a set that are not policy's checked too: what is wrong there is refused. */
  public void alsoCheck(Function<String, List<Reading.Problem>> check) {
    others = check;
  }

  /** Looks for all that is wrong with a set, and changes nothing. */
  public Reading check(String text) {
    return read(text, names);
  }

  private Reading read(String text, Names against) {
    Reading reading = RuleSet.read(text, policy.territory(), against);
    List<Reading.Problem> problems = new ArrayList<>(others.apply(text));
    if (problems.isEmpty()) {
      return reading;
    }
    if (reading instanceof Reading.Refused refused) {
      problems.addAll(0, refused.problems());
    }
    return new Reading.Refused(problems);
  }

  /** Puts a set on record and then into force. */
  public synchronized Outcome apply(String text, String by, String reason) throws IOException {
    Optional<PolicyChanged> newest = archive.ruleSets().newest();
    if (newest.isPresent() && newest.get().text().equals(text)) {
      return new Outcome.Failed("that is rule set " + newest.get().version() + ", in force now");
    }
    return adopt(text, names, by, reason, 0, newest);
  }

  /** Puts an older set on record again, as the newest, and then into force. */
  public synchronized Outcome rollback(long version, String by, String reason) throws IOException {
    Optional<PolicyChanged> older = archive.ruleSets().version(version);
    Optional<PolicyChanged> newest = archive.ruleSets().newest();
    if (older.isEmpty()) {
      return new Outcome.Failed("there is no rule set " + version);
    }
    if (newest.orElseThrow().text().equals(older.get().text())) {
      return new Outcome.Failed("the text of rule set " + version + " is in force now");
    }
    return adopt(older.get().text(), new Lenient(names), by, reason, version, newest);
  }

  private Outcome adopt(
      String text,
      Names against,
      String by,
      String reason,
      long restores,
      Optional<PolicyChanged> newest) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      return new Outcome.Failed("say why, in at most " + LONGEST_REASON + " characters");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      return new Outcome.Failed("a rule set has at most " + (LONGEST >> 20) + " MiB");
    }
    Reading reading = read(text, against);
    if (reading instanceof Reading.Refused refused) {
      return new Outcome.Refused(refused.problems());
    }
    Reading.Ok ok = (Reading.Ok) reading;
    long version = newest.map(PolicyChanged::version).orElse(0L) + 1;
    try {
      archive.write(
          new PolicyChanged(version, clock.instant(), by, reason.strip(), text, restores));
    } catch (IOException e) {
      return new Outcome.Failed(e.getMessage());
    }
    policy.swap(ok.rules(), version);
    LOG.info("rule set {} is in force, by {}", version, by);
    listeners.forEach(Runnable::run);
    return new Outcome.InForce(version, ok.warnings());
  }

  /**
   * The set that decides in a running server; without one, the newest on record, which the next
   * start will bring into force.
   */
  public RuleSet current() throws IOException {
    return loaded ? policy.current() : compiled(newest()).orElseThrow();
  }

  /** Number of that set; 0 for the rules that are built in. */
  public long newest() throws IOException {
    return loaded
        ? policy.inForce().version()
        : archive.ruleSets().newest().map(PolicyChanged::version).orElse(0L);
  }

  /** Every set on record, in order, without its text. */
  public List<PolicyChanged> versions() throws IOException {
    return archive.ruleSets().list();
  }

  /** One set as it is on record. */
  public Optional<PolicyChanged> version(long version) throws IOException {
    return archive.ruleSets().version(version);
  }

  /**
   * One set compiled, to ask what it would decide; 0 is the rules that are built in. Empty where
   * there is no such set.
   */
  public Optional<RuleSet> compiled(long version) throws IOException {
    if (version == 0) {
      return Optional.of(RuleSet.standard(policy.territory()));
    }
    Optional<PolicyChanged> found = archive.ruleSets().version(version);
    return found.isEmpty() ? Optional.empty() : Optional.of(readable(found.get()));
  }

  private RuleSet readable(PolicyChanged set) throws IOException {
    Reading reading = RuleSet.read(set.text(), policy.territory(), Names.UNCHECKED);
    if (reading instanceof Reading.Refused refused) {
      throw new IOException(
          "rule set %d on record cannot be read any more: %s"
              .formatted(set.version(), refused.problems().get(0).text()));
    }
    return ((Reading.Ok) reading).rules();
  }
}
