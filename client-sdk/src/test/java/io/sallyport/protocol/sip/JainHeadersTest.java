package io.sallyport.protocol.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import javax.sip.header.EventHeader;
import javax.sip.header.Header;
import javax.sip.header.ReasonHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JAIN-SIP's parsers behind our wall: hostile text gives a header or a named fault, and its Via
 * parser is never run.
 */
class JainHeadersTest {
  private static final String[] PIECES = {
    "\"",
    "\\",
    "(",
    ")",
    "<",
    ">",
    ",",
    ";",
    "=",
    ":",
    "@",
    "%",
    "[",
    "]",
    " ",
    "x",
    "1",
    "sip:a@b",
    "*",
    "/",
    "Digest ",
    "99999999999",
    "\t",
    "~",
    "ü"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization", "RSeq", "RAck", "Replaces", "Reason", "Event", "Subscription-State",
            "Session-Expires", "Content-Type", "Expires", "User-Agent",
        "Warning", "Retry-After", "Accept", "Refer-To", "Route", "Date", "Contact", "From", "CSeq",
            "Supported", "P-Asserted-Identity"
      })
  void hostileTextGivesAHeaderOrAFault(String name) {
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      try {
        assertThat(JainHeaders.header(name, text.toString(), Header.class)).isNotNull();
      } catch (HeaderFault fault) {
        assertThat(fault).hasMessage(name + ": does not parse");
      }
    }
  }

  @Test
  void itsViaParserIsNeverRun() {
    for (String name : new String[] {"Via", "v", "VIA"}) {
      assertThatThrownBy(() -> JainHeaders.header(name, "SIP/2.0/UDP a;b=1 (x\\", Header.class))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void headersThatAreInOrderAreRead() {
    assertThat(
            JainHeaders.header(
                    "Reason", "SIP;cause=200;text=\"Call completed elsewhere\"", ReasonHeader.class)
                .getCause())
        .isEqualTo(200);
    assertThat(JainHeaders.header("Event", "presence;id=4", EventHeader.class).getEventType())
        .isEqualTo("presence");
    assertThatThrownBy(() -> JainHeaders.header("Event", "presence", ReasonHeader.class))
        .isInstanceOf(HeaderFault.class);
    assertThat(JainHeaders.contact("*").isWildCard()).isTrue();
    assertThat(JainHeaders.contact("sip:a@b;expires=60").getExpires()).isEqualTo(60);
    assertThat(JainHeaders.sipUri("tel:+1")).isEmpty();
    assertThat(JainHeaders.sipUri("sips:a@[::1]:5061;transport=tls").orElseThrow().isSecure())
        .isTrue();
  }
}
