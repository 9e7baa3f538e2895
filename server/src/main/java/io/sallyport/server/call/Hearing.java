package io.sallyport.server.call;

import io.sallyport.server.base.Loop;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.prompt.Prompt;
import io.sallyport.server.prompt.PromptSettings;
import java.util.function.BiConsumer;

/**
 * One party that is told something, and asked for a digit where consent is needed: the prompt, then
 * a while to press, then the prompt again as often as the settings say. A digit counts from the
 * prompt's first moment. Owned by the call's shard.
 */
final class Hearing {
  /** What came of it. */
  enum Answer {
    /** It heard what it was to be told. */
    TOLD,
    GIVEN,
    REFUSED,
    /** It was asked, and no digit came. */
    NONE,
    /** Nothing could be played to it. */
    UNREACHED
  }

  // immutable
  private final CallContext context;
  private final MediaSession media;
  private final Ledger ledger;
  private final MediaSession.Side side;
  private final String address;
  private final Prompt prompt;
  private final boolean asks;
  private final BiConsumer<Answer, String> done;

  // owned by: shard
  private Loop.Timer waiting = () -> {};
  private int played;
  private boolean over;

  /**
   * A party that has not been told anything yet.
   *
   * @param asks whether it has to press a digit
   * @param done told once what came of it, with the digit that was pressed
   */
  Hearing(Call call, Leg leg, Prompt prompt, boolean asks, BiConsumer<Answer, String> done) {
    this.context = call.context();
    this.media = call.media();
    this.ledger = call.ledger();
    this.side = leg.side;
    this.address = leg.address.toString();
    this.prompt = prompt;
    this.asks = asks;
    this.done = done;
  }

  MediaSession.Side side() {
    return side;
  }

  String address() {
    return address;
  }

  String language() {
    return prompt.language();
  }

  void begin() {
    if (asks) {
      media.digits(side, digit -> context.loop().post(() -> pressed(digit)));
    }
    play();
  }

  /** A digit, by whatever way it came. */
  void pressed(int digit) {
    PromptSettings settings = context.prompts().settings();
    String pressed = Character.toString(digit);
    if (pressed.equals(settings.acceptDigit())) {
      finish(Answer.GIVEN, pressed);
    } else if (pressed.equals(settings.refuseDigit())) {
      finish(Answer.REFUSED, pressed);
    }
  }

  boolean asks() {
    return asks && !over;
  }

  /** Nobody waits for it any more. */
  void stop() {
    if (!over) {
      over = true;
      waiting.cancel();
      media.digits(side, null);
      media.stopPlaying(side);
    }
  }

  private void play() {
    played++;
    new Announcer(context, media).say(prompt, side, this::ended);
  }

  private void ended(boolean whole, long millis) {
    ledger.notice(address, prompt, whole, millis, Outcome.SERVER, "");
    if (over) {
      return;
    }
    if (!whole) {
      finish(Answer.UNREACHED, "");
    } else if (asks) {
      waiting =
          context.loop().schedule(context.prompts().settings().consentTimeout(), this::noDigit);
    } else {
      finish(Answer.TOLD, "");
    }
  }

  private void noDigit() {
    if (played > context.prompts().settings().consentRepeats()) {
      finish(Answer.NONE, "");
    } else {
      play();
    }
  }

  private void finish(Answer answer, String digit) {
    if (!over) {
      stop();
      done.accept(answer, digit);
    }
  }
}
