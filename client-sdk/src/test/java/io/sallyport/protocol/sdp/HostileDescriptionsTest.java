package io.sallyport.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Changed, cut and repeated descriptions: read or refused, never an exception. */
class HostileDescriptionsTest {
  private static final int ROUNDS = 10_000;

  private static final byte[] SEED =
      """
      v=0
      o=- 1 2 IN IP4 192.0.2.1
      s=-
      c=IN IP6 2001:db8::1
      t=0 0
      a=group:BUNDLE 0 1
      m=audio 4000 UDP/TLS/RTP/SAVPF 111 0
      b=AS:64
      a=mid:0
      a=rtpmap:111 opus/48000/2
      a=fmtp:111 useinbandfec=1
      a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
      a=rtcp:9 IN IP4 0.0.0.0
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^31
      a=candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host
      a=sendrecv
      m=video 0 RTP/AVP 96
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void descriptions() {
    Random random = new Random(8866);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] body = body(random);
      assertThatCode(() -> SdpTargets.description(body))
          .as(() -> new String(body, StandardCharsets.ISO_8859_1))
          .doesNotThrowAnyException();
    }
  }

  private static byte[] body(Random random) {
    byte[] body = SEED.clone();
    for (int changes = random.nextInt(6); changes > 0; changes--) {
      int at = random.nextInt(body.length);
      if (random.nextInt(3) == 0) {
        // one part over another: lines twice, lines joined
        int from = random.nextInt(body.length);
        int count = Math.min(random.nextInt(80), body.length - Math.max(at, from));
        System.arraycopy(body, from, body, at, count);
      } else {
        body[at] =
            random.nextBoolean()
                ? (byte) random.nextInt()
                : " \r\n:/=0".getBytes(StandardCharsets.US_ASCII)[random.nextInt(7)];
      }
    }
    return random.nextBoolean() ? body : Arrays.copyOf(body, random.nextInt(body.length));
  }
}
