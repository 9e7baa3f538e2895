package io.sallyport.server.archive;

import java.time.Instant;
import java.util.List;

/**
 * Something that goes on record. Each type is versioned JSON with a schema page under {@code
 * docs/records}; {@link Body} parts are encrypted at rest, the rest is readable fields.
 */
public sealed interface ArchiveRecord {

  /** The type's name in the journal, such as {@code call.started}. */
  String type();

  /** Text or bytes of a person's communication; prints as its size only. */
  record Body(String contentType, byte[] bytes) {
    @Override
    public String toString() {
      return "[" + bytes.length + " bytes]";
    }
  }

  /**
   * A person's end of something: address of record, display name as claimed, device and network.
   */
  record Party(String address, String display, String userAgent, String network) {}

  /** An INVITE was admitted and is about to ring somewhere. */
  record CallStarted(String call, Instant at, Party from, String to, List<String> kinds)
      implements ArchiveRecord {
    @Override
    public String type() {
      return "call.started";
    }
  }

  /** A device answered; the caller hears of it only once this is durable. */
  record CallAnswered(String call, Instant at, Party by, List<String> kinds)
      implements ArchiveRecord {
    @Override
    public String type() {
      return "call.answered";
    }
  }

  /** A re-INVITE or UPDATE changed the call: hold, resume, video added or removed. */
  record CallChanged(String call, Instant at, String by, String what) implements ArchiveRecord {
    @Override
    public String type() {
      return "call.changed";
    }
  }

  /**
   * A call is over.
   *
   * @param outcome answered, busy, declined, cancelled, no-answer, not-found, offline, refused,
   *     failed
   * @param endedBy the address of the side that ended it, or {@code server} with a reason
   */
  record CallEnded(
      String call,
      Instant at,
      String outcome,
      int status,
      String endedBy,
      String reason,
      long answeredMillis,
      List<Media> media)
      implements ArchiveRecord {
    @Override
    public String type() {
      return "call.ended";
    }

    /**
     * Figures of one stream in one direction, and the proof of its path.
     *
     * @param elsewhere packets sent to a place that the side had neither proven nor signalled from
     * @param sources where the side's packets came from, in the order in which that was proven
     */
    public record Media(
        String kind,
        String from,
        String codec,
        String protection,
        long packets,
        long bytes,
        long dropped,
        long elsewhere,
        List<Source> sources,
        List<Quality> quality) {}

    /**
     * A place that packets came from.
     *
     * @param proof address, srtp, srtcp, ice or dtls
     */
    public record Source(String address, Instant since, String proof) {}

    /**
     * Quality of a direction over an interval.
     *
     * @param roundTripMillis -1 where no report told it
     * @param mos 1 to 4.5 by the E-model; 0 for video
     */
    public record Quality(
        Instant at, double lossPercent, double jitterMillis, double roundTripMillis, double mos) {}
  }

  /** A chat line was accepted; its sender hears of it only once this is durable. */
  record ChatMessage(String message, Instant at, Party from, String to, Body body)
      implements ArchiveRecord {
    @Override
    public String type() {
      return "chat.message";
    }
  }

  /** A chat line reached a device. */
  record ChatDelivered(String message, Instant at, String to, String device)
      implements ArchiveRecord {
    @Override
    public String type() {
      return "chat.delivered";
    }
  }

  /** A device was bound, refreshed into new terms, or unbound. */
  record Registration(
      String address,
      Instant at,
      String device,
      String action,
      String userAgent,
      String network,
      long expiresSeconds)
      implements ArchiveRecord {
    @Override
    public String type() {
      return "registration";
    }
  }

  /** A request was refused. */
  record Refused(
      Instant at, String method, String from, String to, String network, int status, String reason)
      implements ArchiveRecord {
    @Override
    public String type() {
      return "refusal";
    }
  }

  /**
   * Somebody asked for a running call's clear packets in a file.
   *
   * @param action started, before the first packet is read; ended; or refused
   * @param file where, by its absolute path
   * @param reason why it was refused, or why it ended
   * @param lost packets that were not written, because the disk was too slow or the file full
   */
  record Captured(
      String call,
      Instant at,
      String actor,
      String action,
      String file,
      String reason,
      long packets,
      long lost)
      implements ArchiveRecord {
    @Override
    public String type() {
      return "capture";
    }
  }

  /**
   * An administrator's act: a user added, disabled, a password changed, the server started or
   * stopped.
   */
  record Administered(Instant at, String actor, String action, String subject)
      implements ArchiveRecord {
    @Override
    public String type() {
      return "administered";
    }
  }
}
