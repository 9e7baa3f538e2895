package io.sallyport.server.recording;

import java.util.List;
import java.util.Optional;

/**
 * What is in a recording, found by reading all of it.
 *
 * @param about empty where the recording was killed before its first chunk
 * @param durationNanos from time zero to the last packet
 * @param complete whether its end was reached, and nothing is damaged
 * @param behind bytes that follow what is whole
 */
public record Survey(
    Optional<About> about,
    List<StreamFigures> streams,
    List<Gap> gaps,
    long durationNanos,
    boolean complete,
    int chunks,
    long bytes,
    long behind,
    String digest) {

  /**
   * A stream with what is there of it.
   *
   * @param packets RTP
   * @param control RTCP
   * @param bytes of both
   */
  public record StreamFigures(StreamInfo info, long packets, long control, long bytes) {}
}
