package io.sallyport.server.recording;

import io.sallyport.server.path.PayloadFormat;
import java.util.List;
import java.util.Locale;

/**
 * One direction of one stream of a recorded call.
 *
 * @param index by which packets name it; 0, 1, 2 … in the order of appearance
 * @param label {@code audio} or {@code video}
 * @param side who sent it
 * @param formats what each payload type means on it; one payload type means one thing, a stream
 *     whose numbers get another meaning goes on under another index
 */
public record StreamInfo(int index, String label, Side side, List<PayloadFormat> formats) {
  /** The two parties. */
  public enum Side {
    CALLER,
    CALLEE;

    /** As it stands in records. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public StreamInfo {
    formats = List.copyOf(formats);
  }
}
