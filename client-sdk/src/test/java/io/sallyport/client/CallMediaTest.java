package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.sallyport.protocol.dtls.DtlsIdentity;
import io.sallyport.protocol.sdp.Setup;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallMediaTest {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = (EventLoop) group.next();
  private final List<CallMedia> medias = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private final ExecutorService handshakes = Executors.newCachedThreadPool();

  @AfterEach
  void shutDown() throws Exception {
    for (CallMedia media : medias) {
      on(
          () -> {
            media.close();
            return null;
          });
    }
    handshakes.shutdownNow();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, OFF, RTP",
    "OPTIONAL, OPTIONAL, AEAD_AES_256_GCM",
    "REQUIRED, OPTIONAL, AEAD_AES_256_GCM",
    "OPTIONAL, REQUIRED, AEAD_AES_256_GCM",
    "OPTIONAL, OFF, RTP"
  })
  void twoPhonesHearEachOther(Srtp offering, Srtp answering, String protection) throws Exception {
    ToneDetector hearsB = new ToneDetector();
    ToneDetector hearsA = new ToneDetector();
    CallMedia a = media(offering, MediaPlan.tone(440).into(hearsB));
    CallMedia b = media(answering, MediaPlan.tone(880).into(hearsA));
    agree(a, b);
    assertThat(hearsB.heard(880).get(5, TimeUnit.SECONDS)).isBetween(870.0, 890.0);
    assertThat(hearsA.heard(440).get(5, TimeUnit.SECONDS)).isBetween(435.0, 445.0);
    assertThat(a.statistics().get(0).protection()).isEqualTo(protection);
    assertThat(b.statistics().get(0).protection()).isEqualTo(protection);
    assertThat(a.statistics().get(0).refused().keySet()).isSubsetOf(PacketRefusal.EARLY);
  }

  @Test
  void holdSilencesBothWaysAndResumeBringsThemBackUnderTheSameKeys() throws Exception {
    ToneDetector hearsB = new ToneDetector();
    ToneDetector hearsA = new ToneDetector();
    CallMedia a = media(Srtp.REQUIRED, MediaPlan.tone(440).into(hearsB));
    CallMedia b = media(Srtp.REQUIRED, MediaPlan.tone(880).into(hearsA));
    agree(a, b);
    hearsA.heard(440).get(5, TimeUnit.SECONDS);
    on(() -> want(a, true, false));
    agree(a, b);
    assertThat(b.heldByPeer()).isTrue();
    hearsA.heard(0).get(5, TimeUnit.SECONDS);
    on(() -> want(a, false, false));
    agree(a, b);
    assertThat(b.heldByPeer()).isFalse();
    hearsA.heard(440).get(5, TimeUnit.SECONDS);
    hearsB.heard(880).get(5, TimeUnit.SECONDS);
    assertThat(b.statistics().get(0).refused().keySet()).isSubsetOf(PacketRefusal.EARLY);
  }

  @Test
  void videoComesAndGoes() throws Exception {
    CallMedia a = media(Srtp.REQUIRED, MediaPlan.silent());
    CallMedia b = media(Srtp.REQUIRED, MediaPlan.silent());
    agree(a, b);
    on(() -> want(a, false, true));
    agree(a, b);
    assertThat(b.hasVideo()).isTrue();
    await().until(() -> b.statistics().get(1).packetsReceived() > 5);
    on(() -> want(a, false, false));
    agree(a, b);
    assertThat(a.hasVideo()).isFalse();
    assertThat(b.hasVideo()).isFalse();
    assertThat(b.statistics()).hasSize(1);
  }

  @Test
  void aBrowserWhoseBundleIsNotUnderstoodHasAPortForEachLine() throws Exception {
    CallMedia a = media(Srtp.WEB, MediaPlan.silent().withVideo());
    CallMedia b = media(Srtp.WEB, MediaPlan.silent());
    agree(a, b, offer -> offer.replaceAll("a=group:[^\r]*\r\n", ""));
    for (CallMedia end : List.of(a, b)) {
      await().until(() -> end.statistics().get(1).videoIntact() > 5);
      assertThat(end.statistics().get(0).protection()).startsWith("AE");
      assertThat(end.statistics().get(0).local()).isNotEqualTo(end.statistics().get(1).local());
    }
  }

  @Test
  void aLineThatHasAPortOnlyInTheBundleIsTaken() throws Exception {
    CallMedia a = media(Srtp.WEB, MediaPlan.silent().withVideo());
    CallMedia b = media(Srtp.WEB, MediaPlan.silent());
    agree(a, b, offer -> offer.replaceFirst("m=video [0-9]+ (.*)", "m=video 0 $1\na=bundle-only"));
    for (CallMedia end : List.of(a, b)) {
      await().until(() -> end.statistics().get(1).videoIntact() > 5);
      assertThat(end.statistics().get(0).local()).isEqualTo(end.statistics().get(1).local());
    }
  }

  @Test
  void aCertificateThatSdpDidNotPromiseGivesNoMedia() throws Exception {
    CallMedia a = media(Srtp.DTLS, MediaPlan.silent());
    CallMedia b = media(Srtp.DTLS, MediaPlan.silent());
    agree(a, b, offer -> offer.replaceAll("(fingerprint:sha-256 )..:..", "$100:00"));
    await().until(() -> b.statistics().get(0).protection().equals("failed"));
    assertThat(b.statistics().get(0).packetsSent()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "WEB, DTLS, ICE is required and not agreed",
    "DTLS, REQUIRED, DTLS-SRTP is switched off",
    "REQUIRED, WEB, DTLS-SRTP is required and not offered"
  })
  void protectionsThatDoNotFitAreRefused(Srtp offering, Srtp answering, String why)
      throws Exception {
    CallMedia a = media(offering, MediaPlan.silent());
    CallMedia b = media(answering, MediaPlan.silent());
    assertThatThrownBy(() -> agree(a, b)).hasRootCauseMessage(why);
  }

  @Test
  void whoRequiresSrtpRefusesPlainRtp() throws Exception {
    CallMedia a = media(Srtp.OFF, MediaPlan.silent());
    CallMedia b = media(Srtp.REQUIRED, MediaPlan.silent());
    byte[] offer = on(a::offer);
    assertThatThrownBy(() -> on(() -> b.answer(offer))).hasRootCauseInstanceOf(SdpRefused.class);
  }

  @Test
  void aCodecOfNobodyIsRefused() throws Exception {
    CallMedia b = media(Srtp.OFF, MediaPlan.silent());
    byte[] offer =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 9\r\n"
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> on(() -> b.answer(offer)))
        .hasRootCauseMessage("no audio with a codec of ours");
  }

  private CallMedia media(Srtp srtp, MediaPlan plan) {
    Optional<DtlsIdentity> identity =
        srtp.dtls() ? Optional.of(DtlsIdentity.create(random, Instant.now())) : Optional.empty();
    CallMedia media =
        new CallMedia(
            new CallMedia.Surroundings(
                loop,
                InetAddress.getLoopbackAddress(),
                new MediaSettings(
                    srtp, MediaSettings.DEFAULT_SUITES, true, Setup.ACTPASS, identity),
                random,
                identity.map(one -> DtlsAgent.Party.of(one, random, handshakes)).orElse(null)),
            plan);
    medias.add(media);
    return media;
  }

  private static Void want(CallMedia media, boolean hold, boolean video) {
    media.want(hold, video);
    return null;
  }

  private void agree(CallMedia offerer, CallMedia answerer) throws Exception {
    agree(offerer, answerer, UnaryOperator.identity());
  }

  /** Whoever stands between them may change the offer. */
  private void agree(CallMedia offerer, CallMedia answerer, UnaryOperator<String> between)
      throws Exception {
    on(
        () -> {
          String offer = new String(offerer.offer(), StandardCharsets.UTF_8);
          offerer.answered(answerer.answer(between.apply(offer).getBytes(StandardCharsets.UTF_8)));
          return null;
        });
  }

  private <T> T on(Callable<T> task) throws Exception {
    return loop.submit(task).get(5, TimeUnit.SECONDS);
  }
}
