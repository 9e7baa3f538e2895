package io.sallyport.server.playback;

import java.util.List;

/** What became of a wish to hear a recording. */
public sealed interface Outcome {

  /**
   * Written in full.
   *
   * @param frames samples of each channel
   * @param tracks of each track of the recording, in its order, what was found in the selection
   */
  record Rendered(long frames, List<TrackNotes> tracks) implements Outcome {}

  /**
   * Nothing was written, because there is no decoder for anything that was said. Export the capture
   * instead, and play it with a tool that knows the encodings.
   *
   * @param encodings such as G729/8000, as agreed, or "payload type 96" where nothing was
   */
  record NotDecodable(List<String> encodings) implements Outcome {

    /** The sentence for the officer. */
    public String sentence() {
      return "not decodable ("
          + String.join(", ", encodings)
          + "): export the capture and play it with a tool that knows these encodings";
    }
  }
}
