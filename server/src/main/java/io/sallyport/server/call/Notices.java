package io.sallyport.server.call;

import io.sallyport.server.policy.Address;

/** By which a call tells its users what no signal of a phone can show. Connected to chat. */
public interface Notices {
  /** Tells a user of our domain; any thread, never blocks. */
  void tell(Address user, String words);
}
