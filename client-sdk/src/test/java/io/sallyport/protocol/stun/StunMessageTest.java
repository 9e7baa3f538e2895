package io.sallyport.protocol.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StunMessageTest {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

  /** RFC 5769 section 2.1. */
  private static final String REQUEST =
      "000100582112a442b7e7a701bc34d686fa87dfae"
          + "802200105354554e207465737420636c69656e74"
          + "002400046e0001ff80290008932ff9b151263b36"
          + "000600096576746a3a68367659202020"
          + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
          + "80280004e57a3bcf";

  /** RFC 5769 section 2.2. */
  private static final String RESPONSE_V4 =
      "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
          + "002000080001a147e112a643"
          + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
          + "80280004c07d4c96";

  /** RFC 5769 section 2.3. */
  private static final String RESPONSE_V6 =
      "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
          + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
          + "00080014a382954e4be67bf11784c97c8292c275bfe3ed41"
          + "80280004c8fb0b4c";

  private final StunIntegrity integrity = new StunIntegrity();
  private final StunWriter writer = new StunWriter(integrity);

  @Test
  void theSampleRequestIsReadAndVerifies() {
    StunMessage message = read(HexFormat.of().parseHex(REQUEST));

    assertThat(message.type()).isEqualTo(StunMessage.BINDING_REQUEST);
    assertThat(message.username()).isEqualTo("evtj:h6vY");
    assertThat(message.receiverFragment(16)).isEqualTo("evtj");
    assertThat(message.priority()).isEqualTo(0x6e0001ffL);
    assertThat(message.controlled()).isTrue();
    assertThat(message.controlling()).isFalse();
    assertThat(message.tieBreaker()).isEqualTo(0x932ff9b151263b36L);
    assertThat(message.useCandidate()).isFalse();
    assertThat(message.hasFingerprint()).isTrue();
    assertThat(integrity.verifies(message, PASSWORD)).isTrue();
    assertThat(integrity.verifies(message, PASSWORD + "x")).isFalse();
    assertThat(integrity.verifies(message, "")).isFalse();
  }

  @Test
  void theSampleResponsesAreReadAndVerify() {
    StunMessage v4 = read(HexFormat.of().parseHex(RESPONSE_V4));
    StunMessage v6 = read(HexFormat.of().parseHex(RESPONSE_V6));

    assertThat(v4.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
    assertThat(v4.mappedAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 32853));
    assertThat(integrity.verifies(v4, PASSWORD)).isTrue();
    assertThat(v6.mappedAddress())
        .isEqualTo(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
    assertThat(integrity.verifies(v6, PASSWORD)).isTrue();
  }

  @Test
  void aMessageIsReadWhereverItLiesInItsBuffer() {
    byte[] sample = HexFormat.of().parseHex(REQUEST);
    byte[] buffer = new byte[2048];
    System.arraycopy(sample, 0, buffer, 777, sample.length);

    StunMessage message = (StunMessage) StunMessage.read(buffer, 777, sample.length);

    assertThat(message.username()).isEqualTo("evtj:h6vY");
    assertThat(integrity.verifies(message, PASSWORD)).isTrue();
  }

  @Test
  void aWrittenRequestIsReadAgain() {
    int length =
        writer
            .request(new byte[12])
            .username("ours", "theirs")
            .priority(0xfeffffffL)
            .controlling(-5)
            .useCandidate()
            .finish(PASSWORD);

    StunMessage message = read(Arrays.copyOf(writer.buffer(), length));
    assertThat(message.username()).isEqualTo("ours:theirs");
    assertThat(message.priority()).isEqualTo(0xfeffffffL);
    assertThat(message.tieBreaker()).isEqualTo(-5);
    assertThat(message.controlling()).isTrue();
    assertThat(message.useCandidate()).isTrue();
    assertThat(message.transactionId()).isEqualTo(new byte[12]);
    assertThat(integrity.verifies(message, PASSWORD)).isTrue();
  }

  @Test
  void anAnswerCarriesTheAddressOfEitherFamilyBack() {
    StunMessage request = read(HexFormat.of().parseHex(REQUEST));
    for (InetSocketAddress source :
        new InetSocketAddress[] {
          new InetSocketAddress("203.0.113.9", 65535), new InetSocketAddress("2001:db8::9", 1)
        }) {
      int length =
          writer
              .answer(request, StunMessage.BINDING_SUCCESS)
              .mappedAddress(source)
              .finish(PASSWORD);

      StunMessage answer = read(Arrays.copyOf(writer.buffer(), length));
      assertThat(answer.mappedAddress()).isEqualTo(source);
      assertThat(answer.transactionId()).isEqualTo(request.transactionId());
      assertThat(integrity.verifies(answer, PASSWORD)).isTrue();
      assertThat(length).isLessThanOrEqualTo(request.length());
    }
  }

  @Test
  void anErrorNamesItsCodeAndTheAttributesThatNobodyKnows() {
    StunMessage request = read(HexFormat.of().parseHex(REQUEST));
    int length =
        writer
            .answer(request, StunMessage.BINDING_ERROR)
            .error(420, "Unknown Attribute")
            .unknownAttributes(new int[] {0x7777, 0x0001})
            .finish(PASSWORD);

    StunMessage answer = read(Arrays.copyOf(writer.buffer(), length));
    assertThat(answer.type()).isEqualTo(StunMessage.BINDING_ERROR);
    assertThat(answer.errorCode()).isEqualTo(420);
    assertThat(integrity.verifies(answer, PASSWORD)).isTrue();
  }

  @Test
  void whatFollowsTheIntegrityDoesNotCount() {
    byte[] sample = HexFormat.of().parseHex(REQUEST);
    // the fingerprint goes, USE-CANDIDATE comes: an attacker's addition to a recorded check
    byte[] changed = Arrays.copyOf(sample, sample.length - 4);
    changed[3] = (byte) (changed[3] - 4);
    changed[changed.length - 4] = 0;
    changed[changed.length - 3] = 0x25;
    changed[changed.length - 1] = 0;

    StunMessage message = read(changed);
    assertThat(message.useCandidate()).isFalse();
    assertThat(integrity.verifies(message, PASSWORD)).isTrue();
  }

  @Test
  void typesThatMustBeKnownAreListedUpToALimit() {
    StunMessage message =
        read(HexFormat.of().parseHex("000100082112a442" + "00".repeat(12) + "7777000080990000"));

    assertThat(message.unknownAttributes()).containsExactly(0x7777);
    assertThat(read(withAttributes(20)).unknownAttributes()).hasSize(8);
  }

  @Test
  void everyFaultHasItsName() {
    byte[] sample = HexFormat.of().parseHex(REQUEST);

    assertThat(StunMessage.read(sample, 0, 19)).isEqualTo(StunFault.TOO_SHORT);
    assertThat(fault(sample, 0, 0x80)).isEqualTo(StunFault.NOT_STUN);
    assertThat(fault(sample, 4, 0x22)).isEqualTo(StunFault.NOT_STUN);
    assertThat(fault(sample, 3, 0x57)).isEqualTo(StunFault.WRONG_LENGTH);
    assertThat(fault(sample, 3, 0x54)).isEqualTo(StunFault.WRONG_LENGTH);
    assertThat(fault(sample, 22, 0x7f)).isEqualTo(StunFault.ATTRIBUTE_OUT_OF_BOUNDS);
    assertThat(fault(sample, 43, 3)).isEqualTo(StunFault.ATTRIBUTE_SIZE);
    assertThat(fault(sample, 30, 'x')).isEqualTo(StunFault.WRONG_FINGERPRINT);
    assertThat(StunMessage.read(withAttributes(33), 0, 20 + 33 * 4))
        .isEqualTo(StunFault.TOO_MANY_ATTRIBUTES);
  }

  @Test
  void aUsernameWithoutAColonOrWithALongFragmentNamesNobody() {
    writer.request(new byte[12]).username("ours", "theirs");
    int length = writer.finish(PASSWORD);
    StunMessage message = read(Arrays.copyOf(writer.buffer(), length));

    assertThat(message.receiverFragment(4)).isEqualTo("ours");
    assertThat(message.receiverFragment(3)).isEmpty();
    assertThat(read(withAttributes(0)).receiverFragment(4)).isEmpty();
  }

  @Test
  void newCredentialsAreLongAndDiffer() {
    SecureRandom random = new SecureRandom();

    assertThat(IceCredentials.newFragment(random)).matches("[A-Za-z0-9+/]{12}");
    assertThat(IceCredentials.newPassword(random)).matches("[A-Za-z0-9+/]{24}");
    assertThat(IceCredentials.newFragment(random)).isNotEqualTo(IceCredentials.newFragment(random));
    assertThat(new IceCredentials("a", "secret1", "b", "secret2").toString())
        .doesNotContain("secret");
  }

  private static byte[] withAttributes(int count) {
    return HexFormat.of()
        .parseHex(
            "0001%04x2112a442%s%s".formatted(4 * count, "00".repeat(12), "77770000".repeat(count)));
  }

  private static StunRead fault(byte[] sample, int at, int value) {
    byte[] changed = sample.clone();
    changed[at] = (byte) value;
    return StunMessage.read(changed, 0, changed.length);
  }

  private static StunMessage read(byte[] bytes) {
    return (StunMessage) StunMessage.read(bytes, 0, bytes.length);
  }
}
