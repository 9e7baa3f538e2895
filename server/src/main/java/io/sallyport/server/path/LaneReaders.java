package io.sallyport.server.path;

/** Who reads the clear packets of one lane: the recorder, a capture, somebody who listens in. */
final class LaneReaders {
  // immutable
  private final Lane lane;

  // guarded by: this
  private TapRing recorder;
  private TapRing capture;
  private TapRing listener;

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

  /** Null: nobody listens in any more. */
  synchronized void listener(TapRing ring) {
    listener = ring;
    connect();
  }

  private void connect() {
    TapRing last = null;
    for (TapRing each : new TapRing[] {listener, capture, recorder}) {
      if (each != null) {
        each.beside(last);
        last = each;
      }
    }
    lane.tap(last);
  }
}
