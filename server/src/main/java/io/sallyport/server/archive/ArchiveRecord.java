package io.sallyport.server.archive;

import java.time.Instant;
import java.util.List;

/**
 * Something that goes on record. Each type is versioned JSON with a schema page under {@code
 * docs/records}; {@link Body} parts are encrypted at rest, the rest is readable fields.
 */
public sealed interface ArchiveRecord {

  /** What content rules and reviewers decide. */
  sealed interface Judged extends ArchiveRecord permits ContentRecord {}

  /** What people do around the records. */
  sealed interface Act extends ArchiveRecord permits AccessLogin, AccessMark, CallCaptured {}

  /** The type's name in the journal, such as {@code call.started}. */
  default String type() {
    return RecordJson.typeOf(getClass());
  }

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

  /**
   * An INVITE was admitted and is about to ring somewhere.
   *
   * @param rule that let it pass; empty where none was asked
   * @param ruleset version of the rules it stands in; 0 for those that are built in
   */
  record CallStarted(
      String call, Instant at, Party from, String to, List<String> kinds, String rule, long ruleset)
      implements ArchiveRecord {
    public CallStarted {
      rule = rule == null ? "" : rule;
    }

    public CallStarted(String call, Instant at, Party from, String to, List<String> kinds) {
      this(call, at, from, to, kinds, "", 0);
    }
  }

  /** A device answered; the caller hears of it only once this is durable. */
  record CallAnswered(String call, Instant at, Party by, List<String> kinds)
      implements ArchiveRecord {}

  /**
   * Somebody acted on a running call.
   *
   * @param call empty where the act is about all calls
   * @param action end, mute, unmute, hold, resume, forbid-video, drain or drain-end
   * @param side address of the side that it is about; empty for both
   */
  record CallControlled(
      String call, Instant at, String by, String action, String side, String reason)
      implements ArchiveRecord {}

  /** A call to an emergency number begins; no rule, limit or drain was asked. */
  record CallEmergency(
      String call,
      Instant at,
      String from,
      String to,
      String network,
      String location,
      List<String> alerted)
      implements ArchiveRecord {}

  /** An answered call was drawn for review by chance, as its rule demands. */
  record ReviewSampled(String call, Instant at, String rule, long ruleset, double percent)
      implements ArchiveRecord {}

  /** A re-INVITE or UPDATE changed the call: hold, resume, video added or removed. */
  record CallChanged(String call, Instant at, String by, String what) implements ArchiveRecord {}

  /** What the server itself said and heard in a call. */
  sealed interface Spoken extends ArchiveRecord
      permits CallNotice, CallConsent, CallListened, CallSignalling {
    String call();
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

  /**
   * A chat line was accepted; its sender hears of it only once this is durable.
   *
   * @param rule as in {@link CallStarted}; empty for a line of the server's own
   * @param marks what became of it on its way, of {@link ContentRecord.Mark}; empty where it goes
   *     as it is
   */
  record ChatMessage(
      String message,
      Instant at,
      Party from,
      String to,
      Body body,
      String rule,
      long ruleset,
      List<String> marks)
      implements ArchiveRecord {
    public ChatMessage {
      rule = rule == null ? "" : rule;
      marks = marks == null ? List.of() : List.copyOf(marks);
    }

    public ChatMessage(
        String message, Instant at, Party from, String to, Body body, String rule, long ruleset) {
      this(message, at, from, to, body, rule, ruleset, List.of());
    }

    public ChatMessage(String message, Instant at, Party from, String to, Body body) {
      this(message, at, from, to, body, "", 0);
    }
  }

  /** A chat line reached a device. */
  record ChatDelivered(String message, Instant at, String to, String device)
      implements ArchiveRecord {}

  /** A device was bound, refreshed into new terms, or unbound. */
  record Registration(
      String address,
      Instant at,
      String device,
      String action,
      String userAgent,
      String network,
      long expiresSeconds)
      implements ArchiveRecord {}

  /**
   * A request was refused.
   *
   * @param rule that refused it; empty where something other than a rule did
   * @param ruleset as in {@link CallStarted}
   * @param kinds that were asked for, such as audio and video, as far as known
   */
  record Refused(
      Instant at,
      String method,
      String from,
      String to,
      String network,
      int status,
      String reason,
      String rule,
      long ruleset,
      List<String> kinds,
      String userAgent)
      implements ArchiveRecord {
    public Refused {
      rule = rule == null ? "" : rule;
      kinds = kinds == null ? List.of() : List.copyOf(kinds);
      userAgent = userAgent == null ? "" : userAgent;
    }

    /** Refused by something other than a rule. */
    public Refused(
        Instant at,
        String method,
        String from,
        String to,
        String network,
        int status,
        String reason) {
      this(at, method, from, to, network, status, reason, "", 0, List.of(), "");
    }
  }

  /**
   * A rule set comes into force, as soon as this is durable.
   *
   * @param version 1, 2, 3 … in the order of the journal
   * @param restores the version whose text this is again; 0 where it is new
   */
  record PolicyChanged(
      long version, Instant at, String by, String reason, String text, long restores)
      implements ArchiveRecord {}

  /**
   * The least time that records of a class are kept; from here on no setting may be lower.
   *
   * @param kind calls, recordings, chat, files or access
   */
  record RetentionFloor(Instant at, String by, String kind, long seconds)
      implements ArchiveRecord {}

  /**
   * Records that no purge may take until the hold is released: those that meet every criterion that
   * is not empty.
   */
  record HoldPlaced(
      String hold,
      Instant at,
      String by,
      String matter,
      String reason,
      List<String> persons,
      String group,
      List<String> calls,
      long from,
      long until)
      implements ArchiveRecord {}

  /** Somebody asks for a hold's end; another person must agree. */
  record HoldReleaseRequested(String hold, Instant at, String by, String approval, String reason)
      implements ArchiveRecord {}

  /** A hold has ended. */
  record HoldReleased(String hold, Instant at, String by, String approvedBy)
      implements ArchiveRecord {}

  /**
   * Something that needs a second person was asked for.
   *
   * @param action what, such as hold.release, purge, export
   * @param subject of what
   */
  record ApprovalRequested(
      String approval,
      Instant at,
      String by,
      String action,
      String subject,
      String reason,
      Instant expires)
      implements ArchiveRecord {}

  /**
   * A second person decided.
   *
   * @param decision approved or refused
   */
  record ApprovalDecided(String approval, Instant at, String by, String decision, String reason)
      implements ArchiveRecord {}

  /** What was approved was done; it cannot be done a second time. */
  record ApprovalUsed(String approval, Instant at, String by) implements ArchiveRecord {}

  /**
   * From here on these records may lack what retention takes; it is destroyed after this is
   * durable.
   */
  record Purge(
      String purge,
      Instant at,
      String by,
      String approvedBy,
      List<Sequences.Range> bodies,
      List<Sequences.Range> fields,
      List<String> objects)
      implements ArchiveRecord {}

  /**
   * A purge has come to its end: these records and objects are gone. What it had named besides was
   * spared, because a hold came in between.
   *
   * @param spared records that it had named and left
   * @param objects recordings and files that are gone
   */
  record PurgeCompleted(
      String purge,
      Instant at,
      List<Sequences.Range> bodies,
      List<Sequences.Range> fields,
      List<Sequences.Range> spared,
      List<String> objects)
      implements ArchiveRecord {}

  /**
   * An administrator's act: a user added, disabled, a password changed, the server started or
   * stopped.
   */
  record Administered(Instant at, String actor, String action, String subject)
      implements ArchiveRecord {}

  /** A recording began: its object is on disk, and nothing has been answered yet. */
  record RecordingStarted(
      String recording, String call, Instant at, String from, String to, List<String> kinds)
      implements ArchiveRecord {}

  /**
   * A recording is whole on disk.
   *
   * @param digest of the object's header and all its chunks, in hexadecimal digits
   * @param gaps places where something is missing; empty for a recording without fault
   */
  record RecordingClosed(
      String recording,
      String call,
      Instant at,
      Instant began,
      long durationMillis,
      String digest,
      long chunks,
      long bytes,
      List<RecordedStream> streams,
      List<RecordingGap> gaps)
      implements ArchiveRecord {}

  /** A recording that a killed server left open was closed by the next start. */
  record RecordingRecovered(
      String recording,
      String call,
      Instant at,
      Instant began,
      long durationMillis,
      String digest,
      long chunks,
      long bytes,
      List<RecordedStream> streams,
      List<RecordingGap> gaps,
      long dropped,
      String problem)
      implements ArchiveRecord {}

  /** A call that policy wants recorded went on without, because it is for an emergency number. */
  record RecordingExempt(String call, Instant at, String from, String to, String why)
      implements ArchiveRecord {}

  /** One direction of a recorded stream. */
  record RecordedStream(
      int stream,
      String label,
      String side,
      long packets,
      long control,
      long bytes,
      List<RecordedFormat> formats) {}

  /** What a payload type means on a stream. */
  record RecordedFormat(
      int payloadType, String encoding, int clockRate, int channels, String fmtp) {}

  /**
   * Something is missing in a recording.
   *
   * @param stream -1 for all of them
   * @param atMillis since the recording began
   * @param packets -1 where nobody knows
   * @param cause overflow, killed, failed
   */
  record RecordingGap(int stream, long atMillis, long packets, String cause) {}

  /**
   * An answered call that policy wants recorded is not, or not wholly.
   *
   * @param recording empty where there is none
   * @param what in words
   */
  record CompletenessGap(
      String call,
      Instant at,
      String recording,
      String what,
      long expectedPackets,
      long recordedPackets,
      long talkMillis,
      long recordedMillis)
      implements ArchiveRecord {}

  /**
   * An officer searched the archive, or read the trail of such acts; the answer leaves only once
   * this is durable.
   *
   * @param query what was asked for, in words that ask the same again
   * @param hits how many records were found; at least so many where not all were counted
   * @param shown sequences of the records that the answer names
   */
  record AccessSearch(
      Instant at, String officer, String reason, String query, long hits, List<Long> shown)
      implements ArchiveRecord {}

  /** An officer read a record with its body; it is shown only once this is durable. */
  record AccessView(
      Instant at, String officer, String reason, String subject, long sequence, String approval)
      implements ArchiveRecord {}

  /** An officer played a recording; not a sound leaves before this is durable. */
  record AccessPlay(
      Instant at,
      String officer,
      String reason,
      String subject,
      long sequence,
      String what,
      String approval)
      implements ArchiveRecord {}

  /** An officer takes records out of the archive; the first byte leaves once this is durable. */
  record AccessExport(
      Instant at,
      String officer,
      String reason,
      String export,
      String query,
      long hits,
      String approval)
      implements ArchiveRecord {}

  /**
   * A package that an officer took out is complete, or is not and was removed.
   *
   * @param outcome complete, or why not
   * @param sha256 of the whole file; empty where it is not complete
   */
  record AccessExported(
      Instant at, String officer, String export, String outcome, long records, String sha256)
      implements ArchiveRecord {}

  /** Somebody tried to use the officers' door and was turned away. */
  record AccessRefused(
      Instant at, String officer, String reason, String action, String subject, String why)
      implements ArchiveRecord {}

  /** A network is shut out; reach: all, strangers, or datagrams; level: how often it has been. */
  record GuardBlocked(
      String network, Instant at, Instant until, String reach, int level, String by, String reason)
      implements ArchiveRecord {}

  /** A network's block was ended before its time. */
  record GuardLifted(String network, Instant at, String by, String reason)
      implements ArchiveRecord {}

  /** Something began that somebody should look at: a scan, spray, fraud, calls or flood. */
  record AlarmRaised(String alarm, Instant at, String subject, String what)
      implements ArchiveRecord {}

  /** It has been quiet for a while. */
  record AlarmCleared(String alarm, Instant at, String subject) implements ArchiveRecord {}
}
