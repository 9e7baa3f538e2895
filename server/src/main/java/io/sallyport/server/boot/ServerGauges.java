package io.sallyport.server.boot;

import com.sun.management.OperatingSystemMXBean;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.call.LiveCall;
import io.sallyport.server.call.LiveFilter;
import io.sallyport.server.media.MediaSession.StreamReport;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.status.Figure;
import io.sallyport.server.status.Gauges;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The figures of a running server, read where they are kept. */
final class ServerGauges implements Gauges {
  private static final int BITS_OF_A_MEGABYTE = 20;
  private static final double PERCENT = 100;

  /** Dropped because somebody wanted it so. */
  private static final Set<Counter> WANTED =
      Set.of(Counter.MEDIA_DROPPED_HELD, Counter.MEDIA_DROPPED_MUTED);

  private static final List<Counter> DROPPED =
      Arrays.stream(Counter.values())
          .filter(
              counter -> counter.name().startsWith("MEDIA_DROPPED") && !WANTED.contains(counter))
          .toList();

  // immutable
  private final Signalling signalling;
  private final Archive archive;
  private final Path data;
  private final Counters counters;
  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  ServerGauges(Signalling signalling, Archive archive, Path data, Counters counters) {
    this.signalling = signalling;
    this.archive = archive;
    this.data = data;
    this.counters = counters;
  }

  @Override
  public Map<Figure, Double> read() {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    Map<String, Object> running = signalling.figures();
    figures.put(Figure.CALLS, number(running.get("callsRunning")));
    figures.put(Figure.RECORDINGS, number(running.get("recordingsRunning")));
    figures.put(Figure.DEVICES, number(running.get("devicesBound")));
    figures.put(Figure.CONNECTIONS, number(running.get("connections")));
    figures.put(Figure.CALLS_STARTED, count(Counter.CALLS_STARTED));
    figures.put(
        Figure.REGISTRATIONS, count(Counter.REGISTRAR_BOUND) + count(Counter.REGISTRAR_REFRESHED));
    figures.put(Figure.SIP_MESSAGES, count(Counter.SIP_MESSAGES_IN));
    figures.put(Figure.CHAT_LINES, count(Counter.CHAT_ACCEPTED));
    figures.put(Figure.MEDIA_PACKETS, count(Counter.MEDIA_PACKETS_RELAYED));
    figures.put(Figure.MEDIA_DROPPED, DROPPED.stream().mapToDouble(this::count).sum());
    figures.put(Figure.ARCHIVE_RECORDS, count(Counter.ARCHIVE_RECORDS));
    figures.put(Figure.ARCHIVE_WAITING, (double) archive.queued());
    quality(figures);
    machine(figures);
    return figures;
  }

  private void quality(Map<Figure, Double> figures) {
    double loss = 0;
    double mos = 0;
    double worst = 0;
    int streams = 0;
    int voices = 0;
    for (LiveCall call : signalling.control().list(LiveFilter.ALL)) {
      for (StreamReport stream : call.streams()) {
        if (stream.quality().isEmpty()) {
          continue;
        }
        var last = stream.quality().get(stream.quality().size() - 1);
        loss += last.lossPercent();
        streams++;
        if (last.mos() > 0) {
          mos += last.mos();
          worst = voices == 0 ? last.mos() : Math.min(worst, last.mos());
          voices++;
        }
      }
    }
    figures.put(Figure.LOSS, streams == 0 ? 0 : loss / streams);
    figures.put(Figure.MOS, voices == 0 ? 0 : mos / voices);
    figures.put(Figure.WORST_MOS, worst);
  }

  private void machine(Map<Figure, Double> figures) {
    Runtime java = Runtime.getRuntime();
    long used = java.totalMemory() - java.freeMemory();
    figures.put(Figure.MEMORY, (double) (used >> BITS_OF_A_MEGABYTE));
    figures.put(Figure.PROCESSOR, Math.max(0, machine.getProcessCpuLoad()) * PERCENT);
    try {
      long free = Files.getFileStore(data).getUsableSpace();
      figures.put(Figure.DISK_FREE, (double) (free >> BITS_OF_A_MEGABYTE));
    } catch (IOException unknown) {
      // the archive's health says what is wrong with the disk
      figures.remove(Figure.DISK_FREE);
    }
  }

  private double count(Counter counter) {
    return counters.get(counter);
  }

  private static double number(Object figure) {
    return ((Number) figure).doubleValue();
  }
}
