package io.sallyport.client;

import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.FrameLimits;
import io.sallyport.protocol.sip.FrameScanner;
import io.sallyport.protocol.sip.MessageValidator;
import io.sallyport.protocol.sip.SipMessage;
import java.nio.ByteBuffer;

/**
 * Makes messages of what a link received, cutting a stream where messages end (RFC 3261 section
 * 18.3). One a link.
 */
final class MessageReader {

  /** What came in, in order. */
  interface Receiver {
    void message(SipMessage message);

    /** A keep-alive that wants a CRLF back (RFC 5626 section 3.5.1). */
    void ping();

    /** The answer to our own keep-alive. */
    void pong();

    /** Not a message; the stream is lost where {@code fault.closes()}. */
    void refused(Fault fault);
  }

  // immutable
  private final boolean stream;
  private final Receiver receiver;

  // owned by: the link's event loop
  private final FrameScanner scanner = new FrameScanner(FrameLimits.DEFAULT);
  private final MessageValidator validator = new MessageValidator(FrameLimits.DEFAULT);

  MessageReader(Transport transport, Receiver receiver) {
    this.stream = transport.isStream();
    this.receiver = receiver;
  }

  void read(byte[] bytes) {
    if (!stream) {
      take(FrameScanner.datagram(ByteBuffer.wrap(bytes), FrameLimits.DEFAULT));
      return;
    }
    scanner.feed(ByteBuffer.wrap(bytes));
    FrameScanner.Outcome outcome = scanner.next();
    while (!(outcome instanceof FrameScanner.Outcome.NeedMore)) {
      take(outcome);
      outcome = scanner.next();
    }
  }

  private void take(FrameScanner.Outcome outcome) {
    if (outcome instanceof FrameScanner.Outcome.Frame frame) {
      MessageValidator.Outcome checked = validator.validate(frame.frame());
      if (checked instanceof MessageValidator.Outcome.Valid valid) {
        receiver.message(valid.message());
      } else if (checked instanceof MessageValidator.Outcome.Invalid invalid) {
        receiver.refused(invalid.fault());
      }
    } else if (outcome instanceof FrameScanner.Outcome.Last last) {
      String reason = "Content-Length missing";
      receiver.refused(new Fault(Fault.Kind.CONTENT_LENGTH, 0, reason, last.frame(), true));
    } else if (outcome instanceof FrameScanner.Outcome.Ping) {
      receiver.ping();
    } else if (outcome instanceof FrameScanner.Outcome.Pong) {
      receiver.pong();
    } else if (outcome instanceof FrameScanner.Outcome.Refused refused) {
      receiver.refused(refused.fault());
    }
  }
}
