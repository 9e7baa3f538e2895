package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.CallSignalling;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Loop;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipLadder;
import io.sallyport.server.observe.SipTrace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LaddersTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("10.0.0.7", 4000);
  private final List<ArchiveRecord> written = new CopyOnWriteArrayList<>();
  private final Counters counters = new Counters();
  private final SipTrace trace = new SipTrace(() -> Instant.EPOCH, 1 << 20, 1 << 22);

  /** Takes everything; whoever appends is never kept waiting. */
  private final class Taking implements Journal {
    @Override
    public void append(ArchiveRecord entry, Loop loop, Consumer<Receipt> done) {
      written.add(entry);
    }

    @Override
    public void append(ArchiveRecord entry) {
      written.add(entry);
    }

    @Override
    public boolean accepting() {
      return true;
    }
  }

  private Ladders ladders(SipTrace of) {
    return new Ladders(of, new Taking(), counters, InstantSource.system(), System::nanoTime);
  }

  private SipLadder call(String id) {
    SipRequest invite =
        SipRequest.builder("INVITE", "sip:bob@example.org").add("Call-ID", id).build();
    trace.add(SipTrace.Direction.IN, PEER, invite);
    return trace.begin(PEER, invite);
  }

  @Test
  void whatCameBehindTheEndIsOnRecordToo() throws IOException {
    Ladders ladders = ladders(trace);
    SipLadder ladder = call("a");
    ladders.ended(ladder, "c1", "sip:alice@example.org", "sip:bob@example.org");
    trace.add(
        SipTrace.Direction.OUT,
        PEER,
        SipRequest.builder("BYE", "sip:bob@example.org").add("Call-ID", "a").build());
    assertThat(written).isEmpty();
    ladders.close();
    CallSignalling record = (CallSignalling) written.get(0);
    assertThat(record.call()).isEqualTo("c1");
    assertThat(record.dialogs()).containsExactly("a");
    assertThat(record.messages()).isEqualTo(2);
    assertThat(record.read())
        .extracting(CallSignalling.Message::text)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("INVITE"),
            last -> assertThat(last).startsWith("BYE"));
  }

  @Test
  void aServerThatStopsWritesWhatWaits() {
    Ladders ladders = ladders(trace);
    ladders.start();
    for (int i = 0; i < 100; i++) {
      ladders.ended(call("a" + i), "c" + i, "", "");
    }
    ladders.close();
    assertThat(written).hasSize(100);
    assertThat(trace.bytesInLadders()).isZero();
  }

  @Test
  void tooManyAtOnceAreCountedAndLetGo() {
    Ladders ladders = ladders(trace);
    for (int i = 0; i < 20_010; i++) {
      ladders.ended(trace.begin(PEER, invite("x" + i)), "c" + i, "", "");
    }
    assertThat(counters.get(Counter.LADDERS_DROPPED)).isEqualTo(10);
    ladders.close();
    assertThat(written).hasSize(20_000);
  }

  @Test
  void switchedOffItWritesNothing() {
    Ladders ladders = ladders(SipTrace.off());
    ladders.start();
    ladders.ended(SipTrace.off().begin(PEER, invite("a")), "c1", "", "");
    ladders.close();
    assertThat(written).isEmpty();
  }

  private static SipRequest invite(String id) {
    return SipRequest.builder("INVITE", "sip:bob@example.org").add("Call-ID", id).build();
  }
}
