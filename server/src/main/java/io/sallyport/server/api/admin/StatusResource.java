package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Events;
import io.sallyport.server.api.Events.Audience;
import io.sallyport.server.api.Events.Topic;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.base.Component.Health;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.status.Figure;
import io.sallyport.server.status.History;
import io.sallyport.server.status.History.Span;
import io.sallyport.server.status.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How the server is doing, now and in the last hours. */
public final class StatusResource implements Api.Resource {

  /** What does not change while a server runs. */
  public record Facts(String version, String node, String domain, Instant started) {}

  /** Whether a component is well, and what it says of itself. */
  record ComponentView(String name, boolean ok, String detail) {}

  /**
   * How the server is doing.
   *
   * @param figures the newest sample, by name
   */
  record StatusView(
      String version,
      String node,
      String domain,
      Instant started,
      Duration uptime,
      Map<String, Double> figures,
      List<ComponentView> components,
      List<AlarmBoard.AlarmView> alarms) {}

  /** The newest sample, as it is told to who follows. */
  record StatusSample(Instant at, Map<String, Double> figures, List<AlarmBoard.AlarmView> alarms) {}

  /** A figure over time: one value for each time of the series. */
  record FigureView(String name, String unit, String sentence, List<Double> values) {}

  /**
   * Figures over time.
   *
   * @param step seconds between two samples
   * @param at of each sample, in seconds since 1970
   */
  record SeriesView(Duration step, List<Long> at, List<FigureView> figures) {}

  // immutable
  private final Facts facts;
  private final History history;
  private final AlarmBoard board;
  private final InstantSource clock;

  public StatusResource(Facts facts, History history, AlarmBoard board, InstantSource clock) {
    this.facts = facts;
    this.history = history;
    this.board = board;
    this.clock = clock;
  }

  /** Tells who follows of each sample. */
  public void tell(Events events) {
    history.addListener(
        () -> {
          if (events.followed()) {
            List<AlarmBoard.AlarmView> alarms = board.of(board.health());
            StatusSample sample = new StatusSample(clock.instant(), figures(), alarms);
            events.publish(Topic.STATUS, Audience.all(), sample);
          }
        });
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/status", "status", "How the server is doing now.")
            .needs(Permission.READ_STATE)
            .gives(StatusView.class)
            .by(asked -> status()),
        Operation.of(
                Method.GET,
                "/status/series",
                "status",
                "Figures over time: the last hour in steps of five seconds, the last day in steps"
                    + " of a minute, not further back than the start of the server.")
            .needs(Permission.READ_STATE)
            .query("span", "hour or day; hour if absent.")
            .query("figures", "Names of figures, separated by commas; all if absent.")
            .gives(SeriesView.class)
            .by(this::series));
  }

  private StatusView status() {
    Instant now = clock.instant();
    // asked once, so that components and alarms say the same
    Map<String, Health> health = board.health();
    return new StatusView(
        facts.version(),
        facts.node(),
        facts.domain(),
        facts.started(),
        Duration.ofSeconds(Math.max(0, Duration.between(facts.started(), now).toSeconds())),
        figures(),
        health.entrySet().stream().map(each -> component(each.getKey(), each.getValue())).toList(),
        board.of(health));
  }

  private static ComponentView component(String name, Health health) {
    return new ComponentView(name, health.ok(), health.detail());
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    history.newest().forEach((figure, value) -> figures.put(figure.word(), value));
    return figures;
  }

  private Object series(Asked asked) {
    String span = asked.query("span");
    if (!Set.of("", "hour", "day").contains(span)) {
      throw Problem.invalid("span", "is hour or day");
    }
    Series series =
        history.series(span.equals("day") ? Span.DAY : Span.HOUR, wanted(asked.query("figures")));
    List<FigureView> figures =
        Arrays.stream(Figure.values())
            .filter(series.figures()::containsKey)
            .map(
                figure ->
                    new FigureView(
                        figure.word(),
                        figure.unit(),
                        figure.sentence(),
                        series.figures().get(figure)))
            .toList();
    return new SeriesView(series.step(), series.at(), figures);
  }

  private static Set<Figure> wanted(String words) {
    if (words.isEmpty()) {
      return EnumSet.allOf(Figure.class);
    }
    Set<Figure> wanted = EnumSet.noneOf(Figure.class);
    for (String word : words.split(",")) {
      wanted.add(
          Figure.of(word.strip())
              .orElseThrow(() -> Problem.invalid("figures", "there is no such figure")));
    }
    return wanted;
  }
}
