package io.sallyport.server.interop;

import java.util.List;
import java.util.Locale;

/**
 * One side of a call as tables of tests write it: the make of its phone, then its keying and, where
 * they are on, {@code ICE} and {@code VIDEO}, such as {@code BARESIP DTLS ICE}.
 */
record Party(Make make, MediaChoice media) {

  /** Whose phone it is. */
  enum Make {
    BARESIP,
    LINPHONE,
    SDK,
    CHROMIUM
  }

  static Party of(String text) {
    List<String> words = List.of(text.strip().split(" +"));
    return new Party(
        Make.valueOf(words.get(0)),
        new MediaChoice(
            MediaChoice.Keying.valueOf(words.get(1)),
            words.contains("ICE"),
            words.contains("VIDEO")));
  }

  /** For the name of a directory. */
  @Override
  public String toString() {
    return (make + "-" + media.keying() + (media.ice() ? "-ice" : "")).toLowerCase(Locale.ROOT);
  }
}
