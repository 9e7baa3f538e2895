package io.sallyport.server.registrar;

import io.sallyport.server.base.Loop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Flows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Devices by user and users by flow. Any thread: devices of a user may register on several shards
 * at once, so that each change is one atomic step from an immutable list to the next.
 */
final class LocationIndex {
  private static final String UDP = "udp:";

  private static final Comparator<Device> BEST_FIRST =
      Comparator.comparingDouble((Device device) -> -device.binding().q())
          .thenComparingLong(device -> -device.order());

  // immutable
  private final Flows flows;
  private final Loop clock;

  // any thread
  private final ConcurrentHashMap<String, Devices> byAddress = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Set<Device.Key>> byFlow = new ConcurrentHashMap<>();

  LocationIndex(Flows flows, Loop clock) {
    this.flows = flows;
    this.clock = clock;
  }

  void restore(Device device) {
    byAddress.merge(
        device.binding().address(),
        new Devices(List.of(device)),
        (all, one) ->
            new Devices(
                java.util.stream.Stream.concat(all.all().stream(), one.all().stream()).toList()));
  }

  Devices devices(String address) {
    return byAddress.getOrDefault(address, Devices.NONE);
  }

  /** Applies a change to a user's devices; a refusal leaves them as they are. */
  Devices.Outcome update(String address, Function<Devices, Devices.Outcome> change) {
    Devices.Outcome[] outcome = new Devices.Outcome[1];
    byAddress.compute(
        address,
        (key, devices) -> {
          outcome[0] = change.apply(devices == null ? Devices.NONE : devices);
          return outcome[0] instanceof Devices.Outcome.Changed changed
              ? orNothing(changed.next())
              : devices;
        });
    return outcome[0];
  }

  Optional<Device> find(Device.Key key) {
    return devices(key.address()).all().stream()
        .filter(device -> device.binding().device().equals(key.device()))
        .findFirst();
  }

  /** What can be reached now: the latest flow of each device, best q first. */
  List<Binding> reachable(String address) {
    Devices devices = byAddress.get(address);
    if (devices == null) {
      return List.of();
    }
    List<Device> found = new ArrayList<>(devices.all().size());
    long now = clock.nanoTime();
    for (Device device : devices.all()) {
      if (!device.expired(now)) {
        Device ready = withFlow(device);
        if (ready.binding().reachable()) {
          add(ready, found);
        }
      }
    }
    found.sort(BEST_FIRST);
    return found.stream().map(Device::binding).toList();
  }

  Optional<Binding> reachable(String address, String instance) {
    long now = clock.nanoTime();
    return devices(address).all().stream()
        .filter(device -> device.instance().equals(instance) && !device.expired(now))
        .map(this::withFlow)
        .filter(device -> device.binding().reachable())
        .max(Comparator.comparingLong(Device::order))
        .map(Device::binding);
  }

  /** Remembers that the device goes when its connection goes. */
  void link(Device device) {
    if (device.binding().flow().transport().reliable()) {
      byFlow.compute(
          device.flowId(),
          (id, keys) -> {
            Set<Device.Key> all = keys == null ? ConcurrentHashMap.newKeySet(1) : keys;
            all.add(device.key());
            return all;
          });
    }
  }

  void unlink(Device device) {
    byFlow.computeIfPresent(
        device.flowId(),
        (id, keys) -> {
          keys.remove(device.key());
          return keys.isEmpty() ? null : keys;
        });
  }

  /** Forgets a flow and tells who was on it. */
  Set<Device.Key> unlink(Flow flow) {
    Set<Device.Key> keys = byFlow.remove(flow.id());
    return keys == null ? Set.of() : keys;
  }

  /** Removes a device that is still on that flow. */
  Optional<Device> removeOn(Device.Key key, Flow flow) {
    Device[] removed = new Device[1];
    byAddress.computeIfPresent(
        key.address(),
        (address, devices) -> {
          removed[0] =
              devices.all().stream()
                  .filter(
                      device -> device.key().equals(key) && flow.equals(device.binding().flow()))
                  .findFirst()
                  .orElse(null);
          return removed[0] == null ? devices : orNothing(devices.without(List.of(removed[0])));
        });
    return Optional.ofNullable(removed[0]);
  }

  /** Removes whatever has run out and returns it. */
  List<Device> removeExpired(long now) {
    List<Device> expired = new ArrayList<>();
    byAddress.forEach(
        (address, devices) -> {
          if (devices.all().stream().anyMatch(device -> device.expired(now))) {
            byAddress.computeIfPresent(
                address,
                (same, current) -> {
                  List<Device> gone =
                      current.all().stream().filter(device -> device.expired(now)).toList();
                  expired.addAll(gone);
                  return orNothing(current.without(gone));
                });
          }
        });
    return expired;
  }

  int size() {
    return byAddress.values().stream().mapToInt(devices -> devices.all().size()).sum();
  }

  /** After a restart a UDP flow is made anew from its id: the first look finds it. */
  private Device withFlow(Device device) {
    if (device.binding().flow() != null || !device.flowId().startsWith(UDP)) {
      return device;
    }
    return flows.flow(device.flowId()).map(device::on).orElse(device);
  }

  /** Several flows of one device ring it once (RFC 5626 section 5.1). */
  private static void add(Device device, List<Device> to) {
    if (!device.instance().isEmpty()) {
      for (int i = 0; i < to.size(); i++) {
        Device other = to.get(i);
        if (other.instance().equals(device.instance())) {
          if (other.order() < device.order()) {
            to.set(i, device);
          }
          return;
        }
      }
    }
    to.add(device);
  }

  private static Devices orNothing(Devices devices) {
    return devices.all().isEmpty() ? null : devices;
  }
}
