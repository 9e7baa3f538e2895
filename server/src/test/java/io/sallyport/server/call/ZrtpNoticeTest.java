package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.CallChanged;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A phone that tries to encrypt end to end: on record once, and told to both where that is set. */
class ZrtpNoticeTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void zrtpIsOnRecordOnceAndToldToBothUsersWhereASettingSaysSo(boolean announce) {
    CallFixture f = new CallFixture(announce);
    f.talk();
    f.media.events.endToEndEncryption();
    f.media.events.endToEndEncryption();
    f.loop.run();

    assertThat(f.journal.records.stream().filter(CallChanged.class::isInstance))
        .singleElement()
        .satisfies(record -> assertThat(((CallChanged) record).what()).isEqualTo("ZRTP refused"));
    if (announce) {
      assertThat(f.notices).hasSize(2).allMatch(notice -> notice.contains("end to end (ZRTP)"));
      assertThat(f.notices.get(0)).startsWith("sip:alice@example.org: ");
      assertThat(f.notices.get(1)).startsWith("sip:bob@example.org: ");
    } else {
      assertThat(f.notices).isEmpty();
    }
  }
}
