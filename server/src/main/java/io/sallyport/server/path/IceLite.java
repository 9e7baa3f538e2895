package io.sallyport.server.path;

import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.protocol.stun.StunFault;
import io.sallyport.protocol.stun.StunIntegrity;
import io.sallyport.protocol.stun.StunMessage;
import io.sallyport.protocol.stun.StunRead;
import io.sallyport.protocol.stun.StunWriter;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What a lite agent does with one STUN packet (RFC 8445 sections 2.5 and 7.3): it answers checks
 * that are authenticated, and never asks. Whoever does not prove that he knows the session's
 * password gets no answer at all, so that nothing can be reflected and nothing be guessed.
 */
final class IceLite {
  /** Twice what we make; longer ones are nobody's. */
  private static final int FRAGMENT_LIMIT = 24;

  // immutable
  private final Lookup lookup;

  // owned by: the media loop
  private final StunIntegrity integrity = new StunIntegrity();
  private final StunWriter writer = new StunWriter(integrity);

  /**
   * @param lookup asked on the media loop, once for each request that names somebody
   */
  IceLite(Lookup lookup) {
    this.lookup = lookup;
  }

  /** Whose check it is: by the fragment that we gave to the peer. */
  interface Lookup {
    Optional<IceCredentials> byLocalFragment(String fragment);
  }

  /** What comes of a packet. */
  sealed interface Outcome permits Respond, Refuse, Ignore {}

  /**
   * The source has proven itself; the answer is the first {@code length} bytes of {@link #answer}.
   *
   * @param nominated whether the peer wants its media to go this way
   */
  record Respond(int length, IceCredentials credentials, boolean nominated) implements Outcome {}

  /**
   * The peer is who it says, but its request cannot be granted; the answer as above tells it why.
   *
   * @param code 420 or 487
   */
  record Refuse(int length, IceCredentials credentials, int code) implements Outcome {}

  /** Nothing is sent. */
  enum Ignore implements Outcome {
    /** No STUN, by its form. */
    MALFORMED,
    /** An indication, as some send to keep a path open. */
    INDICATION,
    /** An answer, though we never ask; or another method than Binding. */
    NOT_A_CHECK,
    /** Without USERNAME or MESSAGE-INTEGRITY. */
    UNAUTHENTICATED,
    /** For a session that is not here, or not any more. */
    UNKNOWN_SESSION,
    /** Made with another password. */
    WRONG_INTEGRITY
  }

  /** Decides about a packet; its bytes are not kept. */
  Outcome received(byte[] bytes, int offset, int length, InetSocketAddress source) {
    StunRead read = StunMessage.read(bytes, offset, length);
    if (read instanceof StunFault) {
      return Ignore.MALFORMED;
    }
    StunMessage message = (StunMessage) read;
    if (message.type() != StunMessage.BINDING_REQUEST) {
      return message.type() == StunMessage.BINDING_INDICATION
          ? Ignore.INDICATION
          : Ignore.NOT_A_CHECK;
    }
    if (!message.hasUsername() || !message.hasIntegrity()) {
      return Ignore.UNAUTHENTICATED;
    }
    String fragment = message.receiverFragment(FRAGMENT_LIMIT);
    Optional<IceCredentials> known =
        fragment.isEmpty() ? Optional.empty() : lookup.byLocalFragment(fragment);
    if (known.isEmpty()) {
      return Ignore.UNKNOWN_SESSION;
    }
    IceCredentials credentials = known.get();
    return integrity.verifies(message, credentials.localPassword())
        ? answer(message, source, credentials)
        : Ignore.WRONG_INTEGRITY;
  }

  private Outcome answer(
      StunMessage request, InetSocketAddress source, IceCredentials credentials) {
    String password = credentials.localPassword();
    if (request.hasUnknownAttributes()) {
      writer
          .answer(request, StunMessage.BINDING_ERROR)
          .error(420, "Unknown Attribute")
          .unknownAttributes(request.unknownAttributes());
      return new Refuse(writer.finish(password), credentials, 420);
    }
    if (request.controlled()) {
      // a lite agent is the controlled one of the two (section 6.1.1); a peer that takes itself for
      // that too turns when it is told so (section 7.2.5.1), whatever its tie breaker
      writer.answer(request, StunMessage.BINDING_ERROR).error(487, "Role Conflict");
      return new Refuse(writer.finish(password), credentials, 487);
    }
    writer.answer(request, StunMessage.BINDING_SUCCESS).mappedAddress(source);
    return new Respond(writer.finish(password), credentials, request.useCandidate());
  }

  /** The bytes of the last answer, valid until the next packet. */
  byte[] answer() {
    return writer.buffer();
  }
}
