package io.sallyport.server.registrar;

import java.util.List;

/** Where users are, as calls and chat see it. Any thread; an immutable snapshot each time. */
public interface Locations {

  /** Live bindings of an address of record, best q first; empty where the user is offline. */
  List<Binding> of(String address);
}
