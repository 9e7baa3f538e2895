package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every make of phone calls every make, its own included, with every pair of keyings among them:
 * each pair of makes occurs in both directions, and each keying meets each on the other leg.
 */
@Tag("interop")
class PairingsTest {
  private static final Tone CALLERS = new Tone(440);
  private static final Tone CALLEES = new Tone(1000);

  private static Stage installation;
  private static ServerProcess server;
  private static Deque<Account> users;

  @BeforeAll
  static void startServer() {
    installation = new Stage(PairingsTest.class, "server");
    server = installation.server(Map.of());
    users = server.addUsers(40);
  }

  @AfterAll
  static void stopServer() throws Exception {
    ServerProcess.Ended verify = server.run("verify");
    installation.close();
    assertThat(verify.code()).as(verify.output()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "BARESIP SDES,              BARESIP SDES",
    "BARESIP DTLS,              LINPHONE SDES",
    "BARESIP SDES_IF_POSSIBLE,  SDK SDES",
    "BARESIP DTLS ICE,          CHROMIUM DTLS ICE",
    "LINPHONE DTLS,             BARESIP SDES",
    "LINPHONE SDES_IF_POSSIBLE, LINPHONE SDES",
    "LINPHONE DTLS ICE,         SDK DTLS ICE",
    "LINPHONE SDES,             CHROMIUM DTLS ICE",
    "SDK DTLS,                  BARESIP SDES",
    "SDK SDES,                  LINPHONE SDES",
    "SDK SDES,                  SDK DTLS ICE",
    "SDK DTLS ICE,              CHROMIUM DTLS ICE",
    "CHROMIUM DTLS ICE,         BARESIP SDES",
    "CHROMIUM DTLS ICE,         LINPHONE SDES",
    "CHROMIUM DTLS ICE,         SDK SDES",
    "CHROMIUM DTLS ICE,         CHROMIUM DTLS ICE",
    "BARESIP SDES,              BARESIP DTLS",
    "LINPHONE SDES,             LINPHONE DTLS",
    "BARESIP DTLS,              LINPHONE DTLS",
    "LINPHONE DTLS,             BARESIP DTLS"
  })
  void bothHearEachOther(String callers, String callees) throws Exception {
    Party a = Party.of(callers);
    Party b = Party.of(callees);
    try (Stage stage = new Stage(PairingsTest.class, a + "-" + b)) {
      Account one = users.pop();
      Account other = users.pop();
      Softphone caller = stage.phone(server, a, one, CALLERS, other);
      Softphone callee = stage.phone(server, b, other, CALLEES, one);
      Stage.talk(caller, CALLERS, callee, CALLEES, 2);
      checkBrowser(caller);
      checkBrowser(callee);
      callee.hangUp();
      caller.awaitEnded();
      callee.awaitEnded();
    }
  }

  /** What the browser knows of its call: encrypted by DTLS-SRTP, all of it with the one port. */
  private static void checkBrowser(Softphone phone) {
    if (phone instanceof Chromium browser) {
      Figures figures = browser.figures();
      assertThat(figures.transports()).isNotEmpty();
      assertThat(figures.transports())
          .allSatisfy(
              transport -> {
                assertThat(transport.dtlsState()).isEqualTo("connected");
                assertThat(transport.srtpCipher()).isNotEmpty();
                assertThat(transport.remotePort()).isEqualTo(server.onePort());
              });
      assertThat(figures.audio().sent()).isGreaterThan(50);
      assertThat(figures.audio().received()).isGreaterThan(50);
    }
  }
}
