package io.sallyport.client;

import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The phone's registration (RFC 3261 section 10, RFC 5626): refreshed before it expires, made again
 * over a new connection when the old one is lost, kept alive in between. Owned by the phone's loop.
 */
final class RegistrationAgent {
  private static final Duration STREAM_KEEP_ALIVE = Duration.ofSeconds(95);
  private static final Duration DATAGRAM_KEEP_ALIVE = Duration.ofSeconds(24);
  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final long LAST_RETRY_MILLIS = 30_000;
  private static final Pattern EXPIRES =
      Pattern.compile(";\\s*expires\\s*=\\s*\"?([0-9]{1,9})", Pattern.CASE_INSENSITIVE);
  private static final Pattern PUBLIC_GRUU =
      Pattern.compile(";\\s*pub-gruu\\s*=\\s*\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

  // immutable
  private final PhoneCore phone;
  private final PhoneSettings settings;
  private final String callId;
  private final String tag;

  // owned by: the phone's loop
  private final List<CompletableFuture<Registration>> waiting = new ArrayList<>();
  private long cseq;
  private boolean wanted;
  private boolean running;
  private long minExpires;
  private long retryMillis = FIRST_RETRY_MILLIS;
  private Registration state = Registration.inactive("not registered yet");
  private ScheduledFuture<?> refresh;
  private ScheduledFuture<?> keepAlive;

  RegistrationAgent(PhoneCore phone, PhoneSettings settings, String callId, String tag) {
    this.phone = phone;
    this.settings = settings;
    this.callId = callId;
    this.tag = tag;
  }

  Registration state() {
    return state;
  }

  void register(CompletableFuture<Registration> done) {
    wanted = true;
    waiting.add(done);
    begin();
  }

  /** Takes this device's registration back; others of the same user stay. */
  void unregister(CompletableFuture<Void> done) {
    wanted = false;
    stopTimers();
    if (!phone.isConnected()) {
      become(Registration.inactive("unregistered"));
      phone.complete(done, null);
      return;
    }
    send(
        0,
        response -> {
          become(Registration.inactive("unregistered"));
          if (response.isSuccess()) {
            phone.complete(done, null);
          } else {
            phone.fail(done, response.status(), response.reason());
          }
        },
        status -> {
          become(Registration.inactive("unregistered"));
          phone.fail(done, status, "no answer from the server");
        });
  }

  private void begin() {
    if (!running) {
      running = true;
      phone.withLink(this::attempt);
    }
  }

  private void attempt() {
    if (!phone.isConnected()) {
      failed(503, "no connection to the server");
      return;
    }
    long seconds = Math.max(settings.registrationExpires().toSeconds(), minExpires);
    send(
        seconds,
        this::answered,
        status -> failed(status, status == 408 ? "no answer from the server" : "connection lost"));
  }

  private void send(
      long seconds,
      java.util.function.Consumer<SipResponse> answered,
      java.util.function.IntConsumer failed) {
    phone.send(
        () ->
            phone.complete(
                phone
                    .request(
                        SipRequest.REGISTER,
                        "sip:" + settings.domain(),
                        settings.addressOfRecord(),
                        tag,
                        callId,
                        ++cseq)
                    .add(
                        HeaderNames.CONTACT,
                        Contacts.registering(phone.contactUri(), settings.instance(), true))
                    .add(HeaderNames.EXPIRES, Long.toString(seconds))
                    .add(HeaderNames.SUPPORTED, "path, outbound, gruu")),
        new Exchange.Answered() {
          @Override
          public void response(SipResponse response) {
            answered.accept(response);
          }

          @Override
          public void failed(int status) {
            failed.accept(status);
          }
        });
  }

  private void answered(SipResponse response) {
    if (response.status() == 423 && minExpires == 0) {
      minExpires = response.number(HeaderNames.MIN_EXPIRES).orElse(0L);
      attempt();
    } else if (response.isSuccess()) {
      registered(response);
    } else {
      failed(response.status(), Authenticated.words(response));
    }
  }

  private void registered(SipResponse response) {
    running = false;
    retryMillis = FIRST_RETRY_MILLIS;
    String ours = ourContact(response);
    Matcher expires = EXPIRES.matcher(ours);
    long seconds =
        expires.find()
            ? Long.parseLong(expires.group(1))
            : response
                .number(HeaderNames.EXPIRES)
                .orElse(settings.registrationExpires().toSeconds());
    Matcher gruu = PUBLIC_GRUU.matcher(ours);
    boolean outbound = response.lists(HeaderNames.REQUIRE, "outbound");
    become(
        new Registration(
            true,
            Duration.ofSeconds(seconds),
            gruu.find() ? Optional.of(gruu.group(1)) : Optional.empty(),
            outbound,
            ""));
    if (!wanted) {
      return;
    }
    stopTimers();
    // early enough for a lost datagram and its repetitions
    long wait = Math.max(1, seconds > 120 ? seconds - 60 : seconds / 2);
    refresh = phone.loop().schedule(this::begin, wait, TimeUnit.SECONDS);
    keepAlive(response);
    List<CompletableFuture<Registration>> done = List.copyOf(waiting);
    waiting.clear();
    done.forEach(one -> phone.complete(one, state));
  }

  /** RFC 5626 section 4.4: within the server's Flow-Timer, else by the transport's habit. */
  private void keepAlive(SipResponse response) {
    Duration habit =
        settings.target().transport().isUnreliable() ? DATAGRAM_KEEP_ALIVE : STREAM_KEEP_ALIVE;
    long millis =
        response.number("Flow-Timer").filter(s -> s > 0).map(s -> s * 800).orElse(habit.toMillis());
    keepAlive =
        phone.loop().scheduleAtFixedRate(phone::keepAlive, millis, millis, TimeUnit.MILLISECONDS);
  }

  private String ourContact(SipResponse response) {
    List<String> contacts = response.elements(HeaderNames.CONTACT);
    String instance = settings.instance().toString();
    return contacts.stream()
        .filter(contact -> contact.contains(instance))
        .findFirst()
        .orElse(contacts.size() == 1 ? contacts.get(0) : "");
  }

  private void failed(int status, String reason) {
    running = false;
    stopTimers();
    boolean was = state.active();
    become(Registration.inactive(status + " " + reason));
    List<CompletableFuture<Registration>> done = List.copyOf(waiting);
    waiting.clear();
    done.forEach(one -> phone.fail(one, status, reason));
    // a first failure is the caller's to judge; later ones heal by themselves, but not a wrong
    // password
    boolean hopeless = status == 401 || status == 403 || status == 407 || status == 404;
    if (wanted && !hopeless && (was || done.isEmpty())) {
      retry();
    } else {
      wanted = false;
    }
  }

  private void retry() {
    long wait = retryMillis / 2 + phone.random((int) retryMillis / 2 + 1);
    retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
    refresh = phone.loop().schedule(this::begin, wait, TimeUnit.MILLISECONDS);
  }

  /** The connection is gone; an answer in flight fails by itself. */
  void linkClosed() {
    if (wanted && !running) {
      stopTimers();
      become(Registration.inactive("connection lost"));
      retry();
    }
  }

  private void become(Registration next) {
    state = next;
    phone.registrationChanged(next);
  }

  void stopTimers() {
    if (refresh != null) {
      refresh.cancel(false);
    }
    if (keepAlive != null) {
      keepAlive.cancel(false);
    }
  }

  /** No more attempts: the phone closes. */
  void stop() {
    wanted = false;
    stopTimers();
  }
}
