package io.sallyport.protocol.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random and mutated bytes read as STUN: a message or a fault, never an exception. */
class HostileStunTest {
  private static final int ROUNDS = 100_000;
  private static final String PASSWORD = "a password that nobody guesses";

  private final StunIntegrity integrity = new StunIntegrity();

  @Test
  void randomBytesAreAMessageOrAFault() {
    Random random = new Random(5389);
    byte[] buffer = new byte[256];
    for (int round = 0; round < ROUNDS; round++) {
      random.nextBytes(buffer);
      int length = random.nextInt(buffer.length);
      // most would end at the cookie otherwise
      if (random.nextInt(8) > 0 && length >= 20) {
        header(buffer, length & ~3);
        length &= ~3;
      }
      StunTargets.stun(Arrays.copyOf(buffer, length));
    }
  }

  @Test
  void aMutatedCheckNeverVerifiesUnlessItsCoveredBytesAreTheSame() {
    Random random = new Random(8445);
    StunWriter writer = new StunWriter(integrity);
    int length =
        writer
            .request(new byte[12])
            .username("ours", "theirs")
            .priority(1)
            .controlling(2)
            .useCandidate()
            .finish(PASSWORD);
    byte[] sample = Arrays.copyOf(writer.buffer(), length);
    int covered = length - 8;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = sample.clone();
      int flips = 1 + random.nextInt(4);
      for (int i = 0; i < flips; i++) {
        changed[random.nextInt(length)] = (byte) random.nextInt();
      }
      int end = random.nextInt(4) == 0 ? random.nextInt(length) : length;
      StunRead read = StunMessage.read(changed, 0, end);
      if (read instanceof StunMessage message && integrity.verifies(message, PASSWORD)) {
        assertThat(Arrays.equals(sample, 4, covered, changed, 4, covered)).isTrue();
      }
    }
  }

  private static void header(byte[] buffer, int length) {
    buffer[0] &= 0x01;
    buffer[2] = (byte) (length - 20 >> 8);
    buffer[3] = (byte) (length - 20);
    buffer[4] = 0x21;
    buffer[5] = 0x12;
    buffer[6] = (byte) 0xa4;
    buffer[7] = 0x42;
    for (int at = 20; at + 4 <= length; at += 12) {
      // short attributes of low types, so that the walk goes on
      buffer[at] &= (byte) 0x80;
      buffer[at + 1] &= 0x3f;
      buffer[at + 2] = 0;
      buffer[at + 3] = 8;
    }
  }
}
