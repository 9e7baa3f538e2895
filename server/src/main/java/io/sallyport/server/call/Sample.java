package io.sallyport.server.call;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Which calls are drawn for review: by their id alone, so that whoever looks at the record can tell
 * that none was picked or passed over by hand.
 */
final class Sample {
  private static final int STEPS = 10_000;

  private Sample() {}

  /** Whether a call is drawn where so many of a hundred are. */
  static boolean draws(String call, double percent) {
    CRC32 sum = new CRC32();
    sum.update(call.getBytes(StandardCharsets.UTF_8));
    return sum.getValue() % STEPS < Math.round(percent * STEPS / 100);
  }
}
