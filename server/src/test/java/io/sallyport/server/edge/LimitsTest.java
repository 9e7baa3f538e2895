package io.sallyport.server.edge;

import static io.sallyport.server.edge.EdgeRig.bytes;
import static io.sallyport.server.edge.EdgeRig.read;
import static io.sallyport.server.edge.EdgeRig.readAll;
import static io.sallyport.server.edge.EdgeRig.request;
import static io.sallyport.server.edge.EdgeRig.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.observe.Counter;
import io.sallyport.watch.ExpectsErrors;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LimitsTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void oneAddressMayOpenOnlySoManyConnections() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(EdgeRig.caps(100, 3)))) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(rig.tls(Listening.Kind.SECURE));
      }
      try (Socket fourth = rig.tcp(Listening.Kind.PLAIN_TCP)) {
        assertThat(readAll(fourth)).isEmpty();
      }
      assertThat(rig.count(Counter.EDGE_CONNECTIONS_REFUSED)).isEqualTo(1);
      open.get(0).close();
      await().until(() -> rig.edge.connections() == 2);
      try (Socket again = rig.tls(Listening.Kind.SECURE)) {
        write(again, request("one"));
        rig.heard();
      }
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void neighboursInOneIpv6NetworkShareTheirLimitAndAddressesDoNot() throws Exception {
    ConnectionLimits limits = new ConnectionLimits(EdgeRig.caps(4, 1));
    assertThat(limits.admit(InetAddress.getByName("2001:db8::1"))).isTrue();
    assertThat(limits.admit(InetAddress.getByName("2001:db8::2"))).isFalse();
    assertThat(limits.admit(InetAddress.getByName("2001:db8:0:1::1"))).isTrue();
    assertThat(limits.admit(InetAddress.getByName("192.0.2.1"))).isTrue();
    assertThat(limits.admit(InetAddress.getByName("192.0.2.2"))).isTrue();
    assertThat(limits.admit(InetAddress.getByName("192.0.2.3")))
        .as("the fifth of four in all")
        .isFalse();
    limits.release(InetAddress.getByName("2001:db8::1"));
    assertThat(limits.admit(InetAddress.getByName("2001:db8::2"))).isTrue();
    assertThat(limits.open()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x"})
  void aSilentConnectionIsClosed(String first) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(EdgeRig.times(LONG, LONG, SHORT, LONG)));
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      if (!first.isEmpty()) {
        write(phone, request("one"));
        rig.heard();
      }
      assertThat(readAll(phone)).isEmpty();
      await().until(() -> rig.count(Counter.EDGE_IDLE) == 1);
    }
  }

  @Test
  void pingsAndPermissionKeepAConnectionOpen() throws Exception {
    Duration idle = Duration.ofMillis(600);
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(EdgeRig.times(LONG, LONG, idle, LONG)));
        Socket pinging = rig.tls(Listening.Kind.SECURE);
        Socket allowed = rig.tls(Listening.Kind.SECURE)) {
      write(allowed, request("allowed"));
      rig.heard().flow().allowSilence(LONG);
      for (int i = 0; i < 8; i++) {
        write(pinging, bytes("\r\n\r\n"));
        assertThat(read(pinging, 2)).isEqualTo("\r\n");
        await().pollDelay(Duration.ofMillis(150)).until(() -> true);
      }
      write(allowed, request("again"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("again");
      assertThat(rig.count(Counter.EDGE_IDLE)).isZero();
    }
  }

  @Test
  void aMessageOfSingleBytesIsOnTheClockFromItsFirst() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(EdgeRig.times(LONG, SHORT, LONG, LONG)));
        Socket slow = rig.tcp(Listening.Kind.PLAIN_TCP)) {
      write(slow, request("whole"));
      Flow flow = rig.heard().flow();
      byte[] message = request("slow");
      int sent = 0;
      while (flow.isOpen() && sent < message.length) {
        write(slow, new byte[] {message[sent++]});
        await().pollDelay(Duration.ofMillis(20)).until(() -> true);
      }
      assertThat(sent).isLessThan(message.length);
      assertThat(rig.count(Counter.EDGE_SLOW_MESSAGES)).isEqualTo(1);
      assertThat(rig.closedFlow()).isSameAs(flow);
    }
  }

  @Test
  void aPeerThatDoesNotReadIsToldNoAndThenCutOff() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(EdgeRig.times(LONG, LONG, LONG, SHORT)));
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      write(phone, request("one"));
      Flow flow = rig.heard().flow();
      byte[] message = new byte[60_000];
      AtomicLong taken = new AtomicLong();
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> {
                while (flow.send(message)) {
                  taken.addAndGet(message.length);
                }
                return !flow.isOpen();
              });
      assertThat(taken)
          .as("bytes taken for a peer that reads nothing")
          .hasValueLessThan(64_000_000);
      assertThat(rig.closedFlow()).isSameAs(flow);
      assertThat(rig.count(Counter.EDGE_SLOW_READERS)).isEqualTo(1);
      assertThat(rig.count(Counter.EDGE_SENDS_REFUSED)).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2147483647",
        "Content-Length: -1",
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: 70000"
      })
  void aStreamThatCannotBeTrustedEndsWithTheAnswerToItsFault(String header) throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      String head =
          new String(request("bad"), java.nio.charset.StandardCharsets.US_ASCII)
              .replace("Content-Length: 0", header);
      write(phone, bytes(head));
      write(phone, request("smuggled"));
      EdgeRig.Faulted faulted = rig.faulted();
      assertThat(faulted.fault().closes()).isTrue();
      assertThat(faulted.flow().send(bytes("SIP/2.0 400 Bad Request\r\n\r\n"))).isTrue();
      assertThat(readAll(phone)).isEqualTo("SIP/2.0 400 Bad Request\r\n\r\n");
      assertThat(rig.closedFlow()).isSameAs(faulted.flow());
      assertThat(rig.frames).isEmpty();
    }
  }

  @Test
  void aRequestWithoutContentLengthIsTheLastOfItsStream() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      String endless = new String(request("endless"), java.nio.charset.StandardCharsets.US_ASCII);
      write(phone, bytes(endless.replace("Content-Length: 0", "X: y")));
      write(phone, request("smuggled"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("endless");
      assertThat(readAll(phone)).isEmpty();
      rig.closedFlow();
      assertThat(rig.frames).isEmpty();
    }
  }

  @Test
  void aMessageWhoseBodyDoesNotComeIsRefusedInWords() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(EdgeRig.times(LONG, SHORT, LONG, LONG)));
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      String late = new String(request("late"), java.nio.charset.StandardCharsets.US_ASCII);
      write(phone, bytes(late.replace("Content-Length: 0", "Content-Length: 5")));
      EdgeRig.Faulted faulted = rig.faulted();
      assertThat(faulted.fault().status()).isEqualTo(400);
      assertThat(rig.count(Counter.EDGE_SLOW_MESSAGES)).isEqualTo(1);
      assertThat(readAll(phone)).isEmpty();
    }
  }

  @Test
  void aFaultThatNobodyAnswersEndsTheStreamAllTheSame() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      write(phone, bytes("\rx"));
      rig.faulted();
      assertThat(readAll(phone)).isEmpty();
      rig.closedFlow();
    }
  }

  @Test
  void connectionsCutInTheMiddleOfARequestLeaveNothingBehind() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings())) {
      for (int i = 0; i < 40; i++) {
        try (Socket phone = rig.tls(i % 2 == 0 ? Listening.Kind.SECURE : Listening.Kind.SIPS)) {
          write(phone, request("call-" + i));
          write(phone, bytes("INVITE sip:b@example.org SIP/2.0\r\nVia: SIP/"));
          phone.setSoLinger(true, i % 4 < 2 ? 0 : -1);
        } catch (IllegalArgumentException e) {
          // no linger
        }
      }
      await().until(() -> rig.edge.connections() == 0 && rig.closed.size() == rig.frames.size());
      try (Socket phone = rig.tls(Listening.Kind.SECURE)) {
        rig.frames.clear();
        write(phone, request("after"));
        assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("after");
      }
    }
  }

  @Test
  @ExpectsErrors("the listener failed on frame")
  void aListenerThatFailsCostsOneMessage() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      rig.failing = true;
      write(phone, request("one"));
      await().until(() -> !rig.failing);
      write(phone, request("two"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("two");
    }
  }
}
