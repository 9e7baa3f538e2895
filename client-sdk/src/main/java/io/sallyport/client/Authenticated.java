package io.sallyport.client;

import io.sallyport.protocol.digest.DigestClient;
import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request that answers digest challenges (RFC 3261 section 22), at most twice: a server that
 * challenges for ever is believed the third time. Each try is a new transaction with a new CSeq.
 * Owned by the phone's loop.
 */
final class Authenticated implements Exchange.Answered {
  private static final int MAX_CHALLENGES = 2;

  // immutable
  private final SipLayer layer;
  private final DigestClient digest;
  private final Supplier<SipRequest.Builder> next;
  private final Exchange.Answered answered;

  // owned by: the phone's loop
  private Exchange.Sent current;
  private int challenges;
  private boolean cancelled;

  private Authenticated(
      SipLayer layer,
      DigestClient digest,
      Supplier<SipRequest.Builder> next,
      Exchange.Answered answered) {
    this.layer = layer;
    this.digest = digest;
    this.next = next;
    this.answered = answered;
  }

  /**
   * Sends over the layer's open link.
   *
   * @param next the request with a CSeq that has not been used; asked once for each try
   */
  static Authenticated send(
      SipLayer layer,
      DigestClient digest,
      Supplier<SipRequest.Builder> next,
      Exchange.Answered answered) {
    Authenticated sending = new Authenticated(layer, digest, next, answered);
    SipRequest.Builder first = next.get();
    SipRequest plain = first.build();
    digest.again(false, plain.method(), plain.uri()).ifPresent(first::add);
    digest.again(true, plain.method(), plain.uri()).ifPresent(first::add);
    sending.current = layer.send(first.build(), sending);
    return sending;
  }

  /** The latest try as sent. */
  SipRequest request() {
    return current.request();
  }

  /** Cancels an INVITE; a challenge that crosses the CANCEL is not answered any more. */
  void cancel(List<Header> extra) {
    cancelled = true;
    current.cancel(extra);
  }

  @Override
  public void provisional(SipResponse response) {
    answered.provisional(response);
  }

  @Override
  public void response(SipResponse response) {
    boolean challenge = response.status() == 401 || response.status() == 407;
    if (challenge && challenges < MAX_CHALLENGES && !cancelled) {
      Optional<Header> credentials = digest.answer(response, current.request());
      if (credentials.isPresent()) {
        challenges++;
        current = layer.send(next.get().add(credentials.get()).build(), this);
        return;
      }
    }
    answered.response(response);
  }

  @Override
  public void failed(int status) {
    answered.failed(status);
  }

  /**
   * The reason phrase of a response, or the text of its Warning where it has one (RFC 3261 section
   * 20.43).
   */
  static String words(SipResponse response) {
    String warning = response.first(HeaderNames.WARNING).orElse("");
    int open = warning.indexOf('"');
    int close = warning.lastIndexOf('"');
    return open >= 0 && close > open ? warning.substring(open + 1, close) : response.reason();
  }
}
