package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes down what a machine asks for, and fires its timers on a clock that the test moves. */
final class ScriptedActions implements Actions {
  final List<SipMessage> sent = new ArrayList<>();
  final List<Duration> sentAt = new ArrayList<>();
  final List<SipMessage> delivered = new ArrayList<>();
  final List<SipRequest> cancels = new ArrayList<>();
  final List<Failure> failures = new ArrayList<>();
  final Map<TimerName, Duration> timers = new EnumMap<>(TimerName.class);
  int terminations;
  Duration now = Duration.ZERO;
  Consumer<TimerName> machine = t -> {};

  @Override
  public void send(SipMessage message) {
    sent.add(message);
    sentAt.add(now);
  }

  @Override
  public void deliver(SipMessage message) {
    delivered.add(message);
  }

  @Override
  public void start(TimerName timer, Duration after) {
    timers.put(timer, now.plus(after));
  }

  @Override
  public void stop(TimerName timer) {
    timers.remove(timer);
  }

  @Override
  public void cancel(SipRequest cancel) {
    cancels.add(cancel);
  }

  @Override
  public void failed(Failure why) {
    failures.add(why);
  }

  @Override
  public void terminated() {
    terminations++;
    timers.clear();
  }

  void advance(long millis) {
    Duration end = now.plusMillis(millis);
    while (true) {
      Map.Entry<TimerName, Duration> next =
          timers.entrySet().stream()
              .filter(e -> e.getValue().compareTo(end) <= 0)
              .min(Map.Entry.comparingByValue())
              .orElse(null);
      if (next == null) {
        break;
      }
      TimerName name = next.getKey();
      now = next.getValue();
      timers.remove(name);
      machine.accept(name);
    }
    now = end;
  }

  List<Long> sentMillis() {
    return sentAt.stream().map(Duration::toMillis).toList();
  }
}
