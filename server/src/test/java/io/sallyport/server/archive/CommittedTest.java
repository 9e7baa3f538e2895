package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ContentRecord.Matched;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommittedTest {
  private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");
  private static final Body BODY =
      new Body("text/plain", "buy low".getBytes(StandardCharsets.UTF_8));

  @Test
  void noRecordIsKeptWithTheBytesOfItsBody() {
    Party alice = new Party("sip:alice@example.org", "", "", "");
    CallSignalling.Message message =
        new CallSignalling.Message(AT, "in", 0, "192.0.2.1:5060", "INVITE sip:bob SIP/2.0\n");

    Stream.<ArchiveRecord>of(
            new ChatMessage("m-1", AT, alice, "sip:bob@example.org", BODY),
            new Matched(
                "m-1",
                AT,
                "sip:alice@example.org",
                "sip:bob@example.org",
                "masked",
                "3",
                List.of(),
                BODY),
            CallSignalling.of("c-1", AT, "alice", "bob", List.of("d-1"), List.of(message), 0),
            new AccessMark(AT, "carol", "case 7", "n-1", "c-1", 1_500, "added", BODY))
        .map(entry -> new Committed(1, new Position(1, 0), entry, 7))
        .forEach(
            whole -> {
              Committed bare = whole.withoutBody();
              Body given = RecordJson.body(whole.entry()).orElseThrow();
              Body kept = RecordJson.body(bare.entry()).orElseThrow();
              assertThat(given.bytes()).isNotEmpty();
              assertThat(kept.bytes()).isEmpty();
              assertThat(kept.contentType()).isEqualTo(given.contentType());
              assertThat(bare.entry())
                  .usingRecursiveComparison()
                  .ignoringFields("body")
                  .isEqualTo(whole.entry());
              assertThat(bare.bodySize()).isEqualTo(7);
            });
  }
}
