package io.sallyport.server.call;

import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.media.MediaRelay;

/** What the media loops tell of one call, taken to its shard. */
final class Heard implements MediaRelay.MediaEvents {
  // immutable
  private final Call call;
  private final CallContext context;
  private final Admitted admitted;

  // owned by: shard
  private boolean zrtpRefused;

  Heard(Call call, CallContext context, Admitted admitted) {
    this.call = call;
    this.context = context;
    this.admitted = admitted;
  }

  @Override
  public void inactive() {
    context.loop().post(() -> call.end(Outcome.broken("No media received"), null));
  }

  @Override
  public void endToEndEncryption() {
    context.loop().post(this::zrtpRefused);
  }

  /** Both phones may try; record and users hear of it once. */
  private void zrtpRefused() {
    if (zrtpRefused || call.state() == Call.State.ENDED) {
      return;
    }
    zrtpRefused = true;
    call.ledger().changed(Outcome.SERVER, "ZRTP refused");
    context.announceZrtp(admitted);
  }
}
