package io.sallyport.server.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes (RFC 9110 section 14.1.2). Of several that are asked for at once none is
 * given: the whole is an answer too, and pieces put together cost more than they are worth.
 *
 * @param from the first byte
 * @param to the byte behind the last; equal to {@code from} where nothing can be given
 */
record Ranges(long from, long to) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** The range that the header asks for; empty where the whole is to be given. */
  static Optional<Ranges> of(String header, long length) {
    Matcher one = ONE.matcher(header == null ? "" : header);
    if (!one.matches() || one.group(1).isEmpty() && one.group(2).isEmpty()) {
      return Optional.empty();
    }
    if (one.group(1).isEmpty()) {
      long last = Math.min(length, Long.parseLong(one.group(2)));
      return Optional.of(new Ranges(length - last, length));
    }
    long from = Long.parseLong(one.group(1));
    long to = one.group(2).isEmpty() ? length : Long.parseLong(one.group(2)) + 1;
    return Optional.of(
        from >= length || to <= from ? NONE : new Ranges(from, Math.min(length, to)));
  }

  private static final Ranges NONE = new Ranges(0, 0);

  boolean satisfiable() {
    return to > from;
  }
}
