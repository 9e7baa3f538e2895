package io.sallyport.server.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SetUpLinksTest {
  private Instant now = Instant.parse("2026-03-01T08:00:00Z");
  private final SetUpLinks links = new SetUpLinks(() -> now);

  @Test
  void aLinkOpensOnce() {
    SetUpLinks.Link link = links.open("alice");
    assertThat(links.take(link.token())).hasValue("alice");
    assertThat(links.take(link.token())).isEmpty();
    assertThat(links.take("guessed")).isEmpty();
  }

  @Test
  void aLinkEndsAfterTenMinutes() {
    SetUpLinks.Link link = links.open("alice");
    now = now.plus(Duration.ofMinutes(10));
    assertThat(link.ends()).isEqualTo(now);
    assertThat(links.take(link.token())).isEmpty();
  }

  @Test
  void theOldestGivesWayToTheNewest() {
    SetUpLinks.Link first = links.open("alice");
    SetUpLinks.Link other = links.open("bob");
    SetUpLinks.Link last = first;
    for (int i = 0; i < 5; i++) {
      last = links.open("alice");
    }
    assertThat(links.take(first.token())).isEmpty();
    assertThat(links.take(last.token())).hasValue("alice");
    assertThat(links.take(other.token())).hasValue("bob");
  }

  @Test
  void aLinkDoesNotPrintItsToken() {
    SetUpLinks.Link link = links.open("alice");
    assertThat(link.toString()).doesNotContain(link.token());
  }
}
