package io.sallyport.server.status;

import io.sallyport.server.base.KebabCase;
import java.util.Optional;

/** Everything that is watched over time, with its unit and a sentence each. */
public enum Figure {
  CALLS(Kind.LEVEL, "calls", "calls that ring or run"),
  CALLS_STARTED(Kind.RATE, "calls/s", "calls offered to a callee"),
  DEVICES(Kind.LEVEL, "devices", "devices that can be reached"),
  REGISTRATIONS(Kind.RATE, "registrations/s", "devices bound, and registrations refreshed"),
  CONNECTIONS(Kind.LEVEL, "connections", "open connections of phones and browsers"),
  SIP_MESSAGES(Kind.RATE, "messages/s", "SIP messages received"),
  CHAT_LINES(Kind.RATE, "lines/s", "chat lines put on record"),
  MEDIA_PACKETS(Kind.RATE, "packets/s", "media packets relayed"),
  MEDIA_DROPPED(Kind.RATE, "packets/s", "media packets dropped, but for those of a hold or a mute"),
  LOSS(Kind.LEVEL, "%", "loss as the parties of running calls measure it, in the mean"),
  MOS(
      Kind.LEVEL,
      "MOS",
      "quality of running calls in the mean, 1 to 4.5; 0 where none is measured"),
  WORST_MOS(Kind.LEVEL, "MOS", "quality of the worst running call; 0 where none is measured"),
  RECORDINGS(Kind.LEVEL, "recordings", "recordings that run"),
  ARCHIVE_RECORDS(Kind.RATE, "records/s", "records made durable in the journal"),
  ARCHIVE_WAITING(Kind.LEVEL, "records", "records that wait for the disk"),
  DISK_FREE(Kind.LEVEL, "MB", "free space where the journal is"),
  MEMORY(Kind.LEVEL, "MB", "memory in use"),
  PROCESSOR(Kind.LEVEL, "%", "share of the machine's processors that the server uses");

  /** How readings become a figure. */
  enum Kind {
    /** A reading is the figure. */
    LEVEL,
    /** Readings only grow; the figure is by how much, a second. */
    RATE
  }

  // immutable
  private final Kind kind;
  private final String unit;
  private final String sentence;

  Figure(Kind kind, String unit, String sentence) {
    this.kind = kind;
    this.unit = unit;
    this.sentence = sentence;
  }

  Kind kind() {
    return kind;
  }

  public String unit() {
    return unit;
  }

  public String sentence() {
    return sentence;
  }

  /** Its name in the API. */
  public String word() {
    return KebabCase.ofConstant(this);
  }

  /** The figure of that name. */
  public static Optional<Figure> of(String word) {
    return KebabCase.constant(Figure.class, word);
  }
}
