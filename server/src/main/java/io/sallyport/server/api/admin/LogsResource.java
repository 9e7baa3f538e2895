package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Events;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.observe.LogRing;
import io.sallyport.server.observe.LogRing.Line;
import io.sallyport.server.observe.LogRing.Weight;
import java.util.List;

/** The last lines of the log. */
public final class LogsResource implements Api.Resource {
  private static final int LONGEST_FIND = 200;

  // immutable
  private final LogRing ring;

  public LogsResource(LogRing ring, Events events) {
    this.ring = ring;
    ring.addListener(line -> events.publish(Events.Topic.LOGS, Events.Audience.all(), line));
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/logs", "logs", "The last lines of the log, the newest first.")
            .needs(Permission.READ_STATE)
            .query("level", "Only lines of that level or worse: trace, debug, info, warn, error.")
            .query("find", "Only lines with that text, in any case.")
            .givesPage(Line.class)
            .by(this::list));
  }

  private Object list(Asked asked) {
    String find = asked.query("find");
    if (find.length() > LONGEST_FIND) {
      throw Problem.invalid("find", "has at most " + LONGEST_FIND + " characters");
    }
    int limit = asked.limit();
    List<Line> found =
        ring.lines(before(asked.cursor()), level(asked.query("level")), find, limit + 1);
    boolean more = found.size() > limit;
    List<Line> items = more ? found.subList(0, limit) : found;
    return new Page<>(items, more ? String.valueOf(items.get(items.size() - 1).sequence()) : "");
  }

  private static long before(String cursor) {
    if (cursor.isEmpty()) {
      return 0;
    }
    if (!cursor.matches("[1-9][0-9]{0,17}")) {
      throw Problem.invalid("cursor", "is `next` of the page before");
    }
    return Long.parseLong(cursor);
  }

  private static Weight level(String word) {
    return word.isEmpty()
        ? Weight.TRACE
        : KebabCase.constant(Weight.class, word)
            .orElseThrow(
                () -> Problem.invalid("level", "is one of trace, debug, info, warn, error"));
  }
}
