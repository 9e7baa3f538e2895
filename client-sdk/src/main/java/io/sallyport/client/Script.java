package io.sallyport.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The language of the command-line phone: one command a line, {@code #} begins a comment. Commands
 * that take time are begun; their outcome is an event to {@code wait} for. Runs on the main thread,
 * events come on the phone's callback thread.
 */
final class Script {
  static final String HELP =
      """
      register | unregister          registered, registration-failed, unregistered
      call WHO [video]               ringing, early-media, answered, ended
      ringing | answer | decline [STATUS]   for the call that came in (incoming)
      hold | resume | video on|off   done or failed; the other side: held, unheld, video-on, video-off
      dtmf KEY                       the other side: dtmf
      hangup                         ended
      message WHO TEXT               sent or message-failed; the other side: message
      move                           media goes on from other local ports, unannounced: done
      play tone HERTZ | silence | FILE.wav
      record FILE.wav                what this call, or the next, hears
      statistics                     stream, for each of the call's streams
      wait EVENT SECONDS             fails the script when it does not come
      expect-tone HERTZ [SECONDS]    fails unless heard from now on; 0 is silence
      expect-video [SECONDS]         fails unless another such phone's video arrives as it was sent
      expect-protection NAME         fails unless the call's audio is under RTP or that SRTP suite
      sleep SECONDS | quit\
      """;

  private static final int DEFAULT_SECONDS = 5;

  /** A command that cannot be carried out, or an expectation that was not met. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String why) {
      super(why, null, false, false);
    }
  }

  // immutable
  private final Phone phone;
  private final ScriptEvents events;
  private final boolean autoAnswer;
  private final ToneDetector detector = new ToneDetector();
  private final Expectations expect;

  // owned by: the main thread
  private String toPlay = "silence";

  // any thread: the callback thread sets the call, the main thread the recorder
  private volatile Call call;
  private volatile AudioSink recorder = AudioSink.none();

  Script(Phone phone, ScriptEvents events, boolean autoAnswer) {
    this.phone = phone;
    this.events = events;
    this.expect = new Expectations(events, detector);
    this.autoAnswer = autoAnswer;
    phone.onIncoming(this::incoming);
    phone.onMessage(
        message -> events.happened("message", "from", message.from(), "text", message.text()));
    phone.onRegistration(this::registration);
  }

  /** Runs commands to the end of the input or {@code quit}. */
  void run(BufferedReader commands) throws IOException, Failed, InterruptedException {
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String command = line.strip();
      if (command.equals("quit")) {
        return;
      }
      if (!command.isEmpty() && !command.startsWith("#")) {
        run(command);
      }
    }
  }

  /** Runs one command. */
  void run(String command) throws Failed, InterruptedException {
    String[] words = command.split("\\s+", 3);
    String first = words.length > 1 ? words[1] : "";
    String rest = words.length > 2 ? words[2] : "";
    switch (words[0]) {
      case "register" -> phone.register().whenComplete((state, e) -> {});
      case "unregister" -> phone.unregister().whenComplete((nothing, e) -> {});
      case "call" -> call(argument(first), rest.equals("video"));
      case "ringing" -> incoming().ringing();
      case "answer" -> incoming().answer(plan());
      case "decline" -> incoming().decline(first.isEmpty() ? 603 : (int) number(first));
      case "hold" -> outcome("hold", call().hold());
      case "resume" -> outcome("resume", call().resume());
      case "video" ->
          outcome("video", argument(first).equals("on") ? call().addVideo() : call().removeVideo());
      case "dtmf" -> outcome("dtmf", call().sendDtmf(argument(first).charAt(0)));
      case "move" -> outcome("move", call().moveMedia());
      case "hangup" -> call().hangUp();
      case "message" -> message(argument(first), argument(rest));
      case "play" -> play(command.substring(4).strip());
      case "record" -> record(argument(first));
      case "statistics" -> statistics();
      case "wait" -> await(argument(first), rest);
      case "expect-tone" -> expect.tone(number(first), seconds(rest));
      case "expect-video" -> expect.video(call(), seconds(first));
      case "expect-protection" -> expect.protection(call(), argument(first));
      case "sleep" -> TimeUnit.MILLISECONDS.sleep((long) (number(first) * 1000));
      case "help" -> events.say(HELP);
      default -> throw new Failed("unknown command " + words[0] + "; help lists them");
    }
  }

  private void registration(Registration state) {
    if (state.active()) {
      events.happened("registered", "seconds", state.expires().toSeconds());
    } else if (state.reason().equals("unregistered")) {
      events.happened("unregistered");
    } else {
      events.happened("registration-failed", "reason", state.reason());
    }
  }

  private void incoming(IncomingCall incoming) {
    Call now = call;
    if (now != null && !now.ended().isDone()) {
      incoming.decline(486);
      return;
    }
    call = incoming.on(new Printing());
    events.happened("incoming", "from", incoming.peer(), "video", incoming.offersVideo());
    if (autoAnswer) {
      incoming.ringing();
      try {
        incoming.answer(plan());
      } catch (Failed e) {
        events.happened("failed", "command", "answer", "reason", e.getMessage());
      }
    }
  }

  private void call(String who, boolean video) throws Failed {
    Call now = call;
    if (now != null && !now.ended().isDone()) {
      throw new Failed("a call is running");
    }
    MediaPlan plan = plan();
    call = phone.call(who, video ? plan.withVideo() : plan, new Printing());
  }

  private MediaPlan plan() throws Failed {
    detector.reset();
    AudioSink recording =
        new AudioSink() {
          @Override
          public void write(short[] samples) {
            recorder.write(samples);
          }

          @Override
          public void close() {
            recorder.close();
          }
        };
    return MediaPlan.playing(source()).into(detector.and(recording));
  }

  private AudioSource source() throws Failed {
    try {
      if (toPlay.equals("silence")) {
        return AudioSource.silence();
      }
      return toPlay.startsWith("tone ")
          ? AudioSource.tone(number(toPlay.substring(5)))
          : AudioSource.wav(Path.of(toPlay));
    } catch (IOException | IllegalArgumentException e) {
      throw new Failed("cannot play: " + e.getMessage());
    }
  }

  private void play(String what) throws Failed {
    toPlay = argument(what);
    AudioSource source = source();
    Call now = call;
    if (now != null && !now.ended().isDone()) {
      now.play(source);
    }
  }

  private void record(String file) throws Failed {
    try {
      recorder.close();
      recorder = AudioSink.wav(Path.of(file));
    } catch (IOException e) {
      throw new Failed("cannot record: " + e.getMessage());
    }
  }

  private void message(String who, String text) {
    phone
        .message(who, text)
        .whenComplete(
            (outcome, e) -> {
              if (e != null) {
                events.happened("message-failed", "reason", reason(e));
              } else if (outcome.status() >= 300) {
                events.happened(
                    "message-failed", "status", outcome.status(), "reason", outcome.reason());
              } else {
                events.happened("sent", "status", outcome.status(), "kept", outcome.kept());
              }
            });
  }

  private void statistics() throws Failed {
    for (MediaStatistics stream : call().statistics()) {
      events.happened(
          "stream",
          "kind",
          stream.kind(),
          "protection",
          stream.protection(),
          "sent",
          stream.packetsSent(),
          "received",
          stream.packetsReceived(),
          "lost",
          stream.packetsLost(),
          "refused",
          stream.packetsRefused(),
          "reasons",
          new TreeMap<>(stream.refused()),
          "rtcp-sent",
          stream.rtcpSent(),
          "rtcp-received",
          stream.rtcpReceived(),
          "round-trip-ms",
          stream.roundTrip().map(trip -> Long.toString(trip.toMillis())).orElse(""),
          "video-intact",
          stream.videoIntact(),
          "local",
          stream.local(),
          "sources",
          stream.sources());
    }
  }

  private void await(String event, String seconds) throws Failed, InterruptedException {
    double limit = seconds(seconds);
    if (!events.await(event, Duration.ofMillis((long) (1000 * limit)))) {
      throw new Failed("no " + event + " within " + limit + " s");
    }
  }

  private static double seconds(String word) throws Failed {
    return word.isEmpty() ? DEFAULT_SECONDS : number(word);
  }

  private void outcome(String command, CompletableFuture<Void> done) {
    done.whenComplete(
        (nothing, e) -> {
          if (e == null) {
            events.happened("done", "command", command);
          } else {
            events.happened("failed", "command", command, "reason", reason(e));
          }
        });
  }

  static String reason(Throwable e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  private Call call() throws Failed {
    Call now = call;
    if (now == null) {
      throw new Failed("no call");
    }
    return now;
  }

  private IncomingCall incoming() throws Failed {
    if (call() instanceof IncomingCall incoming) {
      return incoming;
    }
    throw new Failed("no call has come in");
  }

  private static String argument(String word) throws Failed {
    if (word.isEmpty()) {
      throw new Failed("an argument is missing; help lists the commands");
    }
    return word;
  }

  private static double number(String word) throws Failed {
    try {
      return Double.parseDouble(argument(word));
    } catch (NumberFormatException e) {
      throw new Failed("not a number: " + word);
    }
  }

  /** Prints the events of the call. */
  private final class Printing implements CallListener {
    @Override
    public void ringing() {
      events.happened("ringing");
    }

    @Override
    public void earlyMedia() {
      events.happened("early-media");
    }

    @Override
    public void answered() {
      events.happened("answered");
    }

    @Override
    public void heldByPeer(boolean held) {
      events.happened(held ? "held" : "unheld");
    }

    @Override
    public void video(boolean running) {
      events.happened(running ? "video-on" : "video-off");
    }

    @Override
    public void dtmf(char key) {
      events.happened("dtmf", "key", key);
    }

    @Override
    public void ended(CallEnd end) {
      events.happened(
          "ended", "cause", end.cause(), "status", end.status(), "reason", end.reason());
    }
  }
}
