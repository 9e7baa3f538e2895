package io.sallyport.server.api.officer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
  private final Tickets tickets = new Tickets(now::get);

  @Test
  void aTicketIsGoodOnceForItsPersonAndForAWhile() {
    String text = tickets.give("order", "eve").text();
    assertThat(tickets.take(text, "mallory")).isEmpty();
    assertThat(tickets.take(text, "eve")).contains("order");
    assertThat(tickets.take(text, "eve")).isEmpty();
    String late = tickets.give("order", "eve").text();
    now.set(now.get().plusSeconds(301));
    assertThat(tickets.take(late, "eve")).isEmpty();
    assertThat(tickets.give("order", "eve").toString()).doesNotContain(late);
  }
}
