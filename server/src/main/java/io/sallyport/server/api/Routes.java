package io.sallyport.server.api;

import io.sallyport.server.api.Operation.Method;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which operation a request is for. A path is taken apart before it is decoded, so that an encoded
 * slash never becomes one that counts; where a fixed word and a variable both fit, the word wins.
 */
final class Routes {
  private static final int MOST_SEGMENTS = 12;

  /**
   * The operation and what stands in its path's variable parts.
   *
   * @param variables by name, decoded
   */
  record Found(Operation operation, Map<String, String> variables) {}

  private record Route(Operation operation, List<String> segments) {
    boolean variable(int at) {
      return segments.get(at).startsWith("{");
    }

    /** Fixed words before variables, from the left. */
    String order() {
      StringBuilder order = new StringBuilder();
      for (int i = 0; i < segments.size(); i++) {
        order.append(variable(i) ? '1' : '0');
      }
      return order.toString();
    }
  }

  // immutable
  private final Map<Integer, List<Route>> bySize = new HashMap<>();

  Routes(List<Operation> operations) {
    for (Operation operation : operations) {
      List<String> segments = segments(operation.path);
      bySize
          .computeIfAbsent(segments.size(), n -> new ArrayList<>())
          .add(new Route(operation, segments));
    }
    bySize.values().forEach(routes -> routes.sort(Comparator.comparing(Route::order)));
  }

  /** What a request is for; empty where there is nothing of that method under the path. */
  Optional<Found> find(Method method, String path) {
    return matching(path).filter(found -> found.operation().method == method).findFirst();
  }

  /** The methods that a path knows; none where there is nothing under it. */
  Set<Method> methods(String path) {
    Set<Method> methods = EnumSet.noneOf(Method.class);
    matching(path).forEach(found -> methods.add(found.operation().method));
    return methods;
  }

  private Stream<Found> matching(String path) {
    List<String> asked = segments(path);
    return bySize.getOrDefault(asked.size(), List.of()).stream()
        .flatMap(route -> match(route, asked).stream());
  }

  private static Optional<Found> match(Route route, List<String> asked) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      String wanted = route.segments().get(i);
      if (!route.variable(i)) {
        if (!wanted.equals(asked.get(i))) {
          return Optional.empty();
        }
      } else {
        String value = decoded(asked.get(i));
        if (value.isEmpty()) {
          return Optional.empty();
        }
        variables.put(wanted.substring(1, wanted.length() - 1), value);
      }
    }
    return Optional.of(new Found(route.operation(), variables));
  }

  private static List<String> segments(String path) {
    return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", MOST_SEGMENTS));
  }

  /** Empty where it is not what the standard calls percent-encoded (RFC 3986 section 2.1). */
  private static String decoded(String segment) {
    try {
      // a plus is itself in a path
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
