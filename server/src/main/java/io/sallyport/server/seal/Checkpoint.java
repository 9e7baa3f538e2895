package io.sallyport.server.seal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * What the tree was at a moment: the body of a C2SP tlog-checkpoint with the extension lines that
 * chain checkpoints and the keys of their epochs to each other.
 *
 * @param origin names the log, and the key that signs for it
 * @param size records in the tree
 * @param root of the tree of that size
 * @param number counts checkpoints from 1
 * @param time wall clock, to the millisecond
 * @param previous SHA-256 of the text of the checkpoint before; zeros in the first
 * @param epoch public key that signs this checkpoint and no other
 * @param next public key that will sign the next one
 */
record Checkpoint(
    String origin,
    long size,
    byte[] root,
    long number,
    Instant time,
    byte[] previous,
    byte[] epoch,
    byte[] next) {
  private static final String EPOCH = "/epoch";

  /** What the first checkpoint names as the one before it. */
  static byte[] nothing() {
    return new byte[TreeHash.LENGTH];
  }

  /** The name under which the keys of the epochs sign. */
  static String epochName(String origin) {
    return origin + EPOCH;
  }

  VerifierKey epochKey() {
    return new VerifierKey(epochName(origin), epoch);
  }

  String text() {
    return origin
        + "\n"
        + size
        + "\n"
        + Base64Text.encode(root)
        + "\nnumber "
        + number
        + "\ntime "
        + time
        + "\nprevious "
        + Base64Text.encode(previous)
        + "\nepoch "
        + Base64Text.encode(epoch)
        + "\nnext "
        + Base64Text.encode(next)
        + "\n";
  }

  static Checkpoint parse(String text) throws Fault {
    String[] lines = text.split("\n", -1);
    if (lines.length != 9) {
      throw new Fault("a checkpoint has eight lines, not " + (lines.length - 1));
    }
    Checkpoint read =
        new Checkpoint(
            lines[0],
            number(lines[1]),
            Base64Text.decode32(lines[2]),
            number(value(lines[3], "number ")),
            time(value(lines[4], "time ")),
            Base64Text.decode32(value(lines[5], "previous ")),
            Base64Text.decode32(value(lines[6], "epoch ")),
            Base64Text.decode32(value(lines[7], "next ")));
    if (!VerifierKey.isName(lines[0]) || !read.text().equals(text)) {
      throw new Fault("the checkpoint is not written as checkpoints are");
    }
    return read;
  }

  /** Throws unless this can follow the checkpoint before it. */
  void follows(Checkpoint before) throws Fault {
    if (!origin.equals(before.origin)) {
      throw new Fault("it is of the log " + origin + ", not " + before.origin);
    }
    if (number != before.number + 1) {
      throw new Fault("checkpoint " + (before.number + 1) + " should be here, not " + number);
    }
    if (size < before.size) {
      throw new Fault("it holds fewer records than the one before it");
    }
    if (!Arrays.equals(previous, TreeHash.of(before.text()))) {
      throw new Fault("it does not follow the checkpoint before it");
    }
    if (!Arrays.equals(epoch, before.next)) {
      throw new Fault("its epoch's key is not the one that the checkpoint before named");
    }
  }

  private static String value(String line, String key) throws Fault {
    if (!line.startsWith(key)) {
      throw new Fault("the line '" + key.strip() + "' of the checkpoint is missing");
    }
    return line.substring(key.length());
  }

  static long number(String digits) throws Fault {
    if (!digits.matches("0|[1-9][0-9]{0,17}")) {
      throw new Fault("a number is expected");
    }
    return Long.parseLong(digits);
  }

  private static Instant time(String text) throws Fault {
    try {
      return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      throw new Fault("a time is expected");
    }
  }
}
