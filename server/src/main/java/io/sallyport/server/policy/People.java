package io.sallyport.server.policy;

/** Where policy learns who somebody is; the directory's snapshot in memory. Never blocks. */
@FunctionalInterface
public interface People {
  /** What is known of an address; {@link Person#STRANGER} where nothing is. */
  Person of(Address address);
}
