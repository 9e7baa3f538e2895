package io.sallyport.server.directory;

import io.sallyport.server.base.Component;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.policy.People;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The users and what their logins are checked against. Reads come from memory and never block,
 * since shards call them; changes block, go to the database first and are on disk when they return.
 *
 * <p>A change that cannot be made returns a sentence for the admin; an empty answer means that it
 * was made.
 */
public final class Directory implements Component {
  /** Letters, digits and {@code . _ - +}: what needs no escape in a URI, a file name or a log. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9+][a-z0-9._+-]{0,63}");

  private static final Pattern SPACED_NUMBER = Pattern.compile("\\+?[0-9]+[.-][0-9.-]*");

  private static final int MAX_DISPLAY = 128;
  private static final int MAX_DEPARTMENT = 64;
  private static final int MAX_PASSWORD = 256;

  private record Entry(User user, Credentials credentials) {}

  // immutable
  private final String realm;
  private final UserRows rows;
  private final Roster roster;

  // any thread reads; changed under this object's lock after the database
  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, String> departments = new ConcurrentHashMap<>();
  // null where it must be made anew
  private volatile List<User> sorted;
  private volatile boolean loaded;

  /**
   * A directory over a started database.
   *
   * @param realm the domain served, which is part of every credential: changing it means new
   *     passwords
   * @param key 32 bytes under which credentials are sealed at rest
   */
  public Directory(Database database, String realm, Secret key) {
    this.realm = realm;
    this.rows = new UserRows(database, new Seal(key));
    this.roster = new Roster(realm);
  }

  /** The canonical form of a login's or address's user part: lower case. */
  public static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public synchronized void start() {
    for (Map.Entry<User, Credentials> row : rows.load().entrySet()) {
      put(new Entry(row.getKey(), row.getValue()));
    }
    loaded = true;
  }

  @Override
  public Health check() {
    return loaded ? Health.OK : Health.failing("users are not loaded");
  }

  @Override
  public void close() {
    // the database is closed by whoever opened it
  }

  /** Whether there is or was a user of a department that is spelled exactly so. */
  public boolean hasDepartment(String name) {
    return name.equals(departments.get(canonical(name)));
  }

  /** Who is behind an address: for policy, which asks for each attempt. */
  public People people() {
    return roster;
  }

  Roster roster() {
    return roster;
  }

  String domain() {
    return realm;
  }

  /** The user of that name, in any case, enabled or not. Never blocks. */
  public Optional<User> user(String name) {
    return Optional.ofNullable(entries.get(canonical(name))).map(Entry::user);
  }

  /**
   * What the user's login is checked against, whether the account is enabled or not. Never blocks.
   */
  public Optional<Credentials> credentials(String name) {
    return Optional.ofNullable(entries.get(canonical(name))).map(Entry::credentials);
  }

  /**
   * Whether this is the password of a user who may log in. As long for a name that nobody has as
   * for one that somebody has.
   */
  public boolean verify(String name, Secret password) {
    String canonical = canonical(name);
    String typed = password.revealText();
    if (typed.length() > MAX_PASSWORD) {
      return false;
    }
    Entry entry = entries.get(canonical);
    byte[] given =
        Credentials.of(canonical, realm, typed).sha256().getBytes(StandardCharsets.US_ASCII);
    byte[] kept =
        (entry == null ? "" : entry.credentials().sha256()).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(given, kept) && entry != null && entry.user().enabled();
  }

  /** Every user in the order of names. */
  public List<User> list() {
    List<User> known = sorted;
    if (known == null) {
      synchronized (this) {
        // under the lock that changes hold, so that none of them is missed
        known =
            entries.values().stream()
                .map(Entry::user)
                .sorted(Comparator.comparing(User::name))
                .toList();
        sorted = known;
      }
    }
    return known;
  }

  /** Departments that a user is or was of since the start, as they are spelled, in order. */
  public List<String> departments() {
    return departments.values().stream().sorted().toList();
  }

  public Optional<String> add(String name, String display, User.Role role, Secret password) {
    return add(name, display, "", role, password);
  }

  /**
   * Adds a user.
   *
   * @param department empty for none
   */
  public Optional<String> add(
      String name, String display, String department, User.Role role, Secret password) {
    NewUser wanted = new NewUser(name, display, department, role, password);
    return Optional.ofNullable(addAll(List.of(wanted)).get(0));
  }

  /**
   * Adds all of them, or nobody where one cannot be added.
   *
   * @return what is wrong, by place in the list; empty where they are there now
   */
  public synchronized SortedMap<Integer, String> addAll(List<NewUser> wanted) {
    SortedMap<Integer, String> problems = problems(wanted);
    if (problems.isEmpty() && !wanted.isEmpty()) {
      List<Entry> made = wanted.stream().map(this::entry).toList();
      Map<User, Credentials> users = new LinkedHashMap<>();
      made.forEach(entry -> users.put(entry.user(), entry.credentials()));
      rows.add(users);
      made.forEach(this::put);
    }
    return problems;
  }

  /** What keeps accounts from being made, by place in the list. */
  public SortedMap<Integer, String> problems(List<NewUser> wanted) {
    SortedMap<Integer, String> problems = new TreeMap<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      String name = canonical(wanted.get(i).name());
      Optional<String> problem =
          names.add(name) ? problem(wanted.get(i)) : Optional.of("stands there a second time");
      int place = i;
      problem.ifPresent(words -> problems.put(place, words));
    }
    return problems;
  }

  private Entry entry(NewUser wanted) {
    String name = canonical(wanted.name());
    return new Entry(
        new User(name, wanted.display(), wanted.role(), true, spelled(wanted.department())),
        Credentials.of(name, realm, wanted.password().revealText()));
  }

  private Optional<String> problem(NewUser wanted) {
    String canonical = canonical(wanted.name());
    if (!NAME.matcher(canonical).matches()) {
      return Optional.of(
          "a user name has 1 to 64 letters, digits, or . _ + - and begins with a letter, a digit or"
              + " +");
    }
    if (SPACED_NUMBER.matcher(canonical).matches()) {
      // addresses that read as numbers lose their separators, so nobody could reach this one
      return Optional.of("a user name that is a number has digits only, perhaps after a +");
    }
    if (entries.containsKey(canonical)) {
      return Optional.of("there is a user " + canonical + " already");
    }
    return displayProblem(wanted.display())
        .or(() -> departmentProblem(wanted.department()))
        .or(() -> problem(wanted.password()));
  }

  public synchronized Optional<String> password(String name, Secret password) {
    Entry entry = entries.get(canonical(name));
    Optional<String> problem = entry == null ? unknown() : problem(password);
    if (problem.isEmpty()) {
      User user = entry.user();
      Credentials credentials = Credentials.of(user.name(), realm, password.revealText());
      rows.replace(user.name(), credentials);
      entries.put(user.name(), new Entry(user, credentials));
    }
    return problem;
  }

  public Optional<String> enable(String name) {
    return enabled(name, true);
  }

  /** Refuses every further login; what is registered or running is ended by whoever holds it. */
  public Optional<String> disable(String name) {
    return enabled(name, false);
  }

  private Optional<String> enabled(String name, boolean enabled) {
    return change(
        name,
        Optional.empty(),
        old -> {
          rows.enabled(old.name(), enabled);
          return new User(old.name(), old.display(), old.role(), enabled, old.department());
        });
  }

  /** Says how people know a user. */
  public Optional<String> display(String name, String display) {
    return change(
        name,
        displayProblem(display),
        old -> {
          rows.display(old.name(), display);
          return new User(old.name(), display, old.role(), old.enabled(), old.department());
        });
  }

  /** Says what an account is for. */
  public Optional<String> role(String name, User.Role role) {
    return change(
        name,
        Optional.empty(),
        old -> {
          rows.role(old.name(), role);
          return new User(old.name(), old.display(), role, old.enabled(), old.department());
        });
  }

  /** Says of which department a user is; an empty text for none. */
  public Optional<String> department(String name, String department) {
    return change(
        name,
        departmentProblem(department),
        old -> {
          String spelled = spelled(department);
          rows.department(old.name(), spelled);
          return new User(old.name(), old.display(), old.role(), old.enabled(), spelled);
        });
  }

  /**
   * Changes a user as that operator does, in the database first.
   *
   * @param problem what speaks against it whoever the user is
   */
  private synchronized Optional<String> change(
      String name, Optional<String> problem, UnaryOperator<User> write) {
    Entry entry = entries.get(canonical(name));
    if (entry == null) {
      return unknown();
    }
    if (problem.isEmpty()) {
      put(new Entry(write.apply(entry.user()), entry.credentials()));
    }
    return problem;
  }

  /** The department as it was first written, so that case makes no second one beside it. */
  private String spelled(String department) {
    String text = department.strip();
    return departments.getOrDefault(canonical(text), text);
  }

  private void put(Entry entry) {
    String department = entry.user().department();
    if (!department.isEmpty()) {
      departments.putIfAbsent(canonical(department), department);
    }
    entries.put(entry.user().name(), entry);
    sorted = null;
    roster.user(entry.user());
  }

  private static Optional<String> unknown() {
    return Optional.of("there is no such user");
  }

  private static Optional<String> displayProblem(String display) {
    return display.length() > MAX_DISPLAY || hasControl(display)
        ? Optional.of(
            "a display name has at most " + MAX_DISPLAY + " characters and no control characters")
        : Optional.empty();
  }

  private static Optional<String> departmentProblem(String department) {
    return department.length() > MAX_DEPARTMENT || hasControl(department)
        ? Optional.of(
            "a department has at most " + MAX_DEPARTMENT + " characters and no control characters")
        : Optional.empty();
  }

  private static Optional<String> problem(Secret password) {
    String text = password.revealText();
    boolean fine = !text.isEmpty() && text.length() <= MAX_PASSWORD && !hasControl(text);
    return fine
        ? Optional.empty()
        : Optional.of(
            "a password has 1 to " + MAX_PASSWORD + " characters and no control characters");
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
