package io.sallyport.server.seal;

import io.sallyport.server.base.Component.Health;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;

/** All places outside that get checkpoints; each has a thread of its own and waits for no other. */
final class Outside {
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  /** Somewhere that keeps checkpoints. */
  interface Place {
    String name();

    /** Returns once the place has taken it, as far as it says so. */
    void deliver(String note) throws IOException;
  }

  // immutable
  private final OutsideSettings settings;
  private final Counters counters;

  // owned by: the thread that starts and closes; read by others once open
  private List<Courier> couriers = List.of();

  Outside(OutsideSettings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
  }

  void open() throws IOException {
    SSLSocketFactory tls = Trust.sockets(settings.authorities());
    List<Place> places = new ArrayList<>();
    if (!settings.file().isEmpty()) {
      places.add(new FilePlace(Path.of(settings.file())));
    }
    OutsideSettings.httpAddress(settings.url())
        .ifPresent(
            uri -> places.add(new HttpPlace(uri, settings.urlToken(), tls, settings.timeout())));
    if (!settings.syslog().isEmpty()) {
      places.add(SyslogPlace.at(settings.syslog(), tls, settings.timeout()));
    }
    couriers =
        places.stream().map(place -> new Courier(place, settings.retry(), counters)).toList();
  }

  void push(String note) {
    couriers.forEach(courier -> courier.push(note));
  }

  List<Delivery> deliveries() {
    return couriers.stream().map(Courier::delivery).toList();
  }

  /** Red where a place has taken nothing for minutes; what fails at the moment is told. */
  Health check() {
    List<Health> all = couriers.stream().map(Courier::check).toList();
    return new Health(
        all.stream().allMatch(Health::ok),
        all.stream()
            .map(Health::detail)
            .filter(d -> !d.isEmpty())
            .collect(Collectors.joining("; ")));
  }

  void close() {
    long deadline = System.nanoTime() + GOODBYE.toNanos();
    couriers.forEach(Courier::finish);
    couriers.forEach(courier -> courier.close(deadline));
  }
}
