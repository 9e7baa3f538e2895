package io.sallyport.protocol.rtp;

/**
 * Puts other synchronisation sources into a clear RTCP compound, in place and without changing any
 * length: wherever a packet of a known kind names one. What lies, or is not known, stays as it is.
 * Owned by the loop that uses it.
 */
public final class RtcpRewriter {
  // transport layer feedback
  private static final int TMMBR = 3;
  private static final int TMMBN = 4;
  // payload-specific feedback
  private static final int FIR = 4;
  private static final int TSTN = 6;
  private static final int APPLICATION_LAYER = 15;
  private static final int REMB = 0x52454d42;

  private final RtcpReader reader = new RtcpReader();

  /** Rewrites the compound and returns how many places were changed. */
  public int rewrite(byte[] bytes, int offset, int length, SsrcMap map) {
    int changed = 0;
    reader.open(bytes, offset, length);
    while (reader.next()) {
      changed += packet(bytes, map);
    }
    return changed;
  }

  private int packet(byte[] bytes, SsrcMap map) {
    return switch (reader.type()) {
      case RtcpHeader.SENDER_REPORT, RtcpHeader.RECEIVER_REPORT -> report(bytes, map);
      case RtcpHeader.SOURCE_DESCRIPTION -> chunks(bytes, map);
      case RtcpHeader.GOODBYE -> goodbye(bytes, map);
      case RtcpHeader.TRANSPORT_FEEDBACK, RtcpHeader.PAYLOAD_FEEDBACK -> feedback(bytes, map);
      case RtcpHeader.APPLICATION -> sender(bytes, map);
      case RtcpHeader.EXTENDED_REPORT -> sender(bytes, map) + extended(bytes, map);
      default -> 0;
    };
  }

  private int sender(byte[] bytes, SsrcMap map) {
    return reader.hasSsrc() ? replace(bytes, reader.offset() + 4, map) : 0;
  }

  private int report(byte[] bytes, SsrcMap map) {
    int changed = sender(bytes, map);
    int first = reader.firstBlock();
    for (int i = 0; i < reader.blocks(); i++) {
      changed += replace(bytes, first + i * RtcpReader.BLOCK, map);
    }
    return changed;
  }

  /** RFC 3550 section 6.5: chunks of a source and items, each padded to 32 bits. */
  private int chunks(byte[] bytes, SsrcMap map) {
    int start = reader.offset();
    int end = start + reader.length();
    int at = start + 4;
    int changed = 0;
    for (int chunk = 0; chunk < reader.count() && end - at >= 4; chunk++) {
      changed += replace(bytes, at, map);
      at += 4;
      while (at < end && bytes[at] != 0) {
        if (end - at < 2) {
          return changed;
        }
        at += 2 + (bytes[at + 1] & 0xff);
      }
      // at least one zero ends the chunk, at the next multiple of four
      at = start + ((at - start) / 4 + 1) * 4;
    }
    return changed;
  }

  private int goodbye(byte[] bytes, SsrcMap map) {
    int sources = Math.min(reader.count(), (reader.length() - 4) / 4);
    int changed = 0;
    for (int i = 0; i < sources; i++) {
      changed += replace(bytes, reader.offset() + 4 + 4 * i, map);
    }
    return changed;
  }

  private int feedback(byte[] bytes, SsrcMap map) {
    int changed = sender(bytes, map);
    if (!reader.isFeedback()) {
      return changed;
    }
    int start = reader.offset();
    changed += replace(bytes, start + 8, map);
    boolean payload = reader.type() == RtcpHeader.PAYLOAD_FEEDBACK;
    int format = reader.count();
    // entries of a source and four bytes of parameters: RFC 5104 sections 4.2.1 to 4.3.3
    if (payload ? format >= FIR && format <= TSTN : format == TMMBR || format == TMMBN) {
      for (int at = start + 12; at + 8 <= start + reader.length(); at += 8) {
        changed += replace(bytes, at, map);
      }
    } else if (payload && format == APPLICATION_LAYER) {
      changed += remb(bytes, map);
    }
    return changed;
  }

  /** Receiver estimated maximum bit rate: a count, a rate, then sources. */
  private int remb(byte[] bytes, SsrcMap map) {
    int start = reader.offset();
    if (reader.length() < 20 || RtpHeader.int32(bytes, start + 12) != REMB) {
      return 0;
    }
    int sources = Math.min(bytes[start + 16] & 0xff, (reader.length() - 20) / 4);
    int changed = 0;
    for (int i = 0; i < sources; i++) {
      changed += replace(bytes, start + 20 + 4 * i, map);
    }
    return changed;
  }

  /** RFC 3611 sections 4.1 to 4.7: the blocks that begin with a source, and those of DLRR. */
  private int extended(byte[] bytes, SsrcMap map) {
    int end = reader.offset() + reader.length();
    int at = reader.offset() + 8;
    int changed = 0;
    while (end - at >= 4) {
      int type = bytes[at] & 0xff;
      int next = at + 4 * (RtpHeader.int16(bytes, at + 2) + 1);
      if (next > end) {
        return changed;
      }
      if (type == 5) {
        for (int entry = at + 4; entry + 12 <= next; entry += 12) {
          changed += replace(bytes, entry, map);
        }
      } else if (type != 4 && type <= 7 && next - at >= 8) {
        changed += replace(bytes, at + 4, map);
      }
      at = next;
    }
    return changed;
  }

  private static int replace(byte[] bytes, int at, SsrcMap map) {
    int before = RtpHeader.int32(bytes, at);
    int after = map.get(before);
    if (before == after) {
      return 0;
    }
    RtpHeader.putInt32(bytes, at, after);
    return 1;
  }
}
