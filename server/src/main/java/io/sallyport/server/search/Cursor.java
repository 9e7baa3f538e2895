package io.sallyport.server.search;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page ended: the last hit's time and sequence, and how far the index had come when the
 * first page was made, so that what is recorded meanwhile moves nothing. It grants nothing: scope
 * and criteria are applied to every page.
 *
 * @param question hash of the question, so that a cursor is not used with another
 */
record Cursor(long time, long sequence, long reached, int question) {
  private static final byte VERSION = 1;
  private static final int LENGTH = 1 + 3 * Long.BYTES + Integer.BYTES;

  static Optional<Cursor> parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (bytes.length != LENGTH || in.get() != VERSION) {
        return Optional.empty();
      }
      return Optional.of(new Cursor(in.getLong(), in.getLong(), in.getLong(), in.getInt()));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    byte[] bytes =
        ByteBuffer.allocate(LENGTH)
            .put(VERSION)
            .putLong(time)
            .putLong(sequence)
            .putLong(reached)
            .putInt(question)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
