package io.sallyport.server.playback;

import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.server.playback.LookAhead.Entry;

/** One synchronisation source (RFC 3550 section 3) of a track, from packets to sound. */
final class Line {
  /** How long a packet waits for others to be put in order and placed by. */
  static final long LOOK_AHEAD_NANOS = 1_000_000_000L;

  // immutable
  private final Formats formats;
  private final Notes notes;
  private final LookAhead waiting = new LookAhead();
  private final Alignment alignment;
  private final Voice voice;

  // owned by: the renderer
  private long sequence = -1;
  private boolean inEvent;
  private int eventTimestamp;

  Line(Formats formats, Notes notes, Mix mix, Recorded.Side side) {
    this.formats = formats;
    this.notes = notes;
    this.alignment = new Alignment(formats);
    this.voice = new Voice(mix, side, notes);
  }

  /** Takes a packet whose header is valid and whose payload is not too long. */
  void accept(byte[] bytes, int payloadAt, int payloadLength, long arrivalNanos) {
    if (waiting.full()) {
      consume();
    }
    Entry entry = waiting.insert(RtpHeader.sequence(bytes, 0));
    if (entry == null) {
      notes.late++;
      return;
    }
    entry.payloadType = RtpHeader.payloadType(bytes, 0);
    entry.timestamp = RtpHeader.timestamp(bytes, 0);
    entry.arrivalNanos = arrivalNanos;
    if (entry.payload.length < payloadLength) {
      entry.payload = new byte[Decoder.MAX_PAYLOAD];
    }
    System.arraycopy(bytes, payloadAt, entry.payload, 0, payloadLength);
    entry.length = payloadLength;
  }

  /** Plays what has waited long enough. */
  void advance(long nowNanos) {
    while (waiting.size() > 0 && waiting.get(0).arrivalNanos <= nowNanos - LOOK_AHEAD_NANOS) {
      consume();
    }
    voice.rest(nowNanos);
  }

  /** Plays all that is left. */
  void drain() {
    while (waiting.size() > 0) {
      consume();
    }
    voice.hush();
  }

  private void consume() {
    Entry entry = waiting.get(0);
    long lost = entry.begins || sequence < 0 ? 0 : entry.sequence - sequence - 1;
    notes.lost += lost;
    sequence = entry.sequence;
    notes.packet(formats.name(entry.payloadType));
    switch (formats.kind(entry.payloadType)) {
      case SOUND -> {
        // no payload keeps a NAT open, and says nothing
        if (entry.length > 0) {
          sound(entry, lost);
        }
      }
      case EVENT -> event(entry);
      case UNKNOWN -> notes.undecoded(formats.name(entry.payloadType));
      case SILENCE -> inEvent = false;
    }
    waiting.recycle(waiting.take());
  }

  private void sound(Entry entry, long lost) {
    inEvent = false;
    long at = alignment.place(waiting);
    if (alignment.jumped()) {
      notes.jumps++;
    }
    voice.play(entry, formats.format(entry.payloadType), at, lost);
  }

  /** RFC 4733 section 2.3: an event is sent many times over, always with its first timestamp. */
  private void event(Entry entry) {
    if (entry.length >= 4 && !(inEvent && entry.timestamp == eventTimestamp)) {
      notes.event(entry.arrivalNanos, entry.payload[0] & 0xff);
      inEvent = true;
      eventTimestamp = entry.timestamp;
    }
  }
}
