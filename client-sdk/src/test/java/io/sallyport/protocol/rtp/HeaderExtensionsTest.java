package io.sallyport.protocol.rtp;

import static io.sallyport.protocol.rtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderExtensionsTest {
  private static final String HEADER = "90080001 00000001 00000007 ";
  private static final String WITH_CSRC = "92080001 00000001 00000007 0000000a 0000000b ";

  /** Columns: header extension, id, text of its data or nothing. */
  @ParameterizedTest
  @CsvSource({
    "bede0001 10310000, 1, 1",
    "bede0001 10310000, 2,",
    // padding between elements
    "bede0002 1031 0000 21616200, 2, ab",
    "bede0002 1031 0000 21616200, 1, 1",
    // fifteen ends the list
    "bede0002 f031 0000 21616200, 2,",
    // data that would end outside
    "bede0001 1f313233, 1,",
    "bede0000, 1,",
    // two-byte form, also an empty element and one of a long id
    "10000002 0100c802 61620000, 200, ab",
    "10000002 0100c802 61620000, 1, ''",
    "10070001 02013100, 2, 1",
    "10000001 02ff3100, 2,",
    "10000001 00000002, 2,",
    "c0de0001 10310000, 1,"
  })
  void anExtensionIsFoundByItsId(String extension, int id, String text) {
    for (String header : new String[] {HEADER, WITH_CSRC}) {
      byte[] bytes = hex("ffff" + header + extension + " d5d5");
      int at = RtpHeader.extension(bytes, 2, bytes.length - 2, id);
      String found =
          at < 0
              ? null
              : new String(
                  bytes, at, RtpHeader.extensionLength(bytes, 2, at), StandardCharsets.US_ASCII);
      assertThat(found).as(extension).isEqualTo(text);
    }
  }

  @Test
  void aPacketWithoutExtensionHasNone() {
    byte[] bytes = hex("80080001 00000001 00000007 bede0001 10310000");

    assertThat(RtpHeader.extension(bytes, 0, bytes.length, 1)).isEqualTo(-1);
    assertThat(RtpHeader.extension(bytes, 0, 3, 1)).isEqualTo(-1);
    assertThat(RtpHeader.extension(bytes, 0, bytes.length, 0)).isEqualTo(-1);
  }

  @Test
  void sourceAndSequenceAreChangedInPlace() {
    byte[] bytes = hex("80080001 00000001 00000007");
    RtpHeader.setSsrc(bytes, 0, 0xcafebabe);
    RtpHeader.setSequence(bytes, 0, 0xfffe);

    assertThat(bytes).isEqualTo(hex("8008fffe 00000001 cafebabe"));
  }
}
