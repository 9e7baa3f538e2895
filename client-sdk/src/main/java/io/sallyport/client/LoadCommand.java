package io.sallyport.client;

import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Calls in quantity: registers a range of users, lets one half call the other at a steady rate, and
 * prints what came of it.
 */
@Command(
    name = "sallyport-phone load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Registers users, lets the first half call the second half at a steady rate, prints one line"
          + " of results.",
      "The users must exist and share one password. Exit status 1 where anything failed."
    })
final class LoadCommand implements Callable<Integer> {
  private static final int REGISTRATIONS_AT_ONCE = 32;
  private static final int GRACE_SECONDS = 40;

  @Mixin PhoneOptions options;

  @Option(
      names = "--users",
      required = true,
      paramLabel = "FIRST..LAST",
      description =
          "Range of users that differ in the digits at their end, such as u00000..u00199.")
  String users;

  @Option(
      names = "--calls-per-second",
      defaultValue = "10",
      description = "Rate; default ${DEFAULT-VALUE}.")
  double rate;

  @Option(
      names = "--duration",
      defaultValue = "30",
      description = "Seconds of new calls; default ${DEFAULT-VALUE}.")
  double seconds;

  @Option(
      names = "--hold",
      defaultValue = "2",
      description = "Seconds of each call; default ${DEFAULT-VALUE}.")
  double hold;

  @Option(names = "--media", description = "Send audio; otherwise media is agreed on but not sent.")
  boolean media;

  @Option(names = "--threads", defaultValue = "2", description = "Loops; default ${DEFAULT-VALUE}.")
  int threads;

  // owned by: the main thread
  private final LoadFigures figures = new LoadFigures();
  private final List<Phone> phones = new ArrayList<>();
  private final PrintStream progress = System.err;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PhoneThreads shared = PhoneThreads.start(threads);
    try {
      List<String> names = range(users);
      for (String name : names) {
        phones.add(options.builder(name).threads(shared).build());
      }
      registerAll();
      long start = System.nanoTime();
      List<CompletableFuture<?>> running = callAll(names, start);
      double took = (System.nanoTime() - start) / 1e9;
      awaitAll(running);
      long repeated = phones.stream().mapToLong(Phone::retransmissions).sum();
      progress.println();
      System.out.println(figures.summary(took, repeated));
      return figures.failures() == 0 ? 0 : 1;
    } finally {
      phones.forEach(Phone::close);
      shared.stop();
    }
  }

  /** The names from FIRST to LAST, which have the same number of digits at their ends. */
  static List<String> range(String users) {
    String[] ends = users.split("\\.\\.", 2);
    if (ends.length != 2 || !ends[0].matches(".*[0-9]") || ends[0].length() != ends[1].length()) {
      throw new IllegalArgumentException("users: must be of the form u00000..u00199");
    }
    int digits = ends[0].length();
    while (digits > 0 && Character.isDigit(ends[0].charAt(digits - 1))) {
      digits--;
    }
    String prefix = ends[0].substring(0, digits);
    long first = Long.parseLong(ends[0].substring(digits));
    long last = Long.parseLong(ends[1].substring(digits));
    if (!ends[1].startsWith(prefix) || last <= first || last - first >= 100_000) {
      throw new IllegalArgumentException("users: the range must rise, by less than 100000");
    }
    List<String> names = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      names.add(prefix + String.format("%0" + (ends[0].length() - digits) + "d", i));
    }
    return names;
  }

  private void registerAll() throws InterruptedException {
    List<CompletableFuture<?>> batch = new ArrayList<>();
    for (int i = 0; i < phones.size(); i++) {
      Phone phone = phones.get(i);
      phone.onIncoming(call -> call.answer(plan()));
      batch.add(phone.register().whenComplete((state, e) -> note("registration", e)));
      if (batch.size() == REGISTRATIONS_AT_ONCE || i == phones.size() - 1) {
        awaitAll(batch);
        batch.clear();
        bar("registered", i + 1, phones.size());
      }
    }
    progress.println();
  }

  private List<CompletableFuture<?>> callAll(List<String> names, long start) {
    int half = phones.size() / 2;
    int calls = (int) Math.round(rate * seconds);
    List<CompletableFuture<?>> running = new ArrayList<>();
    SecureRandom random = new SecureRandom();
    int offset = random.nextInt(half);
    for (int i = 0; i < calls; i++) {
      long due = start + (long) (i / rate * 1e9);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      running.add(oneCall(phones.get(i % half), names.get(half + (i + offset) % half)));
      if (i % Math.max(1, (int) rate / 2) == 0) {
        bar("calls", i + 1, calls);
      }
    }
    bar("calls", calls, calls);
    return running;
  }

  private CompletableFuture<?> oneCall(Phone caller, String callee) {
    figures.begun.increment();
    long begun = System.nanoTime();
    OutgoingCall call = caller.call(callee, plan());
    call.answered()
        .whenComplete(
            (nothing, e) -> {
              note("answer", e);
              if (e == null) {
                figures.setUp((System.nanoTime() - begun) / 1e6);
                CompletableFuture.delayedExecutor((long) (hold * 1000), TimeUnit.MILLISECONDS)
                    .execute(call::hangUp);
              }
            });
    return call.ended()
        .thenAccept(
            end -> {
              if (end.cause() == CallEnd.Cause.HUNG_UP) {
                figures.ended.increment();
              } else if (call.answered().isDone() && !call.answered().isCompletedExceptionally()) {
                figures.failed("end", new SipFailure(end.status(), end.reason()));
              }
            });
  }

  private MediaPlan plan() {
    return media ? MediaPlan.tone(440) : MediaPlan.silent().withoutPackets();
  }

  private void note(String where, Throwable e) {
    if (e != null) {
      figures.failed(where, e);
    }
  }

  private static void awaitAll(List<CompletableFuture<?>> futures) throws InterruptedException {
    try {
      CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
          .get(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // each failure has been counted where it happened; what has not ended by now shows in the
      // figures
    }
  }

  private void bar(String what, int done, int all) {
    int width = 40;
    int full = all == 0 ? width : (int) ((long) width * done / all);
    progress.printf(
        "\r[%s%s] %s %d/%d, answered %d, failed %d ",
        "#".repeat(full),
        ".".repeat(width - full),
        what,
        done,
        all,
        figures.answered.sum(),
        figures.failures());
    progress.flush();
  }
}
