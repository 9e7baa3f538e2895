package io.sallyport.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
  private Instant now = Desk.START;
  private final List<ArchiveRecord> journal = new ArrayList<>();
  private final Approvals approvals = approvals();

  private Approvals approvals() {
    return new Approvals(
        entry -> {
          journal.add(entry);
          return journal.size();
        },
        Duration.ofHours(1),
        () -> now);
  }

  private Approval asked() throws Exception {
    return Desk.done(approvals.request("export", "case 7", "the regulator asks", "carol"));
  }

  @Test
  void whatOneAskedForAndAnotherApprovedIsGoodForOneTime() throws Exception {
    String id = asked().id();
    assertThat(Desk.denied(approvals.use(id, "export", "case 7", "carol"))).contains("nobody");
    assertThat(approvals.pending()).extracting(Approval::id).containsExactly(id);
    Approval approved = Desk.done(approvals.approve(id, "dave"));
    assertThat(approved.decidedBy()).isEqualTo("dave");
    assertThat(approvals.pending()).isEmpty();
    Desk.done(approvals.use(id, "export", "case 7", "carol"));
    assertThat(Desk.denied(approvals.use(id, "export", "case 7", "carol"))).contains("one time");
    assertThat(journal)
        .extracting(ArchiveRecord::type)
        .containsExactly("approval.requested", "approval.decided", "approval.used");
  }

  @Test
  void theSamePersonTwiceIsRefusedInEverySpelling() throws Exception {
    String id = asked().id();
    for (String same : List.of("carol", "Carol", " CAROL ")) {
      assertThat(Desk.denied(approvals.approve(id, same))).contains("second person");
    }
    assertThat(journal).hasSize(1);
  }

  @Test
  void anApprovalIsGoodForNothingElseAndForNobodyElse() throws Exception {
    String id = asked().id();
    Desk.done(approvals.approve(id, "dave"));
    assertThat(Desk.denied(approvals.use(id, "export", "case 8", "carol"))).contains("case 7");
    assertThat(Desk.denied(approvals.use(id, "play", "case 7", "carol"))).contains("export");
    assertThat(Desk.denied(approvals.use(id, "export", "case 7", "erin"))).contains("only who");
  }

  @Test
  void whatIsRefusedStaysRefused() throws Exception {
    String id = asked().id();
    Desk.done(approvals.refuse(id, "dave", "no ground"));
    assertThat(Desk.denied(approvals.approve(id, "erin"))).contains("dave has refused it");
    assertThat(Desk.denied(approvals.use(id, "export", "case 7", "carol"))).contains("refused");
  }

  @Test
  void whatNobodyDecidedInTimeExpiresAndSoDoesWhatNobodyUsed() throws Exception {
    String undecided = asked().id();
    String unused = asked().id();
    Desk.done(approvals.approve(unused, "dave"));
    now = now.plus(Duration.ofHours(1));
    assertThat(Desk.denied(approvals.approve(undecided, "dave"))).contains("expired");
    assertThat(Desk.denied(approvals.use(unused, "export", "case 7", "carol"))).contains("expired");
    assertThat(approvals.pending()).isEmpty();
  }

  @Test
  void aRestartKnowsHowFarEachHasCome() throws Exception {
    String id = asked().id();
    Desk.done(approvals.approve(id, "dave"));
    Approvals again = approvals();
    journal.forEach(again::apply);
    assertThat(again.find(id)).contains(approvals.find(id).orElseThrow());
    again.forgetOld();
    assertThat(again.find(id)).isPresent();
    now = now.plus(Duration.ofDays(40));
    again.forgetOld();
    assertThat(again.find(id)).isEmpty();
  }

  @Test
  void withoutAReasonNobodyNeedJudge() throws Exception {
    assertThat(Desk.denied(approvals.request("export", "case 7", "  ", "carol"))).contains("why");
    assertThat(journal).isEmpty();
  }
}
