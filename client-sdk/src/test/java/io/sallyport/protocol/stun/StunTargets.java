package io.sallyport.protocol.stun;

import java.util.Arrays;

/**
 * What is done with STUN from strangers, for random tests and for the fuzzer. The packet ends where
 * its array ends, so that a read behind it throws.
 */
public final class StunTargets {
  private static final String PASSWORD = "a password that nobody guesses";
  private static final StunIntegrity INTEGRITY = new StunIntegrity();

  private StunTargets() {}

  /** A message with every reader, or a fault; nothing of it changes, and none verifies. */
  public static synchronized void stun(byte[] packet) {
    byte[] before = packet.clone();
    StunRead read = StunMessage.read(packet, 0, packet.length);
    if (read instanceof StunMessage message) {
      message.username();
      message.receiverFragment(32);
      message.mappedAddress();
      message.errorCode();
      message.priority();
      message.tieBreaker();
      message.unknownAttributes();
      message.transactionId();
      check(message.length() == packet.length && packet.length % 4 == 0);
      check(!INTEGRITY.verifies(message, PASSWORD));
    }
    check(Arrays.equals(before, packet));
  }

  private static void check(boolean truth) {
    if (!truth) {
      throw new IllegalStateException("a reader believed a lie");
    }
  }
}
