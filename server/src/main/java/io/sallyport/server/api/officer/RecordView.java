package io.sallyport.server.api.officer;

import io.sallyport.server.review.Readings;
import io.sallyport.server.search.Hit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A call or chat line as it is found, without what was said.
 *
 * @param position of its first record in the journal
 * @param answeredBy empty where nobody answered
 * @param marks what content rules did: flagged, masked, blocked, held, rule: and a name
 * @param result how it ended; running; whether a line was delivered
 * @param talked seconds
 * @param mos worst quality; 0 where nothing was measured
 * @param recorded whether there is something to play
 */
record RecordView(
    String kind,
    String id,
    long position,
    Instant time,
    String from,
    String to,
    String answeredBy,
    List<String> media,
    List<String> marks,
    String result,
    Duration talked,
    double mos,
    boolean held,
    boolean purged,
    boolean recorded) {

  static RecordView of(Hit hit, Readings readings) throws IOException {
    boolean call = hit.kind() == io.sallyport.server.search.Kind.CALL;
    return new RecordView(
        hit.kind().word(),
        hit.id(),
        hit.sequence(),
        hit.time(),
        bare(hit.from()),
        bare(hit.to()),
        bare(hit.answeredBy()),
        hit.media(),
        hit.marks(),
        hit.result(),
        hit.duration(),
        hit.mos(),
        hit.held(),
        hit.purged(),
        call && readings.recorded(hit.id()));
  }

  /** An address as people write it. */
  static String bare(String address) {
    return address.startsWith("sip:") ? address.substring(4) : address;
  }
}
