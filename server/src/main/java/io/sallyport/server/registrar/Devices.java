package io.sallyport.server.registrar;

import io.sallyport.server.policy.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * The devices of one user; immutable, each REGISTER makes the next (RFC 3261 section 10.3, steps 6
 * and 7).
 */
record Devices(List<Device> all) {
  static final Devices NONE = new Devices(List.of());

  Devices {
    all = List.copyOf(all);
  }

  /** What became of a REGISTER: all of it, or nothing. */
  sealed interface Outcome {
    /**
     * @param added devices that were not there, or not reachable on this flow
     * @param removed devices that are there no more
     * @param replaced what {@code added} and {@code refreshed} stand in for, where there was
     *     something
     */
    record Changed(
        Devices next,
        List<Device> added,
        List<Device> refreshed,
        List<Device> removed,
        List<Device> replaced)
        implements Outcome {}

    record Refused(Refusal refusal, String words) implements Outcome {}
  }

  /** Makes a device of a wish, given what it was before or null. */
  interface Binder {
    Device bind(RegisterRequest.Wish wish, Device before);
  }

  Outcome apply(RegisterRequest request, int most, long now, Binder binder) {
    for (Device device : all) {
      if (concerns(request, device) && stale(request, device)) {
        return new Outcome.Refused(Refusal.BAD_REQUEST, "CSeq is not higher than before");
      }
    }
    List<Device> next = new ArrayList<>(all);
    List<Device> added = new ArrayList<>(1);
    List<Device> refreshed = new ArrayList<>(1);
    List<Device> removed = new ArrayList<>(1);
    List<Device> replaced = new ArrayList<>(1);
    if (request.wildcard()) {
      removed.addAll(next);
      next.clear();
    }
    for (RegisterRequest.Wish wish : request.wishes()) {
      List<Device> matching = next.stream().filter(device -> matches(wish, device)).toList();
      next.removeAll(matching);
      if (wish.seconds() == 0) {
        removed.addAll(matching);
        continue;
      }
      Device before = matching.isEmpty() ? null : matching.get(0);
      Device device = binder.bind(wish, before);
      next.add(device);
      (before != null && sameWay(before, device) ? refreshed : added).add(device);
      replaced.addAll(matching);
    }
    next.removeIf(device -> device.expired(now) && removed.add(device));
    while (next.size() > most) {
      Device dead =
          next.stream().filter(device -> !device.binding().reachable()).findFirst().orElse(null);
      if (dead == null) {
        return new Outcome.Refused(Refusal.DIRECT_CONTACT, "Too many devices are registered");
      }
      next.remove(dead);
      removed.add(dead);
    }
    return new Outcome.Changed(new Devices(next), added, refreshed, removed, replaced);
  }

  /** Without the devices of the list, by identity: one that has been replaced meanwhile stays. */
  Devices without(List<Device> gone) {
    return new Devices(
        all.stream().filter(device -> gone.stream().noneMatch(g -> g == device)).toList());
  }

  private static boolean concerns(RegisterRequest request, Device device) {
    return request.wildcard() || request.wishes().stream().anyMatch(wish -> matches(wish, device));
  }

  private static boolean stale(RegisterRequest request, Device device) {
    return device.callId().equals(request.callId()) && request.cseq() <= device.cseq();
  }

  /** The same device; or the same contact, where the phone says no more of itself than that. */
  private static boolean matches(RegisterRequest.Wish wish, Device device) {
    return device.binding().device().equals(wish.device())
        || (wish.instance().isEmpty()
            && device.binding().contactUri().equals(wish.contact().uri()));
  }

  private static boolean sameWay(Device before, Device now) {
    Binding old = before.binding();
    return old.flow() != null
        && old.flow().equals(now.binding().flow())
        && old.contactUri().equals(now.binding().contactUri())
        && old.device().equals(now.binding().device());
  }
}
