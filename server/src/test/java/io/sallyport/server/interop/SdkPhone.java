package io.sallyport.server.interop;

import io.sallyport.client.AudioSource;
import io.sallyport.client.Call;
import io.sallyport.client.CallEnd;
import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.MediaStatistics;
import io.sallyport.client.MessageOutcome;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Phone;
import io.sallyport.client.Srtp;
import io.sallyport.client.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Our own phone, driven like the others. */
final class SdkPhone implements Softphone {
  private static final Duration SOON = Duration.ofSeconds(15);

  private final Account account;
  private final Tone tone;
  private final boolean video;
  private final Phone phone;

  // any thread: the phone's callbacks add, the test takes
  private final LinkedBlockingQueue<IncomingCall> incoming = new LinkedBlockingQueue<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  // owned by: the test's thread
  private Call call;
  private OutgoingCall outgoing;
  private Ear ear = new Ear();

  private SdkPhone(Account account, Tone tone, boolean video, Phone phone) {
    this.video = video;
    this.account = account;
    this.tone = tone;
    this.phone = phone;
  }

  static SdkPhone start(Target target, Account account, Tone tone, MediaChoice media) {
    try {
      Phone phone =
          Phone.builder()
              .user(account.user())
              .password(account.password())
              .domain(account.domain())
              .server(target.name(), target.tlsPort())
              .transport(Transport.TLS)
              .trust(target.authority())
              .srtp(srtp(media))
              .build();
      SdkPhone started = new SdkPhone(account, tone, media.video(), phone);
      phone.onIncoming(
          call -> {
            call.ringing();
            started.incoming.add(call);
          });
      phone.onMessage(message -> started.lines.add(message.text()));
      phone.register();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Srtp srtp(MediaChoice media) {
    return switch (media.keying()) {
      case PLAIN -> Srtp.OFF;
      case SDES -> Srtp.REQUIRED;
      case SDES_IF_POSSIBLE -> Srtp.OPTIONAL;
      case DTLS -> media.ice() ? Srtp.WEB : Srtp.DTLS;
    };
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public void awaitRegistered() {
    get("registering", phone.register());
  }

  @Override
  public void call(Account other) {
    outgoing = phone.call(other.uri(), plan());
    call = outgoing;
  }

  @Override
  public void awaitIncoming() {
    IncomingCall next = poll();
    if (next == null) {
      throw new AssertionError("no call came to " + account.user());
    }
    call = next;
  }

  private IncomingCall poll() {
    try {
      return incoming.poll(SOON.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void awaitRinging() {
    get("ringing", outgoing.rings());
  }

  @Override
  public void answer() {
    get("answering", ((IncomingCall) call).answer(plan()));
  }

  @Override
  public void decline() {
    ((IncomingCall) call).decline(603);
  }

  /** Refuses with another status than 603, such as 486 for busy. */
  void refuse(int status) {
    ((IncomingCall) call).decline(status);
  }

  @Override
  public void awaitTalking() {
    get("talking", call.answered());
  }

  @Override
  public void hangUp() {
    call.hangUp();
  }

  @Override
  public void awaitEnded() {
    end();
  }

  /** How the call ended. */
  CallEnd end() {
    return get("the end", call.ended());
  }

  /** What each stream of the call has carried so far. */
  List<MediaStatistics> statistics() {
    return call.statistics();
  }

  /** Figures of the audio. */
  MediaStatistics audio() {
    return statistics().stream()
        .filter(stream -> stream.kind().equals("audio"))
        .findFirst()
        .orElseThrow();
  }

  String callId() {
    return call.callId();
  }

  @Override
  public void hold() {
    get("holding", call.hold());
  }

  @Override
  public void resume() {
    get("resuming", call.resume());
  }

  boolean isHeldByPeer() {
    return call.isHeldByPeer();
  }

  @Override
  public void send(Account other, String line) {
    get("sending", phone.message(other.uri(), line));
  }

  MessageOutcome outcomeOf(Account other, String line) {
    return get("sending", phone.message(other.uri(), line));
  }

  @Override
  public void awaitLine(String line) {
    Await.until(
        "the line '" + line + "' at " + account.user(),
        SOON,
        () -> lines.contains(line),
        lines::toString);
  }

  /** Every line that came, in order. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public WavFile heard() {
    return ear.heard();
  }

  @Override
  public Ports.Block mediaPorts() {
    throw new UnsupportedOperationException("the phone binds what is free");
  }

  @Override
  public Set<Long> pids() {
    return Set.of();
  }

  Phone phone() {
    return phone;
  }

  private MediaPlan plan() {
    ear = new Ear();
    MediaPlan plan = MediaPlan.playing(AudioSource.tone(tone.hertz())).into(ear);
    return video ? plan.withVideo() : plan;
  }

  private <T> T get(String what, CompletableFuture<T> future) {
    try {
      return future.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(account.user() + " " + what + ": " + e, e);
    }
  }

  @Override
  public String log() {
    return call == null ? "no call" : statistics().toString();
  }

  @Override
  public void close() {
    phone.close();
  }
}
