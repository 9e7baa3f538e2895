package io.sallyport.server.api.officer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import io.sallyport.server.api.Api;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ArchiveSettings;
import io.sallyport.server.archive.TypedRecords;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.directory.User;
import io.sallyport.server.login.LoginSettings;
import io.sallyport.server.login.Role;
import io.sallyport.server.login.SignIn;
import io.sallyport.server.login.Watch;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.KeepSettings;
import io.sallyport.server.retention.Outcome;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.retention.RetentionSettings;
import io.sallyport.server.review.Desk;
import io.sallyport.server.review.Evidence;
import io.sallyport.server.review.FourEyes;
import io.sallyport.server.review.Holds;
import io.sallyport.server.review.JournalAccessLog;
import io.sallyport.server.review.Neighbours;
import io.sallyport.server.review.Orders;
import io.sallyport.server.review.Recordings;
import io.sallyport.server.review.Review;
import io.sallyport.server.review.ReviewSettings;
import io.sallyport.server.review.SavedSearches;
import io.sallyport.server.search.Criteria;
import io.sallyport.server.search.RecordIndex;
import io.sallyport.server.search.SearchSettings;
import io.sallyport.server.vault.KeyRing;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The officers' part of the API over HTTP, with a real archive, index, retention and sign-in behind
 * it: eve and mallory are officers, rita a reviewer, aude an auditor, root an administrator.
 */
final class Bureau implements AutoCloseable {
  static final String WHY = "case 7: shares";
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
  private static final JsonMapper JSON = new JsonMapper();

  final Database database;
  final Archive archive;
  final RecordIndex index;
  final Directory users;
  final Groups groups;
  final Assignments assignments;
  final Retention retention;
  final Orders orders;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final SignIn signIn;
  private final Javalin http;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, SignIn.Outcome.Opened> sessions = new HashMap<>();

  Bureau(Path directory) throws Exception {
    Counters counters = new Counters();
    InstantSource clock = now::get;
    database = new Database(directory.resolve("db"), DatabaseSettings.defaults(), counters);
    database.start();
    archive =
        new Archive(
            directory.resolve("journal"),
            new ArchiveSettings(64, 10_000, 0, 1_000),
            KeyRing.of(KEY),
            database,
            clock,
            counters);
    archive.start();
    index = new RecordIndex(directory.resolve("index"), KEY, SearchSettings.defaults(), archive);
    index.start();
    users = new Directory(database, "example.org", KEY);
    users.start();
    for (String name : List.of("eve", "mallory", "rita", "aude", "root", "alice")) {
      users.add(name, name, User.Role.USER, Secret.of("pw " + name));
    }
    groups = Groups.open(database, users);
    assignments = new Assignments(database, users, groups, "example.org");
    retention =
        new Retention(
            archive,
            keepingChatForADay(),
            "example.org",
            new io.sallyport.server.retention.Neighbours(
                groups::members, object -> false, Optional.empty()),
            directory.resolve("certificates"),
            clock,
            () -> Duration.between(NOW, now.get()).toNanos());
    retention.start();
    Review review = review(clock);
    orders = new Orders(database, review, directory.resolve("exports"), RecordQuery::of, clock);
    orders.start();
    signIn =
        new SignIn(
            LoginSettings.defaults(),
            database,
            users,
            Bureau::role,
            "example.org",
            KEY,
            (event, user, network, detail) -> {},
            Watch.NOBODY,
            clock);
    PurgesResource purges = new PurgesResource(retention, review, assignments, clock);
    Api api =
        new Api(
            signIn,
            List.of(
                new RecordsResource(review),
                new SearchesResource(review, new SavedSearches(database, clock)),
                new ConversationsResource(review),
                new TimelineResource(review),
                new HoldsResource(retention, review, assignments, groups, "example.org", clock),
                new ApprovalsResource(
                    retention, review, assignments, clock, new Agreed(orders, purges)),
                new RetentionResource(retention),
                purges,
                new ExportsResource(review, orders, retention, clock),
                new AccessResource(review),
                new HeldResource(review)),
            "test");
    http = serving(api);
    http.start(0);
  }

  private Review review(InstantSource clock) {
    return new Review(
        new Desk(
            archive,
            index,
            new JournalAccessLog(archive),
            users,
            assignments,
            groups,
            "example.org",
            clock),
        ReviewSettings.defaults(),
        new Neighbours(new TwoPeople(), new Held(), Recordings.NONE, Evidence.NONE));
  }

  private static Javalin serving(Api api) {
    return Javalin.create(
        config -> {
          config.startup.showJavalinBanner = false;
          config.jetty.host = "127.0.0.1";
          for (HandlerType method :
              List.of(HandlerType.GET, HandlerType.POST, HandlerType.DELETE)) {
            config.routes.addHttpHandler(method, "/api/v1/*", api);
          }
        });
  }

  private static RetentionSettings keepingChatForADay() {
    KeepSettings ever =
        new KeepSettings(Duration.ZERO, KeepSettings.From.END, KeepSettings.Takes.EVERYTHING);
    KeepSettings day =
        new KeepSettings(Duration.ofDays(1), KeepSettings.From.BEGIN, KeepSettings.Takes.BODIES);
    return new RetentionSettings(ever, ever, day, ever, ever, 10_000, true, Duration.ofDays(3));
  }

  private static Optional<Role> role(String user) {
    return Optional.of(
        switch (user) {
          case "eve", "mallory" -> Role.OFFICER;
          case "rita" -> Role.REVIEWER;
          case "aude" -> Role.AUDITOR;
          case "root" -> Role.ADMIN;
          default -> Role.EMPLOYEE;
        });
  }

  /** Before anybody signs in: their sessions would end. */
  void later(Duration time) {
    now.set(now.get().plus(time));
  }

  /** Everybody is assigned everybody. */
  void assignEverybody(String... officers) {
    for (String officer : officers) {
      assignments.assign(officer, Assignments.Kind.EVERYBODY, "");
    }
  }

  /** Two desks: alice and bob trade, carol and dave do not. */
  void traffic() throws IOException {
    call("c1", 0, "alice", "bob");
    line("m1", 10, "alice", "bob", "buy the shares");
    line("m2", 20, "carol", "dave", "lunch and shares");
    call("c2", 30, "carol", "dave");
    line("m3", 40, "dave", "alice", "hello alice");
  }

  void line(String id, long seconds, String from, String to, String text, String... marks)
      throws IOException {
    archive.write(
        new ChatMessage(
            id,
            NOW.plusSeconds(seconds),
            party(from),
            "sip:" + to + "@example.org",
            new Body("text/plain", text.getBytes(StandardCharsets.UTF_8)),
            "",
            0,
            List.of(marks)));
  }

  void call(String id, long seconds, String from, String to) throws IOException {
    Instant at = NOW.plusSeconds(seconds);
    archive.write(
        new CallStarted(id, at, party(from), "sip:" + to + "@example.org", List.of("audio")));
    archive.write(new CallAnswered(id, at.plusSeconds(1), party(to), List.of("audio")));
    archive.write(new CallEnded(id, at.plusSeconds(9), "answered", 200, "x", "", 8_000, List.of()));
  }

  private static Party party(String user) {
    return new Party("sip:" + user + "@example.org", user, "phone/1", "TLS 192.0.2.1");
  }

  /** What was answered. */
  record Answer(int status, JsonNode body, String text) {
    List<String> texts(String list, String field) {
      List<String> values = new ArrayList<>();
      body.path(list).forEach(item -> values.add(item.path(field).asText()));
      return values;
    }

    /** The fields that a problem is about. */
    List<String> wrong() {
      return texts("errors", "field");
    }
  }

  Answer get(String user, String path) throws Exception {
    return send(user, HttpRequest.newBuilder().uri(uri(path)).GET());
  }

  /** The same with a reason. */
  Answer look(String user, String path) throws Exception {
    return get(user, path + (path.contains("?") ? "&" : "?") + "reason=" + encoded(WHY));
  }

  Answer post(String user, String path, Object body) throws Exception {
    return send(
        user,
        HttpRequest.newBuilder()
            .uri(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  Answer delete(String user, String path) throws Exception {
    return send(user, HttpRequest.newBuilder().uri(uri(path)).DELETE());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private URI uri(String path) {
    String below = path.startsWith("/api/") ? path : "/api/v1" + path;
    return URI.create("http://127.0.0.1:" + http.port() + below);
  }

  private Answer send(String user, HttpRequest.Builder request) throws Exception {
    SignIn.Outcome.Opened opened =
        sessions.computeIfAbsent(
            user,
            name ->
                (SignIn.Outcome.Opened)
                    signIn.signIn(name, Secret.of("pw " + name), "", "127.0.0.1"));
    HttpResponse<String> response =
        client.send(
            request
                .header("Cookie", "__Host-sallyport=" + opened.cookie())
                .header("X-CSRF-Token", opened.session().csrf())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String type = response.headers().firstValue("Content-Type").orElse("");
    boolean json = type.contains("json") && !response.body().isEmpty();
    return new Answer(
        response.statusCode(),
        json ? JSON.readTree(response.body()) : JSON.createObjectNode(),
        response.body());
  }

  /** Types of what is on record. */
  List<String> acts() throws IOException {
    List<String> acts = new ArrayList<>();
    try (ArchiveReader reader = archive.read(0, Optional.empty())) {
      reader.forEachRemaining(
          entry -> {
            if (entry.type().startsWith("access.")) {
              acts.add(entry.type());
            }
          });
    }
    return acts;
  }

  /** Records of a type. */
  <T extends ArchiveRecord> List<T> records(Class<T> type) throws IOException {
    return TypedRecords.of(archive.read(0, Optional.empty()), type);
  }

  @Override
  public void close() {
    http.stop();
    orders.close();
    retention.close();
    index.close();
    archive.close();
    database.close();
  }

  private record Agreed(Orders orders, PurgesResource purges)
      implements ApprovalsResource.Approved {
    @Override
    public void export(String approval) {
      orders.approved(approval);
    }

    @Override
    public void purge(Approval approval, String by) {
      purges.approved(approval, by);
    }
  }

  /** As the server connects it. */
  private final class TwoPeople implements FourEyes {
    @Override
    public String request(String action, String subject, String reason, String by)
        throws IOException {
      return done(retention.approvals().request(action, subject, reason, by)).id();
    }

    @Override
    public String use(String approval, String action, String subject, String by)
        throws IOException {
      return done(retention.approvals().use(approval, action, subject, by)).decidedBy();
    }

    private Approval done(Outcome<Approval> outcome) throws IOException {
      if (outcome instanceof Outcome.Denied<Approval> denied) {
        throw new IOException(denied.why());
      }
      return ((Outcome.Done<Approval>) outcome).value();
    }
  }

  private final class Held implements Holds {
    @Override
    public List<Criteria> list() {
      return retention.holds().list().stream()
          .map(hold -> Criteria.where().parties(List.of(hold.persons())).build())
          .toList();
    }

    @Override
    public List<Criteria> of(String matter) {
      return retention.holds().list().stream()
          .filter(hold -> hold.matter().equals(matter))
          .map(hold -> Criteria.where().parties(List.of(Set.copyOf(hold.persons()))).build())
          .toList();
    }
  }
}
