package io.sallyport.server.media;

import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.server.path.PathSession;
import io.sallyport.server.path.Transport;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One side of a call: what it sees of us, the transports it was given, and what it agreed to. */
final class Party {
  // immutable
  private final PathSession paths;
  private final SecureRandom random;
  private final LocalDescription description;
  private final Pseudonyms names;

  // owned by: shard
  private final List<Seat> seats = new ArrayList<>();
  private MediaSession.Recording recording = MediaSession.Recording.UNSAID;
  private final Set<Transport> taken = Collections.newSetFromMap(new IdentityHashMap<>());

  Party(PathSession paths, SecureRandom random) {
    this.paths = paths;
    this.random = random;
    this.description = new LocalDescription(random.nextLong());
    this.names = new Pseudonyms(random);
  }

  /** Stand for its own names in what the other side sees. */
  Pseudonyms names() {
    return names;
  }

  Seat seat(int place) {
    while (seats.size() <= place) {
      seats.add(new Seat());
    }
    return seats.get(place);
  }

  LocalKeys keys(int place) {
    return seat(place).keys(random);
  }

  void tell(MediaSession.Recording now) {
    recording = now;
  }

  byte[] show(Connection connection, List<Attribute> attributes, List<MediaDescription> media) {
    if (recording == MediaSession.Recording.UNSAID) {
      return description.show(connection, attributes, media);
    }
    Attribute said = new Attribute("record", recording.word());
    return description.show(
        connection, Stream.concat(attributes.stream(), Stream.of(said)).toList(), media);
  }

  /** A transport on the one port that no other line stands on. */
  Transport onePort(int place) {
    Seat seat = seat(place);
    if (seat.onePort == null || usedBesides(place, seat.onePort)) {
      seat.onePort = paths.onePort();
      taken.add(seat.onePort);
    }
    return seat.onePort;
  }

  /** A port pair for the line; empty where none is free. */
  Optional<Transport> pair(int place) {
    Seat seat = seat(place);
    if (seat.pair == null) {
      seat.pair = paths.portPair().orElse(null);
      if (seat.pair != null) {
        taken.add(seat.pair);
      }
    }
    return Optional.ofNullable(seat.pair);
  }

  /** Whether a transport was given and not released since. */
  boolean holds(Transport transport) {
    return taken.contains(transport);
  }

  /** Whether another line stands on that transport. */
  boolean usedBesides(int place, Transport transport) {
    for (int i = 0; i < seats.size(); i++) {
      Deal deal = seats.get(i).deal();
      if (i != place && deal != null && deal.transport() == transport) {
        return true;
      }
    }
    return false;
  }

  /** What is agreed, line by line, without those that are off. */
  Stream<Deal> deals() {
    return seats.stream().map(Seat::deal).filter(Objects::nonNull);
  }

  /** Whether lines are bundled, so that further ones may join. */
  boolean bundles() {
    return deals().anyMatch(Deal::bundled);
  }

  /** Whether it has turned bundling down. */
  boolean keepsApart() {
    return !bundles() && deals().filter(deal -> deal.transport().onePort()).count() > 1;
  }

  /**
   * Gives back what no agreement stands on. Until the next offer it is kept, because another fork
   * may still accept what the first refused.
   */
  void sweep() {
    Set<Transport> agreed = Collections.newSetFromMap(new IdentityHashMap<>());
    deals().forEach(deal -> agreed.add(deal.transport()));
    taken.removeIf(
        transport -> {
          boolean idle = !agreed.contains(transport);
          if (idle) {
            paths.release(transport);
          }
          return idle;
        });
    for (Seat seat : seats) {
      seat.onePort = seat.onePort != null && taken.contains(seat.onePort) ? seat.onePort : null;
      seat.pair = seat.pair != null && taken.contains(seat.pair) ? seat.pair : null;
      if (seat.deal() == null) {
        seat.rest();
      }
    }
  }
}
