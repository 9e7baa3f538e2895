package io.sallyport.server.registrar;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.policy.Refusal;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is told that a device came or went: the listeners, the journal, the log and the counters. A
 * mere refresh is told nobody.
 */
final class Announcements {
  private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

  /** Why a device is bound no more. */
  enum Ending {
    UNBOUND(Counter.REGISTRAR_UNBOUND),
    EXPIRED(Counter.REGISTRAR_EXPIRED),
    LOST(Counter.REGISTRAR_LOST);

    private final Counter counter;

    Ending(Counter counter) {
      this.counter = counter;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  // immutable
  private final Journal journal;
  private final InstantSource clock;
  private final Counters counters;

  // any thread
  private final List<LocationListener> listeners = new CopyOnWriteArrayList<>();

  Announcements(Journal journal, InstantSource clock, Counters counters) {
    this.journal = journal;
    this.clock = clock;
    this.counters = counters;
  }

  void add(LocationListener listener) {
    listeners.add(listener);
  }

  /** A device can be reached now and could not before, or not in this way. */
  void bound(Device device, Device before, long now) {
    counters.add(Counter.REGISTRAR_BOUND);
    String action =
        before == null ? "bound" : before.binding().flow() == null ? "returned" : "moved";
    record(device, action, device.secondsLeft(now));
    listeners.forEach(listener -> listener.bound(device.binding()));
  }

  void unbound(Device device, Ending ending) {
    counters.add(ending.counter);
    record(device, ending.word(), 0);
    listeners.forEach(listener -> listener.unbound(device.binding()));
  }

  void refused(Admitted admitted, Refusal refusal, String words) {
    journal.append(
        new ArchiveRecord.Refused(
            clock.instant(),
            admitted.request().method(),
            admitted.from().toString(),
            admitted.to().toString(),
            network(admitted.flow().remote()),
            refusal.status(),
            words));
  }

  private void record(Device device, String action, long seconds) {
    Binding binding = device.binding();
    String network = binding.flow() == null ? "" : network(binding.flow().remote());
    journal.append(
        new ArchiveRecord.Registration(
            binding.address(),
            clock.instant(),
            binding.device(),
            action,
            binding.userAgent(),
            network,
            seconds));
    if (LOG.isInfoEnabled()) {
      LOG.info(
          "{} {} {} {}",
          LogText.safe(binding.address()),
          action,
          network,
          LogText.safe(binding.userAgent()));
    }
  }

  private static String network(InetSocketAddress remote) {
    return remote.getAddress() == null ? "" : remote.getAddress().getHostAddress();
  }
}
