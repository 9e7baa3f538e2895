package io.sallyport.server.call;

import io.sallyport.server.ingress.Refusals;
import io.sallyport.server.ingress.RequestHandler.Verdict;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.prompt.Prompt;
import io.sallyport.server.prompt.Prompts;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.registrar.Locations;
import io.sallyport.server.sip.ServerTransaction;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The server's voice and ears in running calls, for who controls them: announcements, and listening
 * in. Whether somebody may is decided before; what they do is put on record here. Any thread.
 */
public final class LiveVoice {
  private static final String NO_CALL = "no such call runs";

  // immutable
  private final Function<String, Call> live;
  private final Locations locations;

  LiveVoice(Function<String, Call> live, Locations locations) {
    this.live = live;
    this.locations = locations;
  }

  /**
   * Lets a phone hear a running call.
   *
   * @param done told once, on a loop: why nothing is heard; empty once the phone hears it
   */
  public void listen(Listener listener, Consumer<Optional<String>> done) {
    on(listener.call(), done, call -> listen(call, listener, done));
  }

  /**
   * Says a prompt to both parties of a running call.
   *
   * @param by who asks, as the record names them
   * @param done told once, on a loop: why it was not played; empty when it was
   */
  public void announce(
      String callId, Prompt prompt, String by, String reason, Consumer<Optional<String>> done) {
    on(callId, done, call -> announce(call, prompt, by, reason, done));
  }

  /** A prompt that the server has, in the language that comes closest. */
  public Optional<Prompt> prompt(String callId, String name, String language) {
    Call call = live.apply(callId);
    return call == null ? Optional.empty() : call.context().prompts().find(name, language);
  }

  private void on(String callId, Consumer<Optional<String>> done, Consumer<Call> action) {
    Call call = live.apply(callId);
    if (call == null) {
      done.accept(Optional.of(NO_CALL));
      return;
    }
    call.context()
        .loop()
        .post(
            () -> {
              if (call.talking() && !call.consent().asking()) {
                action.accept(call);
              } else {
                done.accept(Optional.of("its parties do not talk"));
              }
            });
  }

  private void listen(Call call, Listener listener, Consumer<Optional<String>> done) {
    if (call.context().legs().listenerOf(call) != null) {
      done.accept(Optional.of("somebody listens already"));
      return;
    }
    if (isParty(call, listener.phone())) {
      done.accept(Optional.of("a party of the call cannot listen in"));
      return;
    }
    Optional<Binding> device =
        locations.of(listener.phone().toString()).stream().filter(Binding::reachable).findFirst();
    if (device.isEmpty()) {
      done.accept(Optional.of("the listener's phone is not online"));
      return;
    }
    new Listening(call, listener, device.get(), done).begin();
    if (call.context().prompts().settings().listenBeep()) {
      call.context()
          .prompts()
          .find(Prompt.BEEP, "")
          .ifPresent(beep -> say(call, beep, listener.actor(), listener.reason(), why -> {}));
    }
  }

  private static boolean isParty(Call call, Address address) {
    return call.leg(Side.A).address.equals(address) || call.leg(Side.B).address.equals(address);
  }

  private static void announce(
      Call call, Prompt prompt, String by, String reason, Consumer<Optional<String>> done) {
    if (!Prompts.speaks(call.media().voice())) {
      done.accept(Optional.of("the server does not speak the codec of this call"));
      return;
    }
    call.ledger().changed(by, "announcement " + prompt + ": " + reason);
    say(call, prompt, by, reason, done);
  }

  private static void say(
      Call call, Prompt prompt, String by, String reason, Consumer<Optional<String>> done) {
    Announcer announcer = new Announcer(call.context(), call.media());
    AtomicInteger open = new AtomicInteger(Side.values().length);
    AtomicInteger cut = new AtomicInteger();
    for (Side side : Side.values()) {
      announcer.say(
          prompt,
          side,
          (whole, millis) -> {
            call.ledger()
                .notice(call.leg(side).address.toString(), prompt, whole, millis, by, reason);
            cut.addAndGet(whole ? 0 : 1);
            if (open.decrementAndGet() == 0) {
              done.accept(
                  cut.get() == 0
                      ? Optional.empty()
                      : Optional.of("it was not played to its end to both"));
            }
          });
    }
  }

  /** On the shard: a request in the dialog of somebody who listens, if it is one. */
  static Verdict handle(LegTable legs, ServerTransaction transaction) {
    Listening listening = legs.listener(transaction.request());
    if (listening == null || !Calls.samePeer(listening.flow(), transaction.flow())) {
      return Verdict.UNKNOWN;
    }
    if (!listening.dialog().inOrder(transaction.request())) {
      transaction.respond(Refusals.response(transaction, Refusal.SERVER_ERROR).build());
    } else {
      listening.request(transaction);
    }
    return Verdict.TAKEN;
  }

  /** On the shard: nobody hears a call that is over. */
  static void ended(Call call) {
    Listening listening = call.context().legs().listenerOf(call);
    if (listening != null) {
      listening.end("the call ended");
    }
  }
}
