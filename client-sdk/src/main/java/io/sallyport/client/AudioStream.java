package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audio of a call: a packet of G.711 every 20 ms from the source, and what arrives into the
 * sink. Owned by the phone's loop.
 */
final class AudioStream {
  private static final Logger LOG = LoggerFactory.getLogger(AudioStream.class);
  private static final int MAX_FILL = 50;

  // immutable
  private final RtpStream rtp;

  // owned by: the phone's loop
  private AudioSource source;
  private AudioSink sink;
  private G711 codec = G711.PCMA;
  private boolean sending;
  private boolean muted;
  private boolean first = true;
  private ScheduledFuture<?> ticks;

  AudioStream(RtpStream rtp, AudioSource source, AudioSink sink) {
    this.rtp = rtp;
    this.source = source;
    this.sink = sink;
    rtp.receiver(this::received);
  }

  /** What to play from now on. */
  void source(AudioSource newSource) {
    source = newSource;
  }

  /** A muted stream goes on with silence, so that a relay keeps its path open. */
  void mute(boolean mute) {
    muted = mute;
  }

  /** Starts or goes on with what SDP agreed. */
  void run(EventLoop loop, G711 agreed, boolean maySend) {
    codec = agreed;
    sending = maySend;
    if (ticks == null) {
      ticks = loop.scheduleAtFixedRate(this::tick, 0, 20, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    if (!sending) {
      rtp.skip(AudioSource.FRAME_SAMPLES);
      first = true;
      return;
    }
    short[] frame = new short[AudioSource.FRAME_SAMPLES];
    if (!muted) {
      read(frame);
    }
    rtp.send(codec.payloadType(), codec.encode(frame), first, AudioSource.FRAME_SAMPLES);
    first = false;
  }

  /** The application's code: what it throws costs this call its source or sink and nothing else. */
  private void read(short[] frame) {
    try {
      source.read(frame);
    } catch (RuntimeException e) {
      LOG.error("an audio source threw; the call goes on in silence", e);
      source = AudioSource.silence();
    }
  }

  private void write(short[] samples) {
    try {
      sink.write(samples);
    } catch (RuntimeException e) {
      LOG.error("an audio sink threw; the call goes on without it", e);
      sink = AudioSink.none();
    }
  }

  private void received(int type, byte[] packet, int offset, int length, int missing) {
    G711 with =
        type == G711.PCMA.payloadType()
            ? G711.PCMA
            : type == G711.PCMU.payloadType() ? G711.PCMU : null;
    if (with == null) {
      return;
    }
    for (int i = 0; i < Math.min(missing, MAX_FILL); i++) {
      write(new short[length]);
    }
    write(with.decode(packet, offset, length));
  }

  void close() {
    if (ticks != null) {
      ticks.cancel(false);
    }
    rtp.close();
    close(sink);
  }

  /** Closes a sink of the application's. */
  static void close(AudioSink sink) {
    try {
      sink.close();
    } catch (RuntimeException e) {
      LOG.error("an audio sink could not be closed", e);
    }
  }
}
