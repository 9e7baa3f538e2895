package io.sallyport.server.recording;

import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PathReport;
import io.sallyport.server.path.PathSession;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.path.Sound;
import io.sallyport.server.path.StreamPlan;
import io.sallyport.server.path.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The packet paths of a call that is recorded: opens a tap on each side of each stream before its
 * first packet, through holds and changes of codec, and hands the rings to the recording.
 */
final class TappedPaths implements PathSession {
  // 50 packets of G.711 a second are 9 kB: room for 0.8 s in which the recorder does not look
  private static final int AUDIO_RING = 8 << 10;
  // a key frame comes at once
  private static final int VIDEO_RING = 256 << 10;

  // immutable
  private final PathSession paths;
  private final CallRecording recording;

  // owned by: shard
  private final Map<Integer, String> tapped = new HashMap<>();
  private final Map<Integer, StreamPlan> bound = new TreeMap<>();
  private Consumer<StreamPlan> listener = plan -> {};

  TappedPaths(PathSession paths, CallRecording recording) {
    this.paths = paths;
    this.recording = recording;
    paths.beforeBinding(this::binding);
    recording.whenWanted(() -> bound.values().forEach(this::tap));
  }

  @Override
  public void bind(List<StreamPlan> streams, boolean held) {
    paths.bind(streams, held);
    Set<Integer> named = new HashSet<>();
    streams.forEach(plan -> named.add(plan.index()));
    bound.keySet().retainAll(named);
    for (int stream : List.copyOf(tapped.keySet())) {
      if (!named.contains(stream)) {
        tapped.remove(stream);
        paths.untap(stream);
        recording.silent(stream);
      }
    }
  }

  @Override
  public void close() {
    paths.close();
    paths.untap();
    recording.pathsClosed(paths::report);
  }

  private void binding(StreamPlan plan) {
    listener.accept(plan);
    bound.put(plan.index(), plan);
    if (!recording.waits()) {
      tap(plan);
    }
  }

  private void tap(StreamPlan plan) {
    if (!recording.wants(plan.kind())) {
      return;
    }
    boolean open = plan.kind().equals(tapped.put(plan.index(), plan.kind()));
    for (StreamInfo.Side side : StreamInfo.Side.values()) {
      List<MediaTap> rings = open ? List.of() : rings(plan, side);
      recording.agreed(plan, side, rings);
    }
  }

  private List<MediaTap> rings(StreamPlan plan, StreamInfo.Side side) {
    int capacity = plan.kind().equals("audio") ? AUDIO_RING : VIDEO_RING;
    return new ArrayList<>(paths.tap(plan.index(), side == StreamInfo.Side.CALLER, capacity));
  }

  @Override
  public void beforeBinding(Consumer<StreamPlan> told) {
    listener = told;
  }

  @Override
  public Transport onePort() {
    return paths.onePort();
  }

  @Override
  public Optional<Transport> portPair() {
    return paths.portPair();
  }

  @Override
  public void release(Transport transport) {
    paths.release(transport);
  }

  @Override
  public PathReport report() {
    return paths.report();
  }

  @Override
  public List<MediaTap> tap(int stream, boolean fromA, int capacity) {
    throw new IllegalStateException("the recording has the taps of this call");
  }

  @Override
  public void untap(int stream) {
    throw new IllegalStateException("the recording has the taps of this call");
  }

  @Override
  public void untap() {
    throw new IllegalStateException("the recording has the taps of this call");
  }

  @Override
  public List<MediaTap> capture(int stream, boolean fromA, int capacity) {
    return paths.capture(stream, fromA, capacity);
  }

  @Override
  public void endCapture() {
    paths.endCapture();
  }

  @Override
  public void holdBack(boolean held) {
    paths.holdBack(held);
  }

  @Override
  public void digits(boolean fromA, IntConsumer told) {
    paths.digits(fromA, told);
  }

  @Override
  public List<PayloadFormat> voice() {
    return paths.voice();
  }

  @Override
  public boolean play(boolean toA, Sound sound) {
    return paths.play(toA, sound);
  }

  @Override
  public List<MediaTap> listen(int capacity) {
    return paths.listen(capacity);
  }

  @Override
  public void endListening() {
    paths.endListening();
  }

  @Override
  public void stopPlaying(boolean toA) {
    paths.stopPlaying(toA);
  }

  @Override
  public void mute(String kind, boolean fromA, boolean muted) {
    paths.mute(kind, fromA, muted);
  }

  @Override
  public Map<String, Object> steps() {
    return paths.steps();
  }
}
