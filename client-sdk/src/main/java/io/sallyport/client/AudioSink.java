package io.sallyport.client;

import java.io.IOException;
import java.nio.file.Path;

/** Where the audio that a phone receives goes: one channel, 8 000 samples a second, 16 bits. */
public interface AudioSink {
  /**
   * Takes some audio, usually 20 ms; the array is the sink's to read now, not to keep. Called on
   * the phone's loop: must not block.
   */
  void write(short[] samples);

  /** The call has ended; nothing follows. */
  default void close() {}

  /** Drops everything. */
  static AudioSink none() {
    return samples -> {};
  }

  /** Writes a WAV file, complete when the call has ended. */
  static AudioSink wav(Path file) throws IOException {
    return WavFile.recorder(file);
  }

  /** This sink, then the other. */
  default AudioSink and(AudioSink other) {
    AudioSink first = this;
    return new AudioSink() {
      @Override
      public void write(short[] samples) {
        first.write(samples);
        other.write(samples);
      }

      @Override
      public void close() {
        first.close();
        other.close();
      }
    };
  }
}
