package io.sallyport.server.call;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Loop;
import io.sallyport.server.media.MediaSession.Recording;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Notice;
import io.sallyport.server.policy.Notice.Who;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.prompt.InfoDigits;
import io.sallyport.server.prompt.Prompt;
import io.sallyport.server.prompt.PromptSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the parties of one call are told of its recording, and asked, before their media reaches
 * each other; and the beep while it is recorded. Until all have been told and all who must have
 * agreed, nothing that one sends reaches the other, and where consent is needed nothing is
 * recorded. Owned by the call's shard.
 */
final class Consent {
  // immutable
  private final Call call;
  private final CallContext context;
  private final Notice notice;
  private final RecordingDuty duty;

  // owned by: shard
  private final List<Hearing> hearings = new ArrayList<>(2);
  private Loop.Timer beeping = () -> {};
  private Leg a;
  private Leg b;
  private int open;
  private boolean spoken;
  private boolean heldBack;
  private boolean over;

  /** Made before anything is agreed about media, so that no packet comes too early. */
  Consent(Call call, Notice notice, RecordingDuty duty) {
    this.call = call;
    this.context = call.context();
    this.notice = notice;
    this.duty = duty;
    call.media().tell(said());
    if (notice.play() != Who.NOBODY || asks(notice)) {
      heldBack = true;
      call.media().holdBack(true);
    }
  }

  /** What descriptions say of recording from the first on. */
  private Recording said() {
    if (!duty.records()) {
      return Recording.UNSAID;
    }
    return asks(notice) ? Recording.PAUSED : Recording.ON;
  }

  /** What this call's parties are told: as its rule says, or as the settings say for all. */
  static Notice notice(CallContext context, Obligations owed) {
    if (owed.emergency()) {
      return Notice.NONE;
    }
    Notice said = owed.notice();
    if (said.equals(Notice.NONE) && !owed.record().isEmpty()) {
      said = usual(context.prompts().settings());
    }
    // who is asked must be told what; and what is not recorded needs no consent
    return owed.record().isEmpty()
        ? new Notice(said.play(), Who.NOBODY, said.refused(), said.language(), said.beepEvery())
        : said;
  }

  private static Notice usual(PromptSettings settings) {
    return new Notice(
        Who.valueOf(settings.play().toUpperCase(Locale.ROOT)),
        Who.valueOf(settings.consent().toUpperCase(Locale.ROOT)),
        Notice.Refused.valueOf(settings.refused().toUpperCase(Locale.ROOT)),
        "",
        settings.beepEvery());
  }

  /** Whether anybody must agree before recording begins. */
  static boolean asks(Notice notice) {
    return notice.consent() != Who.NOBODY;
  }

  /** Both phones are in the call. */
  void begin(Leg caller, Leg callee) {
    a = caller;
    b = callee;
    for (Leg leg : List.of(caller, callee)) {
      boolean asks = concerns(notice.consent(), leg.side);
      if (!asks && !concerns(notice.play(), leg.side)) {
        continue;
      }
      Optional<Prompt> prompt =
          context.prompts().find(asks ? Prompt.CONSENT : Prompt.NOTICE, notice.language());
      if (prompt.isEmpty()) {
        context
            .loop()
            .post(() -> call.end(Outcome.broken("There is no announcement to play"), null));
        return;
      }
      hearings.add(told(leg, prompt.get(), asks));
    }
    open = hearings.size();
    if (open == 0) {
      letGo(duty.records());
    } else if (!call.media().voice().isEmpty()) {
      speak();
    }
  }

  /** The caller has acknowledged, which may be what completed an offer of the callee. */
  void acknowledged() {
    if (!spoken && open > 0) {
      speak();
    }
  }

  private void speak() {
    spoken = true;
    List.copyOf(hearings).forEach(Hearing::begin);
  }

  /** Whether an INFO is a digit of somebody who is being asked; then nobody else gets it. */
  boolean takes(Leg leg, SipRequest info) {
    for (Hearing hearing : hearings) {
      if (hearing.side() == leg.side && hearing.asks()) {
        OptionalInt digit = InfoDigits.of(info.contentType(), info.body());
        digit.ifPresent(hearing::pressed);
        return digit.isPresent();
      }
    }
    return false;
  }

  /** Whether the parties do not hear each other yet. */
  boolean asking() {
    return heldBack;
  }

  /** The call is over. */
  void stop() {
    over = true;
    beeping.cancel();
    hearings.forEach(Hearing::stop);
  }

  private Hearing told(Leg leg, Prompt prompt, boolean asks) {
    Hearing[] self = new Hearing[1];
    self[0] = new Hearing(call, leg, prompt, asks, (answer, digit) -> came(self[0], answer, digit));
    return self[0];
  }

  private void came(Hearing hearing, Hearing.Answer answer, String digit) {
    switch (answer) {
      case TOLD -> oneLess();
      case GIVEN -> onRecord(hearing, "given", digit, this::oneLess);
      case REFUSED -> onRecord(hearing, "refused", digit, this::refused);
      case NONE -> onRecord(hearing, "none", "", this::refused);
      case UNREACHED -> {
        if (asks(notice)) {
          onRecord(hearing, "none", "", this::refused);
        } else {
          call.end(Outcome.broken("The announcement could not be played"), null);
        }
      }
    }
  }

  private void onRecord(Hearing hearing, String outcome, String digit, Runnable then) {
    call.ledger()
        .consent(
            hearing.address(), outcome, digit, hearing.language(), receipt -> on(receipt, then));
  }

  private void on(Journal.Receipt receipt, Runnable then) {
    if (over) {
      return;
    }
    if (duty.mayGoOn(receipt)) {
      then.run();
    } else {
      call.end(Outcome.broken(Refusal.ARCHIVE_UNAVAILABLE.words()), null);
    }
  }

  private void oneLess() {
    open--;
    if (open > 0 || over || !heldBack) {
      return;
    }
    if (asks(notice)) {
      duty.consented(this::begun);
    } else {
      letGo(duty.records());
    }
  }

  private void begun(Optional<String> cannot) {
    if (over) {
      return;
    }
    if (cannot.isPresent()) {
      call.end(Outcome.broken(cannot.get()), null);
    } else {
      letGo(true);
    }
  }

  private void refused() {
    hearings.forEach(Hearing::stop);
    if (notice.refused() == Notice.Refused.END) {
      call.end(Outcome.broken("The recording was not agreed to"), null);
    } else if (heldBack) {
      call.ledger().changed(Outcome.SERVER, "goes on unrecorded: consent was not given");
      letGo(false);
    }
  }

  /** From here on the parties hear each other. */
  private void letGo(boolean recorded) {
    if (heldBack) {
      heldBack = false;
      call.media().holdBack(false);
    }
    if (asks(notice)) {
      call.media().tell(recorded ? Recording.ON : Recording.OFF);
      call.live().recordingChanged();
    }
    if (recorded && !notice.beepEvery().isZero()) {
      beeping = context.loop().schedule(notice.beepEvery(), () -> beep(true));
    }
  }

  /** Only the first goes on record, with how often it comes: a long call has thousands. */
  private void beep(boolean first) {
    if (over) {
      return;
    }
    Announcer announcer = new Announcer(context, call.media());
    String why = "every " + notice.beepEvery().toSeconds() + " s";
    context
        .prompts()
        .find(Prompt.BEEP, "")
        .ifPresent(
            beep -> {
              for (Leg leg : List.of(a, b)) {
                announcer.say(
                    beep,
                    leg.side,
                    (whole, millis) -> {
                      if (first) {
                        String to = leg.address.toString();
                        call.ledger().notice(to, beep, whole, millis, Outcome.SERVER, why);
                      }
                    });
              }
            });
    beeping = context.loop().schedule(notice.beepEvery(), () -> beep(false));
  }

  private static boolean concerns(Who who, Side side) {
    return switch (who) {
      case NOBODY -> false;
      case CALLER -> side == Side.A;
      case CALLEE -> side == Side.B;
      case BOTH -> true;
    };
  }
}
