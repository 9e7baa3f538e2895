package io.sallyport.server.registrar;

/** Told when a device appears or goes. Called on any shard; must only post. */
public interface LocationListener {
  void bound(Binding binding);

  default void unbound(Binding binding) {}
}
