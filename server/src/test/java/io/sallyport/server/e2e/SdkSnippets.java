package io.sallyport.server.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.sallyport.client.AudioSink;
import io.sallyport.client.CallEnd;
import io.sallyport.client.CallListener;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.MediaStatistics;
import io.sallyport.client.MessageOutcome;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Phone;
import io.sallyport.client.RawPeer;
import io.sallyport.client.Registration;
import io.sallyport.client.Srtp;
import io.sallyport.client.ToneDetector;
import io.sallyport.client.Transport;
import io.sallyport.protocol.sip.SipMessage;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The code of docs/sdk.md: {@link SdkPageTest} runs it and holds the page to it. Regions are the
 * page's blocks, in order.
 */
final class SdkSnippets {
  private final int port;
  private final Path ca;
  private final String password;

  SdkSnippets(int port, Path ca, String password) {
    this.port = port;
    this.ca = ca;
    this.password = password;
  }

  Phone register() throws Exception {
    // region
    Phone alice =
        Phone.builder()
            .user("alice")
            .password(password)
            .domain("sallyport.localhost")
            .server("localhost", port)
            .transport(Transport.TLS)
            .trust(ca)
            .build();
    Registration registration = alice.register().get(10, SECONDS);
    System.out.println("registered for " + registration.expires().toSeconds() + " s");
    // end
    return alice;
  }

  void answering(Phone bob) {
    // region
    bob.onIncoming(
        call -> {
          call.ringing();
          call.answer(MediaPlan.tone(880));
        });
    bob.onMessage(message -> System.out.println(message.from() + ": " + message.text()));
    // end
  }

  void calling(Phone alice, Path folder) throws Exception {
    // region
    ToneDetector ear = new ToneDetector();
    AudioSink recording = AudioSink.wav(folder.resolve("bob.wav"));
    OutgoingCall call = alice.call("bob", MediaPlan.tone(440).into(ear.and(recording)));
    call.on(
        new CallListener() {
          @Override
          public void heldByPeer(boolean held) {
            System.out.println(held ? "on hold" : "back");
          }
        });
    call.answered().get(10, SECONDS);
    ear.heard(880).get(5, SECONDS);
    call.hold().get(5, SECONDS);
    call.resume().get(5, SECONDS);
    CallEnd end = call.hangUp().get(5, SECONDS);
    System.out.println(end.cause());
    // end
  }

  Phone web() throws Exception {
    // region
    Phone carol =
        Phone.builder()
            .user("carol")
            .password(password)
            .domain("sallyport.localhost")
            .server("localhost", port)
            .trust(ca)
            .srtp(Srtp.WEB)
            .build();
    // end
    return carol;
  }

  void roaming(Phone alice) throws Exception {
    // region
    ToneDetector ear = new ToneDetector();
    OutgoingCall call = alice.call("bob", MediaPlan.tone(440).into(ear).withVideo());
    call.answered().get(10, SECONDS);
    ear.heard(880).get(5, SECONDS);
    call.moveMedia().get(5, SECONDS);
    ear.heard(880).get(5, SECONDS);
    for (MediaStatistics stream : call.statistics()) {
      System.out.println(stream.kind() + " under " + stream.protection() + " at " + stream.local());
      System.out.println(stream.packetsReceived() + " received, " + stream.packetsLost() + " lost");
      System.out.println("refused: " + stream.refused() + ", round trip: " + stream.roundTrip());
    }
    call.hangUp().get(5, SECONDS);
    // end
  }

  void chatting(Phone alice) throws Exception {
    // region
    MessageOutcome outcome = alice.message("bob", "See you at ten.").get(10, SECONDS);
    System.out.println(
        outcome.delivered() ? "delivered" : outcome.kept() ? "kept for later" : outcome.reason());
    // end
  }

  void raw() throws Exception {
    // region
    try (RawPeer peer = RawPeer.tls(new InetSocketAddress("127.0.0.1", port), ca, "localhost")) {
      peer.send("OPTIONS sip:sallyport.localhost SIP/2.0\r\nContent-Length: -1\r\n\r\n");
      Optional<SipMessage> answer = peer.receive(Duration.ofSeconds(1));
      System.out.println(answer.map(SipMessage::startLine).orElse("no answer"));
      System.out.println(peer.awaitClosed(Duration.ofSeconds(1)) ? "closed" : "still open");
    }
    // end
  }
}
