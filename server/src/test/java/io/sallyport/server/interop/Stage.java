package io.sallyport.server.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One test's server and phones, in a directory of their own under {@code target}; all of them end
 * with the test.
 */
final class Stage implements AutoCloseable {
  /** What the build made. */
  static final Path TARGET = Path.of(System.getProperty("project.root"), "server", "target");

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Path directory;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Stage(Class<?> test, String scene) {
    String name =
        test.getSimpleName()
            + "-"
            + scene
            + "-"
            + ProcessHandle.current().pid()
            + "-"
            + System.nanoTime();
    this.directory = TARGET.resolve("interop").resolve(name);
  }

  Path directory() {
    return directory;
  }

  ServerProcess server() {
    return server(Map.of());
  }

  ServerProcess server(Map<String, String> settings) {
    return server(settings, ServerProcess.Place.HERE);
  }

  ServerProcess server(Map<String, String> settings, ServerProcess.Place place) {
    return keep(ServerProcess.fresh(directory.resolve("server"), settings, place));
  }

  /** A baresip that is registered; its first contact is the one it chats with. */
  Baresip baresip(ServerProcess server, Account account, Tone tone, Account... contacts) {
    return baresip(server, account, tone, MediaChoice.USUAL, contacts);
  }

  Baresip baresip(
      ServerProcess server, Account account, Tone tone, MediaChoice media, Account... contacts) {
    Baresip.Options options =
        Baresip.Options.of(account, server.target(), tone, List.of(contacts), media);
    return baresip(server, "baresip-" + account.user() + "-" + open.size(), options);
  }

  Baresip baresip(ServerProcess server, String name, Baresip.Options options) {
    Baresip phone = keep(Baresip.start(directory.resolve(name), server.target(), options));
    phone.awaitRegistered();
    return phone;
  }

  /** A linphonec that is registered. */
  Linphone linphone(ServerProcess server, Account account, Tone tone) {
    return linphone(server, account, tone, MediaChoice.USUAL);
  }

  Linphone linphone(ServerProcess server, Account account, Tone tone, MediaChoice media) {
    Path own = directory.resolve("linphone-" + account.user() + "-" + open.size());
    Linphone phone = keep(Linphone.start(own, server.target(), account, tone, media));
    phone.awaitRegistered();
    return phone;
  }

  /** A phone of our own that is registered. */
  SdkPhone sdk(ServerProcess server, Account account, Tone tone) {
    return sdk(server, account, tone, MediaChoice.USUAL);
  }

  SdkPhone sdk(ServerProcess server, Account account, Tone tone, MediaChoice media) {
    SdkPhone phone = keep(SdkPhone.start(server.target(), account, tone, media));
    phone.awaitRegistered();
    return phone;
  }

  /** A browser that is signed in. */
  Chromium chromium(ServerProcess server, Account account, Tone tone, boolean video) {
    Path own = directory.resolve("chromium-" + account.user() + "-" + open.size());
    Chromium phone = keep(Chromium.start(own, server.target(), account, tone, video));
    phone.awaitRegistered();
    return phone;
  }

  /** A phone as a table of tests describes it, registered; it chats with the other one. */
  Softphone phone(ServerProcess server, Party party, Account account, Tone tone, Account other) {
    return switch (party.make()) {
      case BARESIP -> baresip(server, account, tone, party.media(), other);
      case LINPHONE -> linphone(server, account, tone, party.media());
      case SDK -> sdk(server, account, tone, party.media());
      case CHROMIUM -> chromium(server, account, tone, party.media().video());
    };
  }

  <T extends AutoCloseable> T keep(T part) {
    open.push(part);
    return part;
  }

  /** Calls, answers and waits until both sides hear each other for that long. */
  static void talk(Softphone caller, Tone callers, Softphone callee, Tone callees, double seconds) {
    caller.call(callee.account());
    callee.awaitIncoming();
    callee.answer();
    caller.awaitTalking();
    callee.awaitTalking();
    soon(
        caller.account().user() + " hearing " + callee.account().user(),
        () -> caller.hears(callees, seconds),
        caller::log);
    soon(
        callee.account().user() + " hearing " + caller.account().user(),
        () -> callee.hears(callers, seconds),
        callee::log);
  }

  static void soon(String what, BooleanSupplier condition, Supplier<String> log) {
    Await.until(what, SOON, condition, log);
  }

  /** Lets real time pass where a test is about nothing happening. */
  static void letPass(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws Exception {
    List<Exception> failures = new ArrayList<>();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
