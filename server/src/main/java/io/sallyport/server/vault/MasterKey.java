package io.sallyport.server.vault;

/**
 * The key that the archive keys are encrypted under, or a service that has it and does not give it
 * away. It is used when the ring is opened or written, never for data.
 */
public interface MasterKey {

  /** Tells one master key from another, without telling anything about it. */
  String id();

  /** Where it comes from, for messages. */
  String source();

  /**
   * Encrypts a little, a few kilobytes at most.
   *
   * @param context must be the same when it is decrypted
   */
  byte[] wrap(byte[] plain, byte[] context) throws KeyFault;

  byte[] unwrap(byte[] wrapped, byte[] context) throws KeyFault;
}
