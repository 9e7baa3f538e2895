package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtpHeader;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Puts packets of ours between those of one lane's side, so that the phone that hears them sees one
 * source that never stops: the same number, sequence numbers without a hole, timestamps that go on.
 *
 * <p>A source of our own would be simpler, but most phones throw their jitter buffer away when a
 * source changes, and a short beep with it. Where the side has not spoken, or with another clock
 * rate, there is nothing to go on from and a number of our own is used.
 */
final class Splice {
  private static final int FRAMES_PER_SECOND = 50;
  // sequence numbers by which a packet may be late; one from further away is a new beginning
  private static final int MAX_LATE = 1_000;
  private static final int MAX_PAUSE_SECONDS = 10;

  // owned by: the lane's loop; the last that went out
  private boolean used;
  private int ssrc;
  private int sequence;
  private int timestamp;
  private long at;
  private int rate;

  // owned by: the lane's loop
  private boolean speaking;
  private boolean resuming;
  private int sequenceShift;
  private int timestampShift;
  private int floor;

  /** From now on packets of ours go out, and those of the side do not. */
  void begin(Reception side, long now, int clockRate) {
    boolean follows = side.isStarted() && (side.clockRate() == clockRate || side.clockRate() == 0);
    if (follows && (!used || side.ssrc() != ssrc)) {
      ssrc = side.ssrc();
      sequence = (int) side.highestSequence() & 0xffff;
      timestamp = side.lastTimestamp();
      at = side.lastArrival();
      sequenceShift = 0;
      timestampShift = 0;
    } else if (!follows && (!used || side.ssrc() == ssrc || rate != clockRate)) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      ssrc = random.nextInt();
      sequence = random.nextInt() & 0x7fff;
      timestamp = random.nextInt();
      at = now;
    }
    long frame = 1_000_000_000L / FRAMES_PER_SECOND;
    long pause = Math.max(0, Math.min(now - at - frame, MAX_PAUSE_SECONDS * 1_000_000_000L));
    timestamp += (int) (pause * clockRate / 1_000_000_000L);
    rate = clockRate;
    used = true;
    speaking = true;
  }

  /** Another 20 ms of ours, said or silent. */
  void advance(long now) {
    timestamp += rate / FRAMES_PER_SECOND;
    at = now;
  }

  /** Writes the header of our next packet; its length. */
  int header(byte[] bytes, boolean first, int payloadType) {
    sequence = sequence + 1 & 0xffff;
    return RtpHeader.write(bytes, 0, first, payloadType, sequence, timestamp, ssrc);
  }

  /** Nothing of ours follows: the side goes on where we stopped. */
  void end() {
    speaking = false;
    resuming = true;
  }

  /**
   * Whether an RTP packet of the side goes on; it then carries the numbers that follow ours.
   *
   * @param now monotonic nanoseconds
   */
  boolean pass(PacketBuffer packet, long now) {
    if (speaking) {
      return false;
    }
    byte[] bytes = packet.bytes();
    int offset = packet.offset();
    if (!used || RtpHeader.ssrc(bytes, offset) != ssrc) {
      return true;
    }
    int came = RtpHeader.sequence(bytes, offset);
    int media = RtpHeader.timestamp(bytes, offset);
    int behind = (short) (floor - came);
    if (resuming || behind > MAX_LATE) {
      resume(came, media);
    } else if (behind > 0) {
      // its number is one of those that we gave to ours
      return false;
    } else if (behind < -2 * MAX_LATE) {
      floor = came - MAX_LATE & 0xffff;
    }
    int out = came + sequenceShift & 0xffff;
    RtpHeader.setSequence(bytes, offset, out);
    RtpHeader.setTimestamp(bytes, offset, media + timestampShift);
    if ((short) (out - sequence) > 0) {
      sequence = out;
      timestamp = media + timestampShift;
      at = now;
    }
    return true;
  }

  private void resume(int came, int media) {
    resuming = false;
    floor = came;
    sequenceShift = sequence + 1 - came;
    // a phone whose clock stood still meanwhile would seem to speak of the past
    int ahead = media + timestampShift - timestamp;
    if (ahead <= 0 || ahead > MAX_PAUSE_SECONDS * rate) {
      timestampShift = timestamp + rate / FRAMES_PER_SECOND - media;
    }
  }
}
