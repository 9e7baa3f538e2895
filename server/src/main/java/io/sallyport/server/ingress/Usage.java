package io.sallyport.server.ingress;

import io.sallyport.server.policy.Address;

/** How much of the server somebody uses now. Any thread, never blocks. */
@FunctionalInterface
public interface Usage {
  /** Calls that ring or run and that the user asked for or answered. */
  int calls(Address user);
}
