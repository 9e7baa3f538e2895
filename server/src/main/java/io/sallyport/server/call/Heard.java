package io.sallyport.server.call;

import io.sallyport.server.media.MediaRelay;

/** What the media loops tell a call; heard on its shard. */
final class Heard implements MediaRelay.MediaEvents {
  // immutable
  private final Call call;

  // owned by: shard
  private boolean zrtpRefused;

  Heard(Call call) {
    this.call = call;
  }

  @Override
  public void inactive() {
    call.context().loop().post(() -> call.end(Outcome.broken("No media received"), null));
  }

  @Override
  public void endToEndEncryption() {
    call.context().loop().post(this::zrtpRefused);
  }

  /** Both phones may try; record and users hear of it once. */
  private void zrtpRefused() {
    if (zrtpRefused || call.state() == Call.State.ENDED) {
      return;
    }
    zrtpRefused = true;
    call.ledger().changed(Outcome.SERVER, "ZRTP refused");
    call.context().announceZrtp(call.admitted());
  }
}
