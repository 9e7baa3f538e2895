package io.sallyport.server.api;

/** Where it goes on record what an administrator does. */
@FunctionalInterface
public interface Administered {
  void by(Caller caller, String action, String subject);
}
