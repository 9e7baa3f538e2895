package io.sallyport.server.interop;

import java.util.Set;

/**
 * What a person does with a softphone and sees of it, whichever make it is. Every {@code await}
 * fails after some seconds.
 */
interface Softphone extends AutoCloseable {
  Account account();

  void awaitRegistered();

  void call(Account other);

  /** A call that rings here and that was not awaited before. */
  void awaitIncoming();

  /** The other side's phone rings. */
  void awaitRinging();

  void answer();

  /** Turns away the call that rings here. */
  void decline();

  void awaitTalking();

  void hangUp();

  /** The call that was awaited last is over, or never came to be. */
  void awaitEnded();

  void hold();

  void resume();

  /** Sends a line to the one it chats with. */
  void send(Account other, String line);

  void awaitLine(String line);

  /** All that it has heard in this call; empty before the first sound. */
  WavFile heard();

  /** Whether what was received sounds like the tone for that long. */
  default boolean hears(Tone tone, double seconds) {
    return tone.isHeardIn(heard(), seconds);
  }

  /** Local UDP ports that it uses for media. */
  Ports.Block mediaPorts();

  /** Its processes, for looking at their sockets; empty for one that lives in this process. */
  Set<Long> pids();

  /** What it tells of itself, for a test that fails. */
  String log();

  @Override
  void close();
}
