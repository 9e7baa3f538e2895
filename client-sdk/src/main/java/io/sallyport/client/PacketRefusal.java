package io.sallyport.client;

/** Why a phone threw a media packet away. */
public enum PacketRefusal {
  /** It came before addresses and keys were agreed. */
  EARLY,
  /** Plain RTP or RTCP from elsewhere than SDP said. */
  FOREIGN_SOURCE,
  /** Its SRTP tag does not verify under the agreed key. */
  UNAUTHENTIC,
  /** Its SRTP index was seen before, or is too old to tell. */
  REPLAYED,
  /** Its headers do not hold together. */
  MALFORMED,
  /** It came after one that was sent later, or twice. */
  LATE,
  /** No stream of this socket has agreed to its payload type. */
  UNKNOWN_PAYLOAD,
  /** RTP on RTCP's socket or the reverse, or what is no media and was not asked for. */
  MISPLACED
}
