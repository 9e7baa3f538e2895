package io.sallyport.server.boot;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.CallCaptured;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Loop;
import io.sallyport.server.call.Calls;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.path.MediaTap;
import io.sallyport.server.playback.Pcapng;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Writes the clear packets of running calls to files for who looks for a fault: only where the
 * settings allow it, and never before its start is durable on record.
 */
final class Captures {
  /** What a capture may take of the disk. */
  static final long MAX_BYTES = 256L << 20;

  private static final int RING_BYTES = 1 << 20;
  private static final int BATCH = 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 50;

  // immutable
  private final boolean allowed;
  private final int port;
  private final Calls calls;
  private final Journal journal;
  private final Loop loop;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  // any thread
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  /**
   * @param allowed by the settings
   * @param port of ours that packets are shown to go to
   * @param loop where the journal answers
   */
  Captures(
      boolean allowed,
      int port,
      Calls calls,
      Journal journal,
      Loop loop,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.allowed = allowed;
    this.port = port;
    this.calls = calls;
    this.journal = journal;
    this.loop = loop;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** How a capture went: why it was refused or ended, and how much it wrote. */
  record Outcome(boolean done, String words, long packets, long lost) {}

  /** Captures until the time is over or the call ends; the caller's thread waits. */
  Outcome capture(String call, Path file, Duration time, String actor) {
    Optional<MediaSession> session = calls.session(call);
    Optional<String> refusal =
        !allowed
            ? Optional.of("the setting media.allow-capture is not true")
            : session.isEmpty() ? Optional.of("no such call runs") : Optional.empty();
    if (refusal.isEmpty() && !running.add(call)) {
      refusal = Optional.of("the call is being captured already");
    }
    if (refusal.isPresent()) {
      return refused(call, file, refusal.get(), actor);
    }
    try (OutputStream out = open(file)) {
      Optional<String> notOnRecord = begin(call, file, actor);
      if (notOnRecord.isPresent()) {
        Files.delete(file);
        return new Outcome(false, notOnRecord.get(), 0, 0);
      }
      return write(call, session.get(), file, out, time, actor);
    } catch (IOException e) {
      return refused(call, file, "the file cannot be made: " + e.getMessage(), actor);
    } finally {
      running.remove(call);
    }
  }

  private Outcome refused(String call, Path file, String why, String actor) {
    journal.append(record(call, file, actor, "refused", why, 0, 0));
    return new Outcome(false, why, 0, 0);
  }

  /** Why the start is not on record; empty where it is. */
  private Optional<String> begin(String call, Path file, String actor) {
    CompletableFuture<Journal.Receipt> receipt = new CompletableFuture<>();
    journal.append(record(call, file, actor, "started", "", 0, 0), loop, receipt::complete);
    try {
      return receipt.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              instanceof Journal.Receipt.Refused refused
          ? Optional.of("not on record: " + refused.why())
          : Optional.empty();
    } catch (TimeoutException | ExecutionException e) {
      return Optional.of("the archive does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the server stops");
    }
  }

  private Outcome write(
      String call, MediaSession session, Path file, OutputStream out, Duration time, String actor) {
    String why = "";
    Writing writing = new Writing(session, session.capture(RING_BYTES));
    try (Pcapng pcap = Pcapng.begin(out, MAX_BYTES, "call " + call)) {
      long end = nanoTime.getAsLong() + time.toNanos();
      while (why.isEmpty()) {
        boolean over = nanoTime.getAsLong() >= end;
        boolean gone = calls.session(call).isEmpty();
        boolean more = writing.drain(pcap);
        why = gone ? "the call ended" : over ? "the time is over" : more ? "" : "the file is full";
        if (why.isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      why = "the server stops";
    } catch (IOException | UncheckedIOException e) {
      why = "the file cannot be written: " + e.getMessage();
    } finally {
      session.endCapture();
      journal.append(record(call, file, actor, "ended", why, writing.packets, writing.lost));
    }
    return new Outcome(true, why, writing.packets, writing.lost);
  }

  private static BufferedOutputStream open(Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE), 1 << 16);
  }

  private ArchiveRecord record(
      String call, Path file, String actor, String action, String why, long packets, long lost) {
    return new CallCaptured(
        call, clock.instant(), actor, action, file.toString(), why, packets, lost);
  }

  /** One capture under way. Owned by its thread. */
  private final class Writing {
    private final MediaSession session;
    private final List<List<MediaTap>> directions;
    private final long epochMinusNano;
    private boolean full;
    private long packets;
    private long lost;

    Writing(MediaSession session, List<List<MediaTap>> directions) {
      this.session = session;
      this.directions = directions;
      Instant now = clock.instant();
      this.epochMinusNano =
          TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - nanoTime.getAsLong();
    }

    /** Writes what is there; false where no more fits. */
    boolean drain(Pcapng pcap) {
      List<MediaSession.StreamReport> streams = session.report().streams();
      for (int i = 0; i < directions.size(); i++) {
        InetSocketAddress from = source(streams.get(i));
        InetSocketAddress to = new InetSocketAddress(own(from.getAddress()), port);
        for (MediaTap tap : directions.get(i)) {
          while (tap.drain(new Reader(pcap, from, to), BATCH) == BATCH) {
            continue;
          }
        }
      }
      return !full;
    }

    /** To the file, in the order of the rings. */
    private final class Reader implements MediaTap.Reader {
      private final Pcapng pcap;
      private final InetSocketAddress from;
      private final InetSocketAddress to;

      Reader(Pcapng pcap, InetSocketAddress from, InetSocketAddress to) {
        this.pcap = pcap;
        this.from = from;
        this.to = to;
      }

      @Override
      public void packet(boolean control, long at, byte[] bytes, int offset, int length) {
        try {
          full |= !pcap.write(epochMinusNano + at, from, to, bytes, offset, length);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        packets += full ? 0 : 1;
        lost += full ? 1 : 0;
      }

      @Override
      public void gap(long missing) {
        lost += missing;
      }
    }
  }

  /** Where a side's packets came from last, as text of our own: never a name to look up. */
  private static InetSocketAddress source(MediaSession.StreamReport stream) {
    List<MediaSession.Source> sources = stream.sources();
    String place = sources.isEmpty() ? "0.0.0.0:0" : sources.get(sources.size() - 1).address();
    int colon = place.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          InetAddress.getByName(place.substring(0, colon)),
          Integer.parseInt(place.substring(colon + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("no place of a packet: " + place, e);
    }
  }

  /** Us, of the same family: on which of our addresses it came is not known here. */
  private static InetAddress own(InetAddress other) {
    try {
      return InetAddress.getByAddress(new byte[other.getAddress().length]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
