package io.sallyport.server.api.admin;

import io.sallyport.server.api.Caller;

/** Where it goes on record what an administrator does. */
@FunctionalInterface
public interface Administered {
  void by(Caller caller, String action, String subject);
}
