package io.sallyport.server.media;

import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.media.MediaSession.Side;
import java.util.List;

/**
 * An offer and all that its answers need. It is kept after the first answer, because a 200 may
 * answer again what a 183 answered.
 *
 * @param opened the streams that took ports for this offer, given back when it is rolled back
 */
record PendingOffer(
    Side from, Rules fromRules, Rules toward, List<OfferedLine> lines, List<MediaStream> opened) {}
