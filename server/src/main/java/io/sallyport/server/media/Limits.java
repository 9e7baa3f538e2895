package io.sallyport.server.media;

import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.MediaDescription;
import java.util.List;

/**
 * What one side of a call may have of the media that it could have. A stream that it may not have
 * is declined on its side and not shown to it (RFC 3264 section 6: port 0).
 *
 * @param video whether cameras may be seen
 * @param screen whether a screen may be shown: a video stream with slides as its content (RFC 4796)
 * @param codecs names of the codecs that it may offer, in any case; empty for all
 * @param bitsPerSecond cap for each stream and direction; 0 for none
 * @param held whether nothing may flow: every stream is inactive whatever is offered or answered
 */
public record Limits(
    boolean video, boolean screen, List<String> codecs, long bitsPerSecond, boolean held) {
  /** Everything is allowed. */
  public static final Limits NONE = new Limits(true, true, List.of(), 0, false);

  public Limits {
    codecs = List.copyOf(codecs);
  }

  /** Whether a line may be had. */
  boolean allows(MediaDescription line) {
    if (!line.kind().equals("video")) {
      return true;
    }
    return showsScreen(line) ? screen : video;
  }

  /** The smaller of two caps of which 0 is none. */
  long cap(long other) {
    return other <= 0 || bitsPerSecond > 0 && bitsPerSecond < other ? bitsPerSecond : other;
  }

  /** Whether a line of video is said to carry slides (RFC 4796). */
  public static boolean showsScreen(MediaDescription line) {
    for (Attribute attribute : line.attributes()) {
      if (attribute.name().equals("content")
          && List.of(attribute.value().trim().split("[ ,]+")).contains("slides")) {
        return true;
      }
    }
    return false;
  }
}
