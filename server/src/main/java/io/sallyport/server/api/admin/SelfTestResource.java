package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Events;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.PlainTypes;
import io.sallyport.server.api.Problem;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.selftest.Finding;
import io.sallyport.server.selftest.Outside;
import io.sallyport.server.selftest.Run;
import io.sallyport.server.selftest.SelfTest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The self-test, from inside and from another machine. */
public final class SelfTestResource implements Api.Resource {
  private static final int MOST_LINES = 16;
  private static final int LONGEST = 200;

  /**
   * A check.
   *
   * @param state {@code waiting}, {@code running}, {@code ok}, {@code skipped}, {@code warning} or
   *     {@code failed}
   * @param seen what was there
   * @param advice what to do; empty where nothing is
   */
  record SelfTestCheck(
      String id,
      String group,
      String title,
      String state,
      String seen,
      String advice,
      double seconds) {}

  /**
   * A run.
   *
   * @param number 0 where none was begun yet
   * @param verdict the worst that was found so far
   */
  record SelfTestRun(
      long number,
      String by,
      boolean running,
      String began,
      String ended,
      String verdict,
      List<SelfTestCheck> checks) {}

  /** What an admin takes to another machine: the page's address, and a line for a shell. */
  record OutsideInvitation(String page, Instant ends, String command) {}

  /** Where the other machine is to come. */
  record OutsideHost(String host) {}

  /** Shown by a page that was opened elsewhere. */
  record OutsideToken(String token) {
    @Override
    public String toString() {
      return "OutsideToken[redacted]";
    }
  }

  /**
   * What the page needs.
   *
   * @param addresses of the one UDP port, as far as they are known
   */
  record OutsideVisit(String fragment, String password, List<String> addresses, int port) {
    @Override
    public String toString() {
      return "OutsideVisit[" + fragment + "]";
    }
  }

  /** A line of what the page found. */
  record OutsideLine(String id, boolean ok, String seen) {}

  /** What the page found. */
  record OutsideReport(String token, List<OutsideLine> lines) {
    @Override
    public String toString() {
      return "OutsideReport[" + (lines == null ? 0 : lines.size()) + " lines]";
    }
  }

  /**
   * What is known of the last invitation.
   *
   * @param ends empty where there is none
   * @param visitor empty until the page was opened
   * @param browser sources of the page's checks that arrived at the UDP port
   * @param shell the same of the line for a shell
   */
  record OutsideView(
      String ends,
      String visitor,
      List<OutsideLine> lines,
      List<String> browser,
      List<String> shell) {}

  // immutable
  private final SelfTest test;
  private final Outside outside;
  private final String publicName;
  private final Function<String, List<String>> addresses;
  private final Administered administered;

  /**
   * @param addresses of the media port for a visitor who came to that host name
   */
  public SelfTestResource(
      SelfTest test,
      Outside outside,
      String publicName,
      Function<String, List<String>> addresses,
      Events events,
      Administered administered) {
    this.test = test;
    this.outside = outside;
    this.publicName = publicName;
    this.addresses = addresses;
    this.administered = administered;
    test.addListener(
        run -> events.publish(Events.Topic.SELF_TEST, Events.Audience.all(), view(run)));
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/self-test", "self-test", "The run that goes on, or the last.")
            .needs(Permission.READ_STATE)
            .gives(SelfTestRun.class)
            .by(asked -> test.latest().map(SelfTestResource::view).orElse(never())),
        Operation.of(Method.POST, "/self-test", "self-test", "Begin a run.")
            .needs(Permission.ADMINISTER)
            .gives(SelfTestRun.class)
            .creates()
            .by(this::begin),
        Operation.of(
                Method.GET, "/self-test/outside", "self-test", "What another machine has found.")
            .needs(Permission.READ_STATE)
            .gives(OutsideView.class)
            .by(asked -> outsideView()),
        Operation.of(
                Method.POST,
                "/self-test/outside",
                "self-test",
                "Make a page and a command for another machine; those of before end.")
            .needs(Permission.ADMINISTER)
            .takes(OutsideHost.class)
            .gives(OutsideInvitation.class)
            .creates()
            .by(this::invite),
        Operation.of(
                Method.POST,
                "/self-test/outside/visit",
                "self-test",
                "The page was opened elsewhere; its token opens it once.")
            .open()
            .takes(OutsideToken.class)
            .gives(OutsideVisit.class)
            .by(this::visit),
        Operation.of(Method.POST, "/self-test/outside/report", "self-test", "What that page found.")
            .open()
            .takes(OutsideReport.class)
            .by(this::report));
  }

  private Object begin(Asked asked) {
    String by = asked.caller().onRecord();
    Run run =
        test.begin(by)
            .orElseThrow(() -> Problem.conflict("A self-test is under way. Wait for its end."));
    administered.by(asked.caller(), "self-test begun", "run " + run.number());
    return view(run);
  }

  private Object invite(Asked asked) {
    String wanted = asked.body(OutsideHost.class).host();
    String host = wanted == null || wanted.isBlank() ? publicName : wanted.strip();
    if (!host.matches("[A-Za-z0-9._:-]{1,253}")) {
      throw Problem.invalid("host", "is a host name or an address, such as pbx.example.org");
    }
    Outside.Invitation made =
        outside
            .invite(host)
            .orElseThrow(() -> Problem.unavailable("Too many tests are under way."));
    administered.by(asked.caller(), "self-test from outside prepared", host);
    return new OutsideInvitation("/self-test/outside#" + made.token(), made.ends(), made.command());
  }

  private Object visit(Asked asked) {
    Outside.Visit visit =
        outside
            .visit(Words.of(asked.body(OutsideToken.class).token()), asked.network())
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "This link was used before, or is over. Ask the administrator for"
                            + " another."));
    return new OutsideVisit(
        visit.fragment(), visit.password(), addresses.apply(asked.host()), visit.mediaPort());
  }

  private Object report(Asked asked) {
    OutsideReport report = asked.body(OutsideReport.class);
    List<OutsideLine> lines = report.lines() == null ? List.of() : report.lines();
    if (lines.size() > MOST_LINES || lines.stream().anyMatch(Objects::isNull)) {
      throw Problem.invalid("lines", "has at most " + MOST_LINES + " entries");
    }
    boolean taken =
        outside.report(
            Words.of(report.token()),
            lines.stream()
                .map(
                    line ->
                        new Outside.Told(
                            LogText.safe(Words.of(line.id()), 32),
                            line.ok(),
                            LogText.safe(Words.of(line.seen()), LONGEST)))
                .toList());
    if (!taken) {
      throw Problem.notFound("This link was used before, or is over.");
    }
    return null;
  }

  private OutsideView outsideView() {
    return outside
        .view()
        .map(
            view ->
                new OutsideView(
                    view.ends().toString(),
                    view.visitor(),
                    view.told().stream()
                        .map(told -> new OutsideLine(told.id(), told.ok(), told.seen()))
                        .toList(),
                    view.browser(),
                    view.shell()))
        .orElse(new OutsideView("", "", List.of(), List.of(), List.of()));
  }

  private static SelfTestRun never() {
    return new SelfTestRun(0, "", false, "", "", "ok", List.of());
  }

  private static SelfTestRun view(Run run) {
    return new SelfTestRun(
        run.number(),
        run.by(),
        run.ended().isEmpty(),
        run.began().toString(),
        run.ended().map(Instant::toString).orElse(""),
        PlainTypes.word(run.worst()),
        run.rows().stream().map(SelfTestResource::view).toList());
  }

  private static SelfTestCheck view(Run.Row row) {
    Optional<Finding> finding = row.finding();
    return new SelfTestCheck(
        row.id(),
        row.group(),
        row.title(),
        finding.map(f -> PlainTypes.word(f.verdict())).orElse(PlainTypes.word(row.state())),
        finding.map(Finding::seen).orElse(""),
        finding.map(Finding::advice).orElse(""),
        row.took().toMillis() / 1000.0);
  }
}
