package io.sallyport.server.playback;

import java.nio.charset.StandardCharsets;

/**
 * The waveform of a recording in numbers small enough to draw: for each interval the loudest sample
 * of either side, from 0 to 255. Arrays are not copied.
 *
 * @param perSecond intervals in a second
 */
@SuppressWarnings("ArrayRecordComponent")
public record Peaks(int perSecond, byte[] caller, byte[] callee) {

  /** Such as {@code {"perSecond":10,"max":255,"caller":[0,17],"callee":[3,255]}}. */
  public byte[] json() {
    StringBuilder json = new StringBuilder(64 + 4 * (caller.length + callee.length));
    json.append("{\"perSecond\":").append(perSecond).append(",\"max\":255,\"caller\":");
    append(json, caller);
    json.append(",\"callee\":");
    append(json, callee);
    return json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void append(StringBuilder json, byte[] values) {
    json.append('[');
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        json.append(',');
      }
      json.append(values[i] & 0xff);
    }
    json.append(']');
  }
}
