package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.client.MediaStatistics;
import io.sallyport.client.PacketRefusal;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures reach the other side and are decoded there, and the sound with them. */
@Tag("interop")
class VideoTest {
  private static final Tone CALLERS = new Tone(440);
  private static final Tone CALLEES = new Tone(1000);

  private static Stage installation;
  private static ServerProcess server;
  private static Deque<Account> users;

  @BeforeAll
  static void startServer() {
    installation = new Stage(VideoTest.class, "server");
    server = installation.server(Map.of());
    users = server.addUsers(10);
  }

  @AfterAll
  static void stopServer() throws Exception {
    installation.close();
  }

  @ParameterizedTest
  @CsvSource({
    "BARESIP DTLS VIDEO,      CHROMIUM DTLS ICE VIDEO",
    "CHROMIUM DTLS ICE VIDEO, BARESIP SDES VIDEO",
    "CHROMIUM DTLS ICE VIDEO, CHROMIUM DTLS ICE VIDEO",
    "SDK DTLS ICE VIDEO,      CHROMIUM DTLS ICE VIDEO",
    "CHROMIUM DTLS ICE VIDEO, SDK SDES VIDEO"
  })
  void bothSeeAndHearEachOther(String callers, String callees) throws Exception {
    Party a = Party.of(callers);
    Party b = Party.of(callees);
    try (Stage stage = new Stage(VideoTest.class, a + "-" + b)) {
      Account one = users.pop();
      Account other = users.pop();
      Softphone caller = stage.phone(server, a, one, CALLERS, other);
      Softphone callee = stage.phone(server, b, other, CALLEES, one);
      Stage.talk(caller, CALLERS, callee, CALLEES, 1);
      awaitPictures(caller, callee);
      awaitPictures(callee, caller);
      if (callee instanceof Chromium browser) {
        browser.screenshot(stage.directory().resolve("callee.png"));
      }
      callee.hangUp();
      caller.awaitEnded();
      callee.awaitEnded();
    }
  }

  /** Our own phone has no pictures to show: a test pattern that it knows again, and no decoder. */
  private static void awaitPictures(Softphone sees, Softphone shows) {
    String what = sees.account().user() + " seeing " + shows.account().user();
    if (sees instanceof Chromium browser && !(shows instanceof SdkPhone)) {
      Stage.soon(what, () -> browser.figures().video().framesDecoded() > 10, browser::log);
    } else if (sees instanceof Chromium browser) {
      Stage.soon(what, () -> browser.figures().video().received() > 10, browser::log);
    } else if (sees instanceof Baresip phone) {
      Stage.soon(what, () -> phone.framesShown() > 10, phone::videoFigures);
    } else if (sees instanceof SdkPhone phone) {
      Stage.soon(what, () -> video(phone).packetsReceived() > 10, () -> video(phone).toString());
      assertThat(video(phone).refused().keySet()).isSubsetOf(PacketRefusal.EARLY);
    }
  }

  private static MediaStatistics video(SdkPhone phone) {
    return phone.statistics().stream()
        .filter(stream -> stream.kind().equals("video"))
        .findFirst()
        .orElseThrow();
  }
}
