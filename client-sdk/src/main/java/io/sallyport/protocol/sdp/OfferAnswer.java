package io.sallyport.protocol.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules of offer and answer (RFC 3264) that both ends of a call need. */
public final class OfferAnswer {
  private OfferAnswer() {}

  /**
   * Whether the answer has a line for each line of the offer, of the same kind and transport
   * (section 6).
   */
  public static boolean fits(SessionDescription offer, SessionDescription answer) {
    if (offer.media().size() != answer.media().size()) {
      return false;
    }
    for (int i = 0; i < offer.media().size(); i++) {
      MediaDescription offered = offer.media().get(i);
      MediaDescription answered = answer.media().get(i);
      boolean sameKind = offered.kind().equalsIgnoreCase(answered.kind());
      if (!sameKind || !answered.isDisabled() && !sameProto(offered, answered)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The offered formats whose codec we know, in the offerer's order and under the offerer's numbers
   * (section 6.1).
   */
  public static List<String> commonFormats(MediaDescription offered, List<RtpMap> known) {
    List<String> common = new ArrayList<>();
    for (String format : offered.formats()) {
      Optional<RtpMap> map = offered.rtpMap(format);
      if (map.isPresent()
          && !common.contains(format)
          && known.stream().anyMatch(map.get()::sameCodec)) {
        common.add(format);
      }
    }
    return common;
  }

  /** The direction to answer with, from ours, given the offerer's (section 6.1). */
  public static Direction answerDirection(Direction offered, Direction ours) {
    return offered.reversed().and(ours);
  }

  private static boolean sameProto(MediaDescription a, MediaDescription b) {
    return a.proto().toUpperCase(Locale.ROOT).equals(b.proto().toUpperCase(Locale.ROOT));
  }
}
