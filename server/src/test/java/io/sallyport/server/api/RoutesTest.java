package io.sallyport.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.api.Operation.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private static Operation get(String path) {
    return Operation.of(Method.GET, path, "noun", "A sentence.");
  }

  private final Routes routes =
      new Routes(
          List.of(
              get("/live/{call}"),
              get("/live/all"),
              get("/live"),
              get("/live/{call}/end"),
              Operation.of(Method.DELETE, "/live/{call}", "noun", "A sentence.")));

  private String found(String path) {
    return routes.find(Method.GET, path).map(found -> found.operation().path).orElse("none");
  }

  @Test
  void aFixedWordWinsOverAVariable() {
    assertThat(found("/live/all")).isEqualTo("/live/all");
    assertThat(found("/live/c1")).isEqualTo("/live/{call}");
    assertThat(found("/live/all/end")).isEqualTo("/live/{call}/end");
    assertThat(found("/live")).isEqualTo("/live");
  }

  @Test
  void aPathThatIsNearlyOneIsNone() {
    for (String path : List.of("", "/", "/live/", "/live//end", "/Live", "/live/c1/end/", "/x")) {
      assertThat(found(path)).as(path).isEqualTo("none");
    }
  }

  @Test
  void anEncodedSlashStaysPartOfTheName() {
    assertThat(routes.find(Method.GET, "/live/a%2Fend").orElseThrow().variables())
        .isEqualTo(Map.of("call", "a/end"));
    assertThat(routes.find(Method.GET, "/live/a+b%20c").orElseThrow().variables())
        .isEqualTo(Map.of("call", "a+b c"));
    assertThat(found("/live/%zz")).isEqualTo("none");
  }

  @Test
  void whatAPathKnowsIsTold() {
    assertThat(routes.methods("/live/c1")).containsExactly(Method.GET, Method.DELETE);
    assertThat(routes.methods("/nothing")).isEmpty();
    assertThat(routes.find(Method.DELETE, "/live")).isEmpty();
  }
}
