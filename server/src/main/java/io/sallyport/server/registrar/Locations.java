package io.sallyport.server.registrar;

import java.util.List;
import java.util.Optional;

/** Where users are, as calls and chat see it. Any thread; an immutable snapshot each time. */
public interface Locations {

  /**
   * Bindings of an address of record that can be reached now, best q first, one a device; empty
   * where the user is offline.
   */
  List<Binding> of(String address);

  /**
   * The device behind a Request-URI that is one of our GRUUs (RFC 5627 section 5.1), whatever other
   * parameters it carries; empty where it is none, or its device is not reachable.
   */
  default Optional<Binding> gruu(String uri) {
    return Optional.empty();
  }
}
