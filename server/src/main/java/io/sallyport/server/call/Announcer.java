package io.sallyport.server.call;

import io.sallyport.server.media.MediaSession;
import io.sallyport.server.prompt.Phrase;
import io.sallyport.server.prompt.Prompt;
import java.util.Optional;

/** The server's own voice in one call: finds the codec, has the prompt encoded, plays it. */
final class Announcer {
  /** How it ended; told once, on the call's shard. */
  interface Ending {
    /**
     * A prompt is over.
     *
     * @param whole whether it was played to its end
     * @param millis of it that were sent; 0 where it could not be played
     */
    void ended(boolean whole, long millis);
  }

  // immutable
  private final CallContext context;
  private final MediaSession media;

  Announcer(CallContext context, MediaSession media) {
    this.context = context;
    this.media = media;
  }

  /** Says a prompt to one party, in place of what the other sends it. */
  void say(Prompt prompt, MediaSession.Side to, Ending ending) {
    context.prompts().encode(prompt, media.voice(), context.loop(), made -> say(made, to, ending));
  }

  private void say(Optional<Phrase> made, MediaSession.Side to, Ending ending) {
    boolean plays =
        made.isPresent()
            && media.say(
                to,
                made.get(),
                (whole, millis) -> context.loop().post(() -> ending.ended(whole, millis)));
    if (!plays) {
      ending.ended(false, 0);
    }
  }
}
