package io.sallyport.protocol.rtp;

import static io.sallyport.protocol.rtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpRewriterTest {
  private final RtcpRewriter rewriter = new RtcpRewriter();
  private final SsrcMap map = new SsrcMap(4);

  RtcpRewriterTest() {
    map.put(0xaaaaaaaa, 0xbbbbbbbb);
  }

  /** Every {@code aaaaaaaa} that is a source becomes {@code bbbbbbbb}; 00000001 stays. */
  @ParameterizedTest
  @CsvSource({
    "sender report, 80c80006 aaaaaaaa 00000000 00000000 00000000 00000000 00000000, 1",
    "receiver report, 81c90007 00000001 aaaaaaaa 00000000 00000000 00000000 00000000 00000000, 1",
    "reports of two, 82c9000d aaaaaaaa 00000001 00000000 00000000 00000000 00000000 00000000"
        + " aaaaaaaa 00000000 00000000 00000000 00000000 00000000, 2",
    "description, 82ca0006 aaaaaaaa 01036162 63000000 aaaaaaaa 01016100 00000000, 2",
    "goodbye, 82cb0002 00000001 aaaaaaaa, 1",
    "goodbye with a reason, 81cb0003 aaaaaaaa 05627965 21210000, 1",
    "generic NACK, 81cd0003 aaaaaaaa aaaaaaaa 00010000, 2",
    "picture loss, 81ce0002 00000001 aaaaaaaa, 1",
    "full intra request, 84ce0004 aaaaaaaa 00000000 aaaaaaaa 01000000, 2",
    "TMMBR, 83cd0004 00000001 00000000 aaaaaaaa 12345678, 1",
    "REMB, 8fce0006 aaaaaaaa 00000000 52454d42 02000000 aaaaaaaa 00000001, 2",
    "transport-wide, 8fcd0004 aaaaaaaa aaaaaaaa 00010001 00000000, 2",
    "DLRR, 80cf0005 aaaaaaaa 05000003 aaaaaaaa 00000000 00000000, 2",
    "reference time, 80cf0004 aaaaaaaa 04000002 00000000 00000000, 1",
  })
  void sourcesAreReplacedWhereverTheyAreNamed(String name, String packet, int changes) {
    byte[] bytes = hex(packet);

    assertThat(rewriter.rewrite(bytes, 0, bytes.length, map)).as(name).isEqualTo(changes);
    assertThat(bytes).isEqualTo(hex(packet.replace("aaaaaaaa", "bbbbbbbb")));
  }

  @ParameterizedTest
  @CsvSource({
    "a time stamp, 80c80006 00000001 aaaaaaaa aaaaaaaa aaaaaaaa aaaaaaaa aaaaaaaa",
    "loss and jitter, 81c90007 00000001 00000001 aaaaaaaa aaaaaaaa aaaaaaaa aaaaaaaa aaaaaaaa",
    "an item's text, 81ca0003 00000001 0106aaaa aaaa6100",
    "what an application sends, 80cc0003 00000001 41424344 aaaaaaaa",
    "loss of one packet, 81cd0003 00000001 00000001 aaaaaaaa",
    "an unknown kind, 80d00002 aaaaaaaa aaaaaaaa",
    "a REMB with a lie, 8fce0004 00000001 00000000 52454d42 ff000000 80c9ffff aaaaaaaa",
    "a length with a lie, 80c9ffff aaaaaaaa"
  })
  void whatOnlyLooksLikeASourceStays(String name, String packet) {
    byte[] bytes = hex(packet);

    assertThat(rewriter.rewrite(bytes, 0, bytes.length, map)).as(name).isZero();
    assertThat(bytes).isEqualTo(hex(packet));
  }

  @Test
  void aFullMapKeepsWhatItHas() {
    SsrcMap small = new SsrcMap(1);

    assertThat(small.put(1, 2)).isTrue();
    assertThat(small.put(1, 3)).isTrue();
    assertThat(small.put(2, 4)).isFalse();
    assertThat(small.get(1)).isEqualTo(3);
    assertThat(small.get(2)).isEqualTo(2);
    small.clear();
    assertThat(small.get(1)).isEqualTo(1);
  }
}
