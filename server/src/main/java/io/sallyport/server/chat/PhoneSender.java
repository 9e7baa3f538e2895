package io.sallyport.server.chat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.base.Loop;
import io.sallyport.server.ingress.Refusals;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.sip.ServerTransaction;

/**
 * A phone, which gets the one answer to its MESSAGE: the first of refused, delivered, kept, or the
 * wait is over. Owned by the transaction's shard.
 */
final class PhoneSender implements Sender {
  // immutable
  private final ServerTransaction transaction;
  private final ChatSettings settings;

  // owned by: shard
  private Loop.Timer patience = () -> {};

  PhoneSender(ServerTransaction transaction, ChatSettings settings) {
    this.transaction = transaction;
    this.settings = settings;
  }

  @Override
  public Loop loop() {
    return transaction.loop();
  }

  @Override
  public boolean showsWords() {
    return false;
  }

  @Override
  public void refused(Refusal refusal, String words) {
    SipResponse.Builder response = Refusals.response(transaction, refusal, words);
    if (refusal == Refusal.UNSUPPORTED_BODY) {
      response.add(HeaderNames.ACCEPT, String.join(", ", settings.contentTypes()));
    }
    transaction.respond(response.build());
  }

  @Override
  public void recorded(Screening.Screened screened) {
    if (screened.held()) {
      brought(202);
    } else {
      patience = loop().schedule(settings.deliveryWait(), () -> brought(202));
    }
  }

  @Override
  public void brought(int status) {
    patience.cancel();
    if (!transaction.answered()) {
      transaction.respond(
          SipResponse.to(transaction.request(), status, transaction.localTag()).build());
    }
  }
}
