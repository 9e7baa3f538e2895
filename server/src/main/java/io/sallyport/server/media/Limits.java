package io.sallyport.server.media;

import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.protocol.sdp.SessionDescription.Parsed;
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
    return line.showsSlides() ? screen : video;
  }

  /**
   * Whether an offer asks for streams that may not be had, and for nothing else that the
   * description before it did not say.
   */
  public boolean nothingElse(byte[] before, byte[] now) {
    if (!(SessionDescription.parse(now) instanceof Parsed.Valid next)
        || !(SessionDescription.parse(before) instanceof Parsed.Valid last)) {
      return false;
    }
    SessionDescription said = next.description();
    SessionDescription known = last.description();
    boolean denied = false;
    for (int i = 0; i < said.media().size(); i++) {
      MediaDescription line = said.media().get(i);
      MediaDescription old = i < known.media().size() ? known.media().get(i) : null;
      boolean on = !line.isDisabled();
      boolean was = old != null && !old.isDisabled();
      if (on && !allows(line)) {
        // one that was asked for before was declined before, and is no news
        denied |= !was || allows(old) || said.directionOf(line) != known.directionOf(old);
      } else if (on != was || on && !same(said, line, known, old)) {
        return false;
      }
    }
    return denied && said.media().size() >= known.media().size();
  }

  private static boolean same(
      SessionDescription said,
      MediaDescription line,
      SessionDescription known,
      MediaDescription old) {
    return line.kind().equals(old.kind())
        && line.port() == old.port()
        && said.directionOf(line) == known.directionOf(old)
        && said.connectionOf(line).equals(known.connectionOf(old))
        && said.iceOf(line).equals(known.iceOf(old));
  }

  /** The smaller of two caps of which 0 is none. */
  long cap(long other) {
    return other <= 0 || bitsPerSecond > 0 && bitsPerSecond < other ? bitsPerSecond : other;
  }
}
