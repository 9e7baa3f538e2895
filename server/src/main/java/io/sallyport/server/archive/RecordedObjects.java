package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingRecovered;
import io.sallyport.server.archive.ArchiveRecord.RecordingStarted;
import io.sallyport.server.archive.VerifyReport.Problem;
import io.sallyport.server.vault.ObjectCheck;
import io.sallyport.server.vault.ObjectCheck.Claim;
import io.sallyport.server.vault.ObjectCheck.Fault;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.ObjectStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds every recording that a journal names against its object in the vault: there, whole, and
 * with the digest on record; gone only where a later purge took it. Fed with every record in order,
 * asked at the end. Needs no key.
 */
final class RecordedObjects {
  private static final int MOST_NOTES = 20;

  // immutable
  private final ObjectStore store;
  private final RecordJson json = new RecordJson();

  // owned by: the thread that verifies
  private final Set<Long> named = new HashSet<>();
  private final Set<Long> gone = new HashSet<>();
  private final Map<String, Long> running = new HashMap<>();
  private final Map<String, Problem> bad = new HashMap<>();
  private final Map<String, List<String>> purges = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private long checked;
  private long silent;

  RecordedObjects(ObjectStore store) {
    this.store = store;
  }

  /** The same objects, for another pass. */
  RecordedObjects anew() {
    return new RecordedObjects(store);
  }

  void record(Frame frame) throws IOException, Damage {
    String type = frame.type();
    boolean wanted = type.startsWith("recording.") || type.startsWith("purge");
    if (!wanted || frame.remains() == Remains.LEAF) {
      return;
    }
    ArchiveRecord entry = json.read(type, frame.fields(), Committed.NO_BODY).orElse(null);
    long sequence = frame.sequence();
    if (entry instanceof RecordingStarted r) {
      running.put(r.recording(), sequence);
      named.add(mark(r.recording()));
    } else if (entry instanceof RecordingClosed r) {
      closed(r.recording(), sequence, new Claim(r.digest(), r.chunks(), r.bytes()), "");
    } else if (entry instanceof RecordingRecovered r) {
      closed(r.recording(), sequence, new Claim(r.digest(), r.chunks(), r.bytes()), r.problem());
    } else if (entry instanceof Purge r) {
      purges.put(r.purge(), r.objects());
    } else if (entry instanceof PurgeCompleted r) {
      // what a hold saved from it was named by the first record, and is not by this one
      purges.remove(r.purge());
      r.objects().forEach(this::gone);
    }
  }

  /** Behind the last record: the first recording that is not as its record says. */
  Optional<Problem> end() throws IOException {
    for (Map.Entry<String, Long> each : running.entrySet()) {
      check(each.getKey(), each.getValue(), ObjectCheck::open);
    }
    // a purge that a kill interrupted may have come to any of them
    purges.values().forEach(objects -> objects.forEach(this::gone));
    if (!running.isEmpty()) {
      note(running.size() + " recordings are being written, or were when the server stopped");
    }
    for (String strange : store.foreign()) {
      note(strange + " is no object");
    }
    Set<ObjectId> open = new HashSet<>(store.unfinished());
    for (ObjectId id : store.list()) {
      if (open.contains(id)) {
        note(store.name(id) + " lies there twice, finished and open");
      }
      open.add(id);
    }
    open.stream().sorted(Comparator.comparing(ObjectId::text)).forEach(this::known);
    if (silent > 0) {
      notes.add("and %d more of the kind".formatted(silent));
    }
    return bad.values().stream().min(Comparator.comparingLong(Problem::sequence));
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Recordings that were found as their records say. */
  long checked() {
    return checked;
  }

  /** How an object is held against what is on record. */
  private interface Check {
    Optional<Fault> of(ObjectStore.Input input) throws IOException;
  }

  private void closed(String recording, long sequence, Claim claim, String problem)
      throws IOException {
    running.remove(recording);
    named.add(mark(recording));
    if (problem.isEmpty()) {
      check(recording, sequence, input -> ObjectCheck.whole(input, claim));
      return;
    }
    note("recording " + recording + " was left damaged by a stopped server: " + problem);
    if (!claim.digest().isEmpty()) {
      check(recording, sequence, input -> ObjectCheck.begin(input, claim));
    }
  }

  private void check(String recording, long sequence, Check check) throws IOException {
    ObjectId id;
    try {
      id = new ObjectId(recording);
    } catch (IllegalArgumentException e) {
      bad.put(recording, new Problem(recording, 0, sequence, "no recording can have this name"));
      return;
    }
    Optional<Fault> fault;
    try (ObjectStore.Input input = store.open(id)) {
      fault = check.of(input);
    } catch (NoSuchFileException e) {
      fault = Optional.of(new Fault(0, "the recording is missing, and no later purge names it"));
    }
    if (fault.isPresent()) {
      Fault found = fault.get();
      bad.put(recording, new Problem(store.name(id), found.offset(), sequence, found.what()));
    } else {
      checked++;
      bad.remove(recording);
    }
  }

  private void gone(String object) {
    bad.remove(object);
    running.remove(object);
    gone.add(mark(object));
  }

  private void known(ObjectId id) {
    long mark = mark(id.text());
    if (gone.contains(mark)) {
      note(store.name(id) + " was purged, and is still there");
    } else if (!named.contains(mark) && !id.text().startsWith("probe-")) {
      note(store.name(id) + " is named by no record");
    }
  }

  private void note(String what) {
    if (notes.size() < MOST_NOTES) {
      notes.add(what);
    } else {
      silent++;
    }
  }

  /** FNV-1a: eight bytes for a name, so that the names of millions of recordings fit. */
  private static long mark(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
