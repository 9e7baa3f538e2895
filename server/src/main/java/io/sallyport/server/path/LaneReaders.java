package io.sallyport.server.path;

/** Who reads the clear packets of one lane: the recorder, and a capture beside it. */
final class LaneReaders {
  // immutable
  private final Lane lane;

  // guarded by: this
  private TapRing recorder;
  private TapRing capture;

  LaneReaders(Lane lane) {
    this.lane = lane;
  }

  /** Null: no recorder any more. */
  synchronized void recorder(TapRing ring) {
    recorder = ring;
    connect();
  }

  /** Null: no capture any more. */
  synchronized void capture(TapRing ring) {
    capture = ring;
    connect();
  }

  private void connect() {
    if (recorder != null) {
      recorder.beside(capture);
    }
    lane.tap(recorder == null ? capture : recorder);
  }
}
