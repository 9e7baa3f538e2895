package io.sallyport.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.CompletenessGap;
import io.sallyport.server.archive.ArchiveRecord.RecordedStream;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingExempt;
import io.sallyport.server.archive.ArchiveRecord.RecordingRecovered;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.vault.ObjectId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  private static final String CALL = "n1-0-abcdefgh";

  @TempDir Path directory;
  private RecorderRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new RecorderRig(directory.resolve("objects"));
  }

  @Test
  void aCallIsRecordedFromBothSidesAndReadBackPacketByPacket() throws Exception {
    begin("audio");
    rig.talk(200);
    rig.hangUp(4_000);

    RecordingClosed closed = rig.journal.last(RecordingClosed.class);
    assertThat(closed.gaps()).isEmpty();
    assertThat(closed.streams()).extracting(RecordedStream::packets).containsExactly(200L, 200L);
    assertThat(closed.streams())
        .extracting(RecordedStream::side)
        .containsExactly("caller", "callee");
    assertThat(closed.chunks()).isGreaterThan(3);
    assertThat(rig.journal.types()).containsExactly("recording.started", "recording.closed");
    assertThat(rig.counters.get(Counter.COMPLETENESS_GAPS)).isZero();
    assertThat(rig.recorder.running()).isZero();
    try (RecordingReader reader = RecordingReader.ofCall(rig.vault, CALL)) {
      assertThat(reader.survey().complete()).isTrue();
      assertThat(reader.survey().digest()).isEqualTo(closed.digest());
      assertThat(reader.about().orElseThrow().caller()).isEqualTo("sip:a@example.org");
      List<RecordedPacket> packets = new ArrayList<>();
      reader.forEachRemaining(packets::add);
      assertThat(packets).hasSize(400);
      List<RecordedPacket> callee = packets.stream().filter(p -> p.stream() == 1).toList();
      for (int i = 0; i < 200; i++) {
        assertThat(callee.get(i).bytes()).isEqualTo(RecorderRig.packet(i, 1));
        assertThat(callee.get(i).rtcp()).isFalse();
      }
      assertThat(callee.get(100).nanos() - callee.get(0).nanos()).isEqualTo(2_000_000_000L);
      assertThat(reader.survey().streams().get(0).info().formats()).containsExactly(FakePath.PCMA);
    }
  }

  @Test
  void aChangeOfCodecAndAHoldStayOneRecordingAndEachPayloadTypeMeansOneThing() throws Exception {
    begin("audio");
    rig.talk(10);
    rig.paths.bind(List.of(FakePath.plan(0, "audio", FakePath.PCMA, FakePath.OPUS)), true);
    rig.talk(10);
    PayloadFormat other = new PayloadFormat(96, "G722", 8000, 1, "");
    rig.paths.bind(List.of(FakePath.plan(0, "audio", other)), false);
    rig.talk(10);
    rig.hangUp(600);

    try (RecordingReader reader = RecordingReader.ofCall(rig.vault, CALL)) {
      List<Survey.StreamFigures> streams = reader.survey().streams();
      assertThat(streams).hasSize(4);
      assertThat(streams.get(0).info().formats())
          .containsExactlyInAnyOrder(FakePath.PCMA, FakePath.OPUS);
      assertThat(streams.get(0).packets()).isEqualTo(20);
      assertThat(streams.get(2).info().formats()).containsExactly(other);
      assertThat(streams.get(2).packets()).isEqualTo(10);
    }
    assertThat(rig.counters.get(Counter.COMPLETENESS_GAPS)).isZero();
  }

  @Test
  void onlyTheKindsThatPolicyWantsAreRecorded() throws Exception {
    rig.expect(CALL, "audio");
    rig.paths.bind(
        List.of(FakePath.plan(0, "audio", FakePath.PCMA), FakePath.plan(1, "video")), false);
    rig.answer();
    assertThat(rig.path.taps).containsOnlyKeys("0/true", "0/false");
    rig.hangUp(0);
    assertThat(rig.journal.last(RecordingClosed.class).streams()).hasSize(2);
  }

  @Test
  void videoThatIsAddedLaterIsInTheSameRecording() throws Exception {
    begin("audio", "video");
    rig.talk(5);
    rig.paths.bind(
        List.of(FakePath.plan(0, "audio", FakePath.PCMA), FakePath.plan(1, "video")), false);
    byte[] large = new byte[1_400];
    for (int i = 0; i < 300; i++) {
      rig.path.send(1, true, rig.loop.nanoTime(), large);
    }
    rig.talk(5);
    rig.hangUp(200);
    RecordingClosed closed = rig.journal.last(RecordingClosed.class);
    assertThat(closed.streams())
        .extracting(RecordedStream::label)
        .containsExactly("audio", "audio", "video", "video");
    assertThat(closed.streams().get(2).packets()).isEqualTo(300);
  }

  @Test
  void anOverflowIsAGapInTheRecordingAndAnAlarm() throws Exception {
    begin("audio");
    rig.talk(50);
    rig.path.taps.get("0/true").gap(7);
    rig.path.passed.merge("0/true", 7L, Long::sum);
    rig.talk(50);
    rig.hangUp(2_000);

    CompletenessGap gap = rig.journal.last(CompletenessGap.class);
    assertThat(gap.what()).contains("audio of the caller: 100 of 107", "7 packets", "overflow");
    assertThat(gap.expectedPackets()).isEqualTo(207);
    assertThat(gap.recordedPackets()).isEqualTo(200);
    assertThat(rig.recorder.check().ok()).isFalse();
    assertThat(rig.counters.get(Counter.RECORDING_PACKETS_MISSED)).isEqualTo(7);
    assertThat(RecordingReader.survey(rig.vault, new ObjectId(CALL + "-r")).gaps())
        .singleElement()
        .satisfies(g -> assertThat(g.packets()).isEqualTo(7));
  }

  @Test
  void packetsThatTheRelayDroppedNeedNotBeThere() throws Exception {
    begin("audio");
    rig.talk(50);
    rig.path.dropped = 5;
    rig.hangUp(1_000);
    assertThat(rig.journal.types()).containsExactly("recording.started", "recording.closed");
  }

  @Test
  void packetsThatAreMissingWithoutAnyMarkAreFoundAllTheSame() throws Exception {
    begin("audio");
    rig.talk(50);
    rig.path.passed.merge("0/false", 1L, Long::sum);
    rig.hangUp(1_000);
    assertThat(rig.journal.last(CompletenessGap.class).what())
        .isEqualTo("audio of the callee: 50 of 51 packets");
  }

  @Test
  void whileTheDiskIsFullPacketsWaitAndNewCallsAreRefusedUntilThereIsRoom() throws Exception {
    begin("audio");
    rig.talk(60);
    rig.store.failing = true;
    rig.talk(100);
    assertThat(rig.recorder.refusal()).contains("it cannot be written");
    assertThat(rig.recorder.check().ok()).isFalse();
    assertThat(rig.call.broken()).isEmpty();
    rig.store.failing = false;
    rig.talk(100);
    assertThat(rig.recorder.refusal()).isEmpty();
    rig.hangUp(5_200);
    // the buffer and the rings held what came meanwhile
    assertThat(rig.journal.last(RecordingClosed.class).streams())
        .extracting(RecordedStream::packets)
        .containsExactly(260L, 260L);
    assertThat(RecordingReader.survey(rig.vault, new ObjectId(CALL + "-r")).complete()).isTrue();
  }

  @Test
  void aRunningCallMustEndOnceItsRecordingHasFailedForTheGrace() throws Exception {
    begin("audio");
    rig.talk(60);
    rig.store.failing = true;
    rig.talk(400);
    assertThat(rig.call.broken()).isEmpty();
    rig.talk(300);
    assertThat(rig.call.broken()).contains("it cannot be written");
  }

  @Test
  void belowTheReserveNoCallBeginsAndBelowHalfOfItRunningOnesWriteNothing() throws Exception {
    begin("audio");
    rig.talk(60);
    rig.store.freeMegabytes = 80;
    rig.talk(60);
    assertThat(rig.recorder.refusal()).contains("disk full");
    assertThat(rig.call.broken()).isEmpty();
    rig.store.freeMegabytes = 40;
    rig.talk(800);
    assertThat(rig.call.broken()).contains("disk full");
    rig.hangUp(18_000);
    assertThat(rig.journal.types()).contains("recording.closed");
    rig.store.freeMegabytes = 10_000;
    rig.pass(1_000);
    assertThat(rig.recorder.refusal()).isEmpty();
  }

  @Test
  void aCallIsNotAnsweredWhereItsObjectCannotBeMadeAndAnEmergencyCallIs() throws Exception {
    rig.store.failing = true;
    rig.expect(CALL, "audio");
    rig.answer();
    assertThat(rig.begun).containsExactly(Optional.of("it cannot be written"));
    rig.call.ended(false, 0);
    rig.begun.clear();

    rig.expect("n1-0-emergency", true, "audio");
    rig.answer();
    assertThat(rig.begun).containsExactly(Optional.empty());
    assertThat(rig.journal.last(RecordingExempt.class).why()).isEqualTo("it cannot be written");
    assertThat(rig.call.broken()).isEmpty();
    rig.call.ended(true, 1_000);
    rig.pass(1_000);
    assertThat(rig.journal.types()).doesNotContain("completeness.gap");
    assertThat(rig.recorder.running()).isZero();
  }

  @Test
  void aCallIsNotAnsweredBeforeTheBeginningIsOnRecordAndNotWhereThatFails() throws Exception {
    rig.journal.hold();
    rig.expect(CALL, "audio");
    rig.answer();
    assertThat(rig.begun).isEmpty();
    rig.journal.fail();
    rig.journal.release();
    rig.pass(100);
    assertThat(rig.begun).containsExactly(Optional.of("archive unavailable"));
    assertThat(rig.vault.unfinished()).isEmpty();
  }

  @Test
  void aRecorderThatDoesNotAnswerIsStuck() throws Exception {
    rig.journal.hold();
    rig.expect(CALL, "audio");
    rig.answer();
    rig.pass(6_000);
    assertThat(rig.begun).containsExactly(Optional.of("the recorder is stuck"));
  }

  @Test
  void anAnsweredCallWithoutARecordingIsAGap() throws Exception {
    rig.expect(CALL, "audio");
    rig.call.ended(true, 9_000);
    rig.pass(1_000);
    CompletenessGap gap = rig.journal.last(CompletenessGap.class);
    assertThat(gap.what()).startsWith("there is no recording");
    assertThat(gap.talkMillis()).isEqualTo(9_000);
    rig.expect("n1-0-unanswered", "audio");
    rig.call.ended(false, 0);
    rig.pass(1_000);
    assertThat(rig.counters.get(Counter.COMPLETENESS_GAPS)).isEqualTo(1);
  }

  @Test
  void cutAtAnyByteByAKillARecordingIsClosedByTheNextStartWithAGap() throws Exception {
    begin("audio");
    rig.talk(120);
    Path open = directory.resolve("objects/open/" + CALL + "-r.so");
    byte[] whole = Files.readAllBytes(open);
    for (int cut = 0; cut <= whole.length; cut += cut < 400 ? 1 : 977) {
      Path other = directory.resolve("cut-" + cut);
      Files.createDirectories(other.resolve("open"));
      Files.write(other.resolve("open/" + CALL + "-r.so"), Arrays.copyOf(whole, cut));
      RecorderRig next = new RecorderRig(other);
      next.pass(1_000);
      RecordingRecovered found = next.journal.last(RecordingRecovered.class);
      assertThat(found.gaps()).as("cut at %d", cut).isNotEmpty();
      assertThat(next.vault.unfinished()).isEmpty();
      assertThat(next.recorder.unavailable()).isEmpty();
      if (found.chunks() > 0) {
        Survey survey = RecordingReader.survey(next.vault, new ObjectId(CALL + "-r"));
        assertThat(survey.complete()).isTrue();
        assertThat(survey.digest()).isEqualTo(found.digest());
        assertThat(survey.gaps()).extracting(Gap::cause).containsExactly(Gap.Cause.KILLED);
      }
    }
  }

  @Test
  void aRecordingThatIsDamagedInTheMiddleIsKeptAsItIsAndAnAlarm() throws Exception {
    begin("audio");
    rig.talk(200);
    Path open = directory.resolve("objects/open/" + CALL + "-r.so");
    byte[] bad = Files.readAllBytes(open);
    bad[300] ^= 1;
    Path other = directory.resolve("other");
    Files.createDirectories(other.resolve("open"));
    Files.write(other.resolve("open/" + CALL + "-r.so"), bad);
    RecorderRig next = new RecorderRig(other);
    next.pass(1_000);
    assertThat(next.journal.last(RecordingRecovered.class).problem()).contains("damaged");
    assertThat(next.recorder.check().ok()).isFalse();
    assertThat(next.vault.unfinished()).isEmpty();
    assertThat(Files.readAllBytes(other.resolve(shelf()).resolve(CALL + "-r.so"))).isEqualTo(bad);
  }

  private static String shelf() {
    String text = (CALL + "-r").replace("-", "");
    return text.substring(text.length() - 2);
  }

  private void begin(String... kinds) {
    rig.expect(CALL, kinds);
    rig.paths.bind(List.of(FakePath.plan(0, "audio", FakePath.PCMA)), false);
    rig.answer();
    assertThat(rig.begun).containsExactly(Optional.empty());
  }
}
