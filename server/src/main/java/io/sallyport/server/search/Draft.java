package io.sallyport.server.search;

import io.sallyport.server.archive.Position;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A document that is being made: what the records seen so far say of one call, line or act. Stored
 * with the document, so that a later record can change it; the text is not.
 */
final class Draft {
  private static final byte VERSION = 2;
  private static final int MOST_LATER = 256;

  // owned by: who makes it
  final Kind kind;
  final String id;
  final long sequence;
  final Position position;
  final long millis;
  String from = "";
  String to = "";
  String answeredBy = "";
  final Set<String> media = new LinkedHashSet<>();
  final Set<String> marks = new LinkedHashSet<>();
  String result = "";
  long durationMillis;

  /** When it was over; as late as can be while it is not. */
  long endMillis;

  /** In hundredths; 0 where nothing was measured. */
  int mos;

  final List<Hit.Place> later = new ArrayList<>();
  boolean purged;

  /** Whether the index holds it already. */
  boolean written;

  /** What is said in it; null where it must be read from the journal first. */
  String text = "";

  Draft(Kind kind, String id, long sequence, Position position, long millis) {
    this.kind = kind;
    this.id = id;
    this.sequence = sequence;
    this.position = position;
    this.millis = millis;
    this.endMillis = kind == Kind.CALL ? Long.MAX_VALUE : millis;
  }

  /** An act has no id of its own but its sequence. */
  String key() {
    return kind == Kind.ACCESS ? String.valueOf(sequence) : id;
  }

  /** Another record of it; what is beyond a bound is known by the last one only. */
  void later(long record, Position at) {
    if (later.size() == MOST_LATER) {
      later.remove(MOST_LATER - 1);
    }
    later.add(new Hit.Place(record, at));
  }

  Hit hit() {
    return new Hit(
        kind,
        id,
        sequence,
        position,
        Instant.ofEpochMilli(millis),
        from,
        to,
        answeredBy,
        List.copyOf(media),
        List.copyOf(marks),
        result,
        Duration.ofMillis(durationMillis),
        mos / 100.0,
        List.copyOf(later),
        purged,
        false);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeByte(kind.ordinal());
      out.writeBoolean(purged);
      out.writeLong(sequence);
      out.writeLong(position.segment());
      out.writeLong(position.offset());
      out.writeLong(millis);
      out.writeLong(durationMillis);
      out.writeLong(endMillis);
      out.writeInt(mos);
      out.writeInt(later.size());
      for (Hit.Place place : later) {
        out.writeLong(place.sequence());
        out.writeLong(place.position().segment());
        out.writeLong(place.position().offset());
      }
      for (String text : List.of(id, from, to, answeredBy, result)) {
        write(out, text);
      }
      for (Set<String> words : List.of(media, marks)) {
        out.writeInt(words.size());
        for (String each : words) {
          write(out, each);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  /** A document as it was stored; its text has to be read from the journal. */
  static Draft decode(byte[] bytes, int offset, int length) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, offset, length))) {
      if (in.readByte() != VERSION) {
        throw new IOException("the index holds a document of another version");
      }
      Kind kind = Kind.values()[in.readByte()];
      boolean purged = in.readBoolean();
      long sequence = in.readLong();
      Position position = new Position(in.readLong(), in.readLong());
      long millis = in.readLong();
      long duration = in.readLong();
      long end = in.readLong();
      int mos = in.readInt();
      List<Hit.Place> later = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        later.add(new Hit.Place(in.readLong(), new Position(in.readLong(), in.readLong())));
      }
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        texts.add(read(in));
      }
      Draft draft = new Draft(kind, texts.get(0), sequence, position, millis);
      draft.from = texts.get(1);
      draft.to = texts.get(2);
      draft.answeredBy = texts.get(3);
      draft.result = texts.get(4);
      draft.durationMillis = duration;
      draft.endMillis = end;
      draft.mos = mos;
      draft.purged = purged;
      draft.written = true;
      draft.later.addAll(later);
      for (Set<String> words : List.of(draft.media, draft.marks)) {
        for (int left = in.readInt(); left > 0; left--) {
          words.add(read(in));
        }
      }
      draft.text = kind == Kind.CHAT && !purged ? null : "";
      return draft;
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
