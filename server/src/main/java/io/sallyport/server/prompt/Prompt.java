package io.sallyport.server.prompt;

/**
 * Something that the server can say: sound of one channel, once for all codecs.
 *
 * @param language such as {@code en}; empty for what is no speech
 * @param sha256 of the file that it was read from, for the record; of the samples where there is
 *     none
 * @param sampleRate Hz of the samples
 */
public record Prompt(String name, String language, String sha256, int sampleRate, short[] samples) {
  /** The announcement that a call is recorded. */
  public static final String NOTICE = "notice";

  /** The question whether it may be. */
  public static final String CONSENT = "consent";

  /** What is heard now and then while a call is recorded. */
  public static final String BEEP = "beep";

  @Override
  public String toString() {
    return language.isEmpty() ? name : name + "." + language;
  }
}
