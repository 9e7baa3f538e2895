package io.sallyport.server.call;

import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Loop;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.ingress.Denials;
import io.sallyport.server.media.MediaRelay;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.prompt.Prompts;
import io.sallyport.server.recording.CallRecorder;
import io.sallyport.server.sip.SipLayer;
import java.time.InstantSource;

/** What every call of one shard works with. */
record CallContext(
    SipLayer sip,
    MediaRelay media,
    Journal journal,
    CallRecorder recorder,
    CallSettings settings,
    Prompts prompts,
    Notices notices,
    Attempts attempts,
    Denials denials,
    Ids ids,
    Counters counters,
    InstantSource clock,
    Loop loop,
    int shard,
    LegTable legs,
    Keyings keyings,
    Ladders ladders) {

  private static final String ZRTP_REFUSED =
      "A phone in your call tried to encrypt end to end (ZRTP). This server refused that, because"
          + " it keeps calls on record. The call goes on, encrypted between each phone and the"
          + " server as before.";

  /** Tells both users, where the settings say so. */
  void announceZrtp(Admitted admitted) {
    if (settings.announceZrtp()) {
      notices.tell(admitted.from(), ZRTP_REFUSED);
      notices.tell(admitted.to(), ZRTP_REFUSED);
    }
  }
}
