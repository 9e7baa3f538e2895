package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.api.Events;
import io.sallyport.server.api.admin.BackupsResource.BackupTask;
import io.sallyport.server.api.admin.BackupsResource.BackupView;
import io.sallyport.server.api.admin.BackupsResource.BackupsView;
import io.sallyport.server.api.admin.BackupsResource.Keeper;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.JournalCheck;
import io.sallyport.server.archive.VerifyReport;
import io.sallyport.server.base.Component;
import io.sallyport.server.observe.LogText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backups that are asked for in the console: made and checked on a thread of their own, one thing
 * at a time, in the directory that the settings name.
 */
final class BackupJobs implements Component, Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(BackupJobs.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);
  private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final int MOST_LISTED = 500;
  private static final long TOLD_EVERY_BYTES = 4 << 20;
  private static final long CLOSE_MILLIS = 5_000;
  private static final Duration SIZE_HOLDS = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BackupTask NOTHING =
      new BackupTask("", "", "done", "", 0, 0, "", "", "", "");

  // immutable
  private final Path directory;
  private final DataDirectory data;
  private final Facades facades;
  private final Events events;
  private final InstantSource clock;

  // any thread: the page asks every few seconds, and lists name each file of a copy
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  // any thread: volatile snapshot, since counting goes through all files
  private volatile Size size = new Size(0, Instant.MIN);

  // any thread: under this object's lock
  private BackupTask task = NOTHING;
  private Thread thread;
  private boolean closed;
  private long told;

  BackupJobs(
      Path directory, DataDirectory data, Facades facades, Events events, InstantSource clock) {
    this.directory = directory.toAbsolutePath().normalize();
    this.data = data;
    this.facades = facades;
    this.events = events;
    this.clock = clock;
  }

  private record Known(FileTime written, BackupView view) {}

  private record Size(long bytes, Instant until) {}

  private interface Work {
    /** The answer is what came of it, in words. */
    String run(Backup.Progress progress) throws IOException;
  }

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public void start() {
    // nothing runs until somebody asks
  }

  @Override
  public BackupsView view() throws IOException {
    Path there = existing();
    return new BackupsView(
        directory.toString(),
        Files.getFileStore(there).equals(Files.getFileStore(data.root())),
        Files.getFileStore(there).getUsableSpace(),
        size(),
        task(),
        list());
  }

  /** The directory, or the nearest above it that is there. */
  private Path existing() {
    Path there = directory;
    while (there.getParent() != null && !Files.isDirectory(there)) {
      there = there.getParent();
    }
    return there;
  }

  private synchronized BackupTask task() {
    return task;
  }

  private List<BackupView> list() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.map(path -> path.getFileName().toString()).filter(this::has).forEach(names::add);
    }
    known.keySet().retainAll(names);
    names.sort(Collections.reverseOrder());
    return names.stream().limit(MOST_LISTED).map(this::view).toList();
  }

  private BackupView view(String name) {
    Path file = directory.resolve(name).resolve(Backup.LIST);
    try {
      FileTime written = Files.getLastModifiedTime(file);
      Known before = known.get(name);
      if (before != null && before.written().equals(written)) {
        return before.view();
      }
      JsonNode list = JSON.readTree(file.toFile());
      BackupView view =
          new BackupView(
              name,
              list.path("made").asText(),
              list.path("lastSequence").asLong(),
              list.path("files").size(),
              list.path("bytes").asLong(),
              true);
      known.put(name, new Known(written, view));
      return view;
    } catch (IOException e) {
      return new BackupView(name, "", 0, 0, 0, false);
    }
  }

  @Override
  public boolean has(String name) {
    return name.matches(NAMES)
        && Files.isDirectory(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Optional<BackupTask> make(String by) {
    String name = NAME.format(clock.instant());
    return begin(
        name, "make", by, total(2), progress -> made(directory.resolve(name), by, progress));
  }

  private String made(Path into, String by, Backup.Progress progress) throws IOException {
    Backup.Made made = facades.backup().make(into, progress);
    facades
        .archive()
        .append(
            new ArchiveRecord.Administered(clock.instant(), by, "backup made", into.toString()));
    return "up to record %d: %d files, %d MB"
        .formatted(made.lastSequence(), made.files(), made.bytes() / 1_000_000);
  }

  @Override
  public Optional<BackupTask> verify(String name, String by) {
    return begin(
        name, "verify", by, total(1), progress -> verified(directory.resolve(name), progress));
  }

  private String verified(Path from, Backup.Progress progress) throws IOException {
    JsonNode list = Backup.check(from, progress);
    progress.told("the journal", 0);
    VerifyReport report = JournalCheck.verify(from.resolve("journal"), facades.keys().ring());
    if (!report.ok() || report.lastSequence() != list.path("lastSequence").asLong()) {
      throw new IOException(
          "the journal does not hold: "
              + report.problem().map(Object::toString).orElse("it is shorter than it was"));
    }
    return "whole: %d files as they were, %d records"
        .formatted(list.path("files").size(), report.records());
  }

  /** About how many bytes will be dealt with; 0 where that cannot be told. */
  private long total(int times) {
    try {
      return times * size();
    } catch (IOException e) {
      return 0;
    }
  }

  private long size() throws IOException {
    Size counted = size;
    if (!clock.instant().isBefore(counted.until())) {
      counted = new Size(facades.backup().size(), clock.instant().plus(SIZE_HOLDS));
      size = counted;
    }
    return counted.bytes();
  }

  private synchronized Optional<BackupTask> begin(
      String name, String work, String by, long total, Work does) {
    if (closed || thread != null) {
      return Optional.empty();
    }
    String began = clock.instant().toString();
    task = new BackupTask(name, work, "running", "begins", 0, total, "", by, began, "");
    told = 0;
    thread = new Thread(() -> run(does), "backup");
    thread.setDaemon(true);
    thread.start();
    return Optional.of(task);
  }

  private void run(Work does) {
    String state = "failed";
    String result;
    try {
      result = does.run(this::progress);
      state = "done";
    } catch (IOException | RuntimeException e) {
      LOG.warn("backup {}: {}", task().name(), LogText.safe(String.valueOf(e.getMessage())));
      result = LogText.safe(String.valueOf(e.getMessage()));
    }
    Instant ended = clock.instant();
    BackupTask now;
    synchronized (this) {
      long done = state.equals("done") ? Math.max(task.total(), task.done()) : task.done();
      task =
          new BackupTask(
              task.name(),
              task.work(),
              state,
              "",
              done,
              Math.max(task.total(), done),
              result,
              task.by(),
              task.began(),
              ended.toString());
      thread = null;
      now = task;
    }
    events.publish(Events.Topic.BACKUPS, Events.Audience.all(), now);
  }

  private void progress(String step, long bytes) {
    BackupTask now;
    synchronized (this) {
      boolean another = !step.equals(task.step());
      long done = task.done() + bytes;
      task =
          new BackupTask(
              task.name(),
              task.work(),
              task.state(),
              step,
              done,
              Math.max(task.total(), done),
              "",
              task.by(),
              task.began(),
              "");
      if (!another && done - told < TOLD_EVERY_BYTES) {
        return;
      }
      told = done;
      now = task;
    }
    events.publish(Events.Topic.BACKUPS, Events.Audience.all(), now);
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    if (running != null) {
      running.interrupt();
      try {
        running.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
