package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord.AccessPlay;
import io.sallyport.server.archive.ArchiveRecord.AccessRefused;
import io.sallyport.server.archive.ArchiveRecord.AccessSearch;
import io.sallyport.server.archive.ArchiveRecord.AccessView;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.review.Outcome.Awaiting;
import io.sallyport.server.review.Outcome.Denied;
import io.sallyport.server.review.Outcome.Granted;
import io.sallyport.server.search.Answer;
import io.sallyport.server.search.Criteria;
import io.sallyport.server.search.Hit;
import io.sallyport.server.search.Kind;
import io.sallyport.server.search.RecordIndex;
import io.sallyport.server.search.Scope;
import io.sallyport.server.search.Search;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The officers' door. Whoever comes through has shown who they are and says why; sees only whom
 * they are assigned; and nothing leaves before the record of it is durable, so that a server killed
 * at any moment has shown nothing that is not on record. All of it blocks.
 */
public final class Review {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Duration COMPLETE = Duration.ofSeconds(30);
  private static final String BEHIND =
      "the index is behind the journal, and an export must be complete; try again later";
  private static final Set<String> MOMENTS = Set.of(BEHIND, Readings.SLOW, RecordIndex.NOT_OPEN);
  private static final int SHORTEST_REASON = 3;
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_SUBJECT = 200;

  /** What an approval is asked for. */
  public static final String PLAY = "play";

  public static final String LISTEN = "listen";

  public static final String EXPORT = "export";

  // immutable
  private final Desk desk;
  private final ReviewSettings settings;
  private final Neighbours neighbours;
  private final Resolver resolver;
  private final HeldLines heldLines;
  private final Plays plays;
  private final Marks marks;
  private final Readings readings;
  private final Guesses guesses = new Guesses();

  public Review(Desk desk, ReviewSettings settings, Neighbours neighbours) {
    this.desk = desk;
    this.settings = settings;
    this.neighbours = neighbours;
    this.resolver =
        new Resolver(desk.assignments(), desk.groups(), neighbours.holds(), desk.domain());
    this.heldLines = new HeldLines(desk);
    this.marks = new Marks(this, desk);
    this.plays = new Plays(this, desk, settings, neighbours.recordings());
    this.readings = new Readings(this, desk, resolver, neighbours.recordings());
  }

  /**
   * A record as an officer reads it.
   *
   * @param entries all its records, with bodies
   */
  public record Viewed(Hit hit, List<Entry> entries) {}

  /**
   * A page of the access trail, newest first.
   *
   * @param next where the next page begins; empty on the last one
   */
  public record Trail(List<Entry> entries, Optional<String> next) {}

  /** Recordings for players that ask for one part after the other. */
  public Plays plays() {
    return plays;
  }

  /** Notes beside moments of recordings. */
  public Marks marks() {
    return marks;
  }

  /** Whether nobody may hear a recording without a second person. */
  public boolean playNeedsTwo() {
    return settings.playNeedsTwo();
  }

  /** Whether nobody may export without a second person. */
  public boolean exportNeedsTwo() {
    return settings.exportNeedsTwo();
  }

  AccessLog log() {
    return desk.log();
  }

  /** Who it is; empty where name and password are not those of an enabled user. On record. */
  public Optional<Officer> login(String name, Secret password) throws IOException {
    String canonical = cut(Directory.canonical(name), LONGEST_NAME);
    Duration pause = guesses.pause(canonical, desk.clock().instant());
    if (proven(canonical, password)) {
      return Optional.of(new Officer(canonical));
    }
    String why = pause.isZero() ? "wrong name or password" : "too many wrong passwords";
    refuse(canonical, "", "login", "", why);
    return Optional.empty();
  }

  /**
   * Whether it is the password of that enabled user. After some wrong ones no answer is given for a
   * while, and the right one is as wrong as any.
   *
   * @param name canonical
   */
  public boolean proven(String name, Secret password) {
    if (!guesses.pause(name, desk.clock().instant()).isZero()) {
      return false;
    }
    if (desk.directory().verify(name, password)) {
      guesses.right(name);
      return true;
    }
    guesses.wrong(name, desk.clock().instant());
    return false;
  }

  /**
   * Who has signed in to the console, and needs no password a second time. Whether they are
   * assigned anybody is asked when they look.
   *
   * @param user of a session or key that was just found good
   */
  public Officer officer(String user) {
    return new Officer(Directory.canonical(user));
  }

  /** More than one record at a time. */
  public Readings readings() {
    return readings;
  }

  /** Searches. */
  public Outcome<Answer.Page> search(
      Officer officer,
      String reason,
      Request request,
      boolean facets,
      int limit,
      Optional<String> cursor)
      throws IOException {
    Optional<String> problem = problem(reason).or(() -> resolver.problem(request));
    if (problem.isPresent()) {
      return denied(officer, reason, "search", request.words(), problem.get());
    }
    desk.index().catchUp(FRESH);
    Search search = resolver.search(request, officer, facets, limit, cursor);
    Answer answer = desk.index().search(search);
    if (answer instanceof Answer.Rejected rejected) {
      return denied(officer, reason, "search", request.words(), rejected.why());
    }
    Answer.Page page = (Answer.Page) answer;
    desk.log().write(searched(officer, reason, request.words(), page));
    return new Granted<>(page);
  }

  /**
   * Reads one call or line with its text.
   *
   * @param id the call's or the line's id
   */
  public Outcome<Viewed> view(Officer officer, String reason, String id) throws IOException {
    Optional<String> problem = problem(reason);
    Optional<Hit> hit = problem.isPresent() ? Optional.empty() : find(officer, id);
    if (hit.isEmpty()) {
      return denied(officer, reason, "view", id, problem.orElse(NOT_FOUND));
    }
    Hit found = hit.get();
    List<Entry> entries = desk.entries(found);
    desk.log()
        .write(
            new AccessView(
                desk.clock().instant(), officer.name(), reason, id, found.sequence(), ""));
    return new Granted<>(new Viewed(found, entries));
  }

  /**
   * Plays the first playable piece of a call's recording.
   *
   * @param approval the second person's, where the settings want one and it was given; empty to ask
   * @param to opened only when the record is durable
   */
  public Outcome<String> play(
      Officer officer, String reason, String call, Optional<String> approval, Sink to)
      throws IOException {
    Optional<String> problem = problem(reason);
    Optional<Hit> hit = problem.isPresent() ? Optional.empty() : find(officer, call);
    if (hit.isEmpty()) {
      return denied(officer, reason, PLAY, call, problem.orElse(NOT_FOUND));
    }
    List<Recordings.Piece> pieces = neighbours.recordings().of(hit.get().id());
    if (pieces.isEmpty()) {
      return denied(officer, reason, PLAY, call, "there is no recording of this call");
    }
    Optional<String> unusable = to.problem();
    if (unusable.isPresent()) {
      // before an approval is used up for nothing
      return new Denied<>(unusable.get());
    }
    Outcome<String> second =
        approved(settings.playNeedsTwo(), PLAY, "call " + call, officer, reason, approval);
    if (!(second instanceof Granted<String> by)) {
      return second;
    }
    Recordings.Piece piece = pieces.get(0);
    desk.log()
        .write(
            new AccessPlay(
                desk.clock().instant(),
                officer.name(),
                reason,
                call,
                hit.get().sequence(),
                piece.extension(),
                by.value()));
    try (OutputStream out = to.open(piece.extension())) {
      piece.writeTo(out);
    }
    return new Granted<>(piece.extension());
  }

  /**
   * Lets an officer hear a running call. That it is heard is put on record by whoever connects it.
   *
   * @param approval as for {@link #play}
   * @return who approved, in words for the record; empty where nobody had to
   */
  public Outcome<String> listen(
      Officer officer, String reason, String call, Optional<String> approval) throws IOException {
    Optional<String> problem = problem(reason);
    if (problem.isEmpty() && find(officer, call).isEmpty()) {
      problem = Optional.of(NOT_FOUND);
    }
    return problem.isPresent()
        ? denied(officer, reason, LISTEN, call, problem.get())
        : approved(settings.listenNeedsTwo(), LISTEN, "call " + call, officer, reason, approval);
  }

  /** Where something goes once it may. */
  public interface Sink {
    OutputStream open(String extension) throws IOException;

    /** Why it will not be opened; empty where nothing speaks against it yet. */
    default Optional<String> problem() {
      return Optional.empty();
    }
  }

  /**
   * Exports what the request finds into a package.
   *
   * @param approval as for {@link #play}
   * @param file that is not there yet
   */
  public Outcome<Export.Made> export(
      Officer officer,
      String reason,
      Request request,
      Optional<String> approval,
      Path file,
      Export.Progress progress)
      throws IOException {
    Optional<String> problem = problem(reason).or(() -> resolver.problem(request));
    if (problem.isPresent()) {
      return denied(officer, reason, EXPORT, request.words(), problem.get());
    }
    Optional<String> unusable = Export.problem(file);
    if (unusable.isPresent()) {
      return new Denied<>(unusable.get());
    }
    if (!desk.index().catchUp(COMPLETE)) {
      return denied(officer, reason, EXPORT, request.words(), BEHIND);
    }
    Search search =
        resolver.search(request, officer, false, Search.MOST_ON_A_PAGE, Optional.empty());
    try (Selection selection = Selection.open(desk, search, settings.exportAtMost())) {
      if (selection.problem().isPresent()) {
        return denied(officer, reason, EXPORT, request.words(), selection.problem().get());
      }
      Outcome<String> second =
          approved(settings.exportNeedsTwo(), EXPORT, subject(request), officer, reason, approval);
      if (second instanceof Denied<String> no) {
        return new Denied<>(no.why());
      }
      if (second instanceof Awaiting<String> wait) {
        return new Awaiting<>(wait.approval());
      }
      Export export = new Export(desk, neighbours, selection, officer, reason, request.words());
      return export.run(file, ((Granted<String>) second).value(), progress);
    }
  }

  /** Chat lines that wait for a reviewer, of those that the officer may see. */
  public Outcome<List<MessageRow>> held(Officer officer, String reason) throws IOException {
    Optional<String> problem = problem(reason);
    return problem.isPresent()
        ? denied(officer, reason, "held", "", problem.get())
        : new Granted<>(heldLines.list(officer, reason, resolver.scope(officer)));
  }

  /** Lets a held line go, or keeps it back for good. */
  public Outcome<String> decide(Officer officer, String reason, String id, boolean release)
      throws IOException {
    Optional<String> problem = problem(reason);
    if (problem.isEmpty()) {
      problem = heldLines.decide(officer, reason, resolver.scope(officer), id, release);
    }
    return problem.isPresent()
        ? denied(officer, reason, release ? "held release" : "held reject", id, problem.get())
        : new Granted<>(id);
  }

  /** What a second person approves: short words as they are, long ones by their digest. */
  private static String subject(Request request) {
    String words = request.words();
    return words.length() <= LONGEST_SUBJECT ? words : "query sha256 " + Hashing.sha256(words);
  }

  /**
   * Reads who looked at what. Who may see everybody sees every act; others see their own.
   *
   * @param of only acts of this officer
   * @param id only acts on this call, line or export
   */
  public Outcome<Trail> trail(
      Officer officer,
      String reason,
      Optional<String> of,
      Optional<String> id,
      int limit,
      Optional<String> cursor)
      throws IOException {
    String words =
        "access trail"
            + of.map(v -> " officer=" + v).orElse("")
            + id.map(v -> " id=" + v).orElse("");
    Optional<String> problem = problem(reason);
    if (problem.isPresent()) {
      return denied(officer, reason, "trail", words, problem.get());
    }
    desk.index().catchUp(FRESH);
    boolean all = resolver.scope(officer).everything();
    Optional<String> whose = all ? of.map(Directory::canonical) : Optional.of(officer.name());
    Search search =
        new Search(
            acts(whose, id), Scope.EVERYTHING, List.of(), Optional.empty(), false, limit, cursor);
    if (!(desk.index().search(search) instanceof Answer.Page page)) {
      return denied(officer, reason, "trail", words, "the trail cannot be searched now");
    }
    List<Entry> entries = new ArrayList<>();
    for (Hit hit : page.hits()) {
      entries.add(desk.archive().entry(hit.sequence(), hit.position()));
    }
    desk.log().write(searched(officer, reason, words, page));
    return new Granted<>(new Trail(entries, page.next()));
  }

  /** Acts in the index; a name that nobody has finds nothing. */
  static Criteria acts(Optional<String> officer, Optional<String> id) {
    return Criteria.where()
        .kind(Kind.ACCESS)
        .parties(officer.map(name -> List.of(Set.of(name))).orElse(List.of()))
        .direction(officer.map(name -> Criteria.Direction.OUT).orElse(null))
        .ids(id.map(Set::of).orElse(Set.of()))
        .build();
  }

  static final String NOT_FOUND = "there is no such record among those that you are assigned to";

  /** A call or line of that id among those that the officer may see now. */
  Optional<Hit> find(Officer officer, String id) throws IOException {
    desk.index().catchUp(FRESH);
    Search search = resolver.search(Request.ids(List.of(id)), officer, false, 1, Optional.empty());
    return desk.index().search(search) instanceof Answer.Page page
        ? page.hits().stream().findFirst()
        : Optional.empty();
  }

  /** That a page was given, for the record. */
  AccessSearch searched(Officer officer, String reason, String words, Answer.Page page) {
    return new AccessSearch(
        desk.clock().instant(),
        officer.name(),
        reason,
        words,
        page.total(),
        page.hits().stream().map(Hit::sequence).toList());
  }

  /** Who approved; empty text where nobody has to. */
  Outcome<String> approved(
      boolean needed,
      String action,
      String subject,
      Officer officer,
      String reason,
      Optional<String> approval)
      throws IOException {
    if (!needed) {
      return new Granted<>("");
    }
    FourEyes eyes = neighbours.fourEyes();
    try {
      if (approval.isEmpty()) {
        return new Awaiting<>(eyes.request(action, subject, reason, officer.name()));
      }
      String by = eyes.use(approval.get(), action, subject, officer.name());
      return new Granted<>(approval.get() + " by " + by);
    } catch (IOException e) {
      return denied(officer, reason, action, subject, String.valueOf(e.getMessage()));
    }
  }

  /** What is wrong with a reason; a sentence for the officer, or empty. */
  public static Optional<String> problem(String reason) {
    String said = reason.strip();
    return said.length() < SHORTEST_REASON || said.length() > LONGEST_REASON
        ? Optional.of("say why, in %d to %d characters".formatted(SHORTEST_REASON, LONGEST_REASON))
        : Optional.empty();
  }

  <T> Denied<T> denied(Officer officer, String reason, String action, String subject, String why)
      throws IOException {
    refuse(officer.name(), reason, action, subject, why);
    return new Denied<>(why, problem(reason).isPresent() ? Outcome.About.REASON : about(why));
  }

  /** By whole sentences: others may repeat what an officer wrote. */
  private static Outcome.About about(String why) {
    if (why.equals(NOT_FOUND) || why.equals(HeldLines.NOT_FOUND)) {
      return Outcome.About.NAME;
    }
    return MOMENTS.contains(why) ? Outcome.About.MOMENT : Outcome.About.REQUEST;
  }

  private void refuse(String officer, String reason, String action, String subject, String why)
      throws IOException {
    desk.log()
        .write(
            new AccessRefused(
                desk.clock().instant(),
                officer,
                cut(reason, LONGEST_REASON),
                action,
                cut(subject, 2 * LONGEST_REASON),
                cut(why, LONGEST_REASON)));
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
