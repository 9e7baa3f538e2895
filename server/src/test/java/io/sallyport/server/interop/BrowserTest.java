package io.sallyport.server.interop;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A browser signs in over the one port with a password and chats with other phones. */
@Tag("interop")
class BrowserTest {
  private static final Tone ALICES = new Tone(440);
  private static final Tone BOBS = new Tone(1000);

  @Test
  void aBrowserSignsInAndChatsWithASoftphone() throws Exception {
    try (Stage stage = new Stage(getClass(), "chat")) {
      ServerProcess server = stage.server();
      Account alice = server.account("alice");
      Account bob = server.account("bob");
      Chromium browser = stage.chromium(server, alice, ALICES, false);
      Baresip phone = stage.baresip(server, bob, BOBS, alice);
      browser.send(bob, "from the browser");
      phone.awaitLine("from the browser");
      phone.send(alice, "to the browser");
      browser.awaitLine("to the browser");
    }
  }
}
