package io.sallyport.server.search;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ContentRecord;
import io.sallyport.server.archive.ContentRecord.Matched;
import io.sallyport.server.archive.ContentRecord.Rejected;
import io.sallyport.server.archive.ContentRecord.Released;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journal on and turns its records into documents. What happens to a call or line within
 * one batch becomes one document; what happens later replaces it.
 */
final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final int AT_ONCE = 4_000;
  private static final long TEXT_AT_ONCE = 8 << 20;
  private static final int REMEMBERED = 20_000;
  private static final int TEXT_REMEMBERED = 500;

  /** What content rules found is on record before the line that it is about. */
  private static final int MATCHES_REMEMBERED = 2_000;

  // immutable
  private final Archive archive;
  private final Shelf shelf;

  // owned by: the indexing thread
  private final Map<String, Draft> batch = new LinkedHashMap<>();
  private final Map<String, Draft> recent = new Bounded<>(REMEMBERED);
  private final List<Draft> acts = new ArrayList<>();
  private final Map<String, Entry> matches = new Bounded<>(MATCHES_REMEMBERED);
  private Mark mark;
  private long textInBatch;
  private boolean purged;

  Feed(Archive archive, Shelf shelf, Mark mark) {
    this.archive = archive;
    this.shelf = shelf;
    this.mark = mark;
  }

  Mark mark() {
    return mark;
  }

  /** Indexes the next records; says whether there may be more of them. */
  boolean step() throws IOException {
    long durable = archive.durable();
    if (mark.sequence() >= durable) {
      return false;
    }
    batch.clear();
    acts.clear();
    textInBatch = 0;
    int read = 0;
    Mark reached = mark;
    boolean more = false;
    try (ArchiveReader reader = archive.read(mark.sequence(), mark.position())) {
      while (reader.hasNext()) {
        if (read >= AT_ONCE || textInBatch >= TEXT_AT_ONCE) {
          more = true;
          break;
        }
        Entry entry = next(reader);
        if (entry != null) {
          apply(entry);
          reached = reached.at(entry.sequence(), entry.position());
        }
        read++;
      }
    }
    write();
    // what is damaged at the very end is not waited for
    boolean skipped = !more && reached.sequence() < durable;
    mark = skipped ? new Mark(reached.log(), durable, reached.position()) : reached;
    return more;
  }

  /** The next record; null where it is damaged, which the archive has told by then. */
  private static Entry next(ArchiveReader reader) {
    try {
      return reader.next();
    } catch (UncheckedIOException damaged) {
      LOG.warn("a record is left out of the search index: {}", damaged.getMessage());
      return null;
    }
  }

  private void apply(Entry entry) throws IOException {
    if (entry.type().equals(Purged.TYPE)) {
      purge(Purged.of(entry.fields()));
      return;
    }
    if (entry.entry().isEmpty()) {
      return;
    }
    ArchiveRecord record = entry.entry().get();
    if (record instanceof CallStarted started) {
      Draft draft = begin(Kind.CALL, started.call(), entry, started.at().toEpochMilli());
      draft.from = started.from().address();
      draft.to = started.to();
      draft.media.addAll(started.kinds());
      draft.result = "running";
    } else if (record instanceof CallAnswered answered) {
      later(Kind.CALL, answered.call(), entry)
          .ifPresent(
              draft -> {
                draft.answeredBy = answered.by().address();
                draft.media.addAll(answered.kinds());
              });
    } else if (record instanceof CallEnded ended) {
      later(Kind.CALL, ended.call(), entry).ifPresent(draft -> end(draft, ended));
    } else if (record instanceof ChatMessage line) {
      message(line, entry);
    } else if (record instanceof Matched matched) {
      matches.put(matched.message(), entry);
    } else if (record instanceof Released released) {
      later(Kind.CHAT, released.message(), entry).ifPresent(draft -> draft.result = "waiting");
    } else if (record instanceof Rejected rejected) {
      later(Kind.CHAT, rejected.message(), entry).ifPresent(draft -> draft.result = "rejected");
    } else if (record instanceof ChatDelivered delivered) {
      later(Kind.CHAT, delivered.message(), entry).ifPresent(draft -> draft.result = "delivered");
    } else {
      Optional<String> call = Belongs.toCall(record);
      if (call.isPresent()) {
        later(Kind.CALL, call.get(), entry);
      }
      Acts.of(record, entry).ifPresent(acts::add);
    }
  }

  private void message(ChatMessage line, Entry entry) {
    Draft draft = begin(Kind.CHAT, line.message(), entry, line.at().toEpochMilli());
    draft.from = line.from().address();
    draft.to = line.to();
    draft.media.add("text");
    draft.result = "waiting";
    draft.marks.addAll(line.marks());
    for (String last : List.of(ContentRecord.Mark.BLOCKED, ContentRecord.Mark.HELD)) {
      draft.result = line.marks().contains(last) ? last : draft.result;
    }
    Entry found = matches.remove(line.message());
    if (found != null && found.entry().orElse(null) instanceof Matched matched) {
      draft.later(found.sequence(), found.position());
      matched.matches().forEach(match -> draft.marks.add("rule:" + match.rule()));
    }
    draft.purged = entry.body().isEmpty();
    draft.text = entry.body().isEmpty() ? "" : BodyText.of(line.body());
    textInBatch += draft.text.length();
  }

  private static void end(Draft draft, CallEnded ended) {
    draft.result = ended.outcome();
    draft.durationMillis = ended.answeredMillis();
    draft.endMillis = ended.at().toEpochMilli();
    double worst = Double.MAX_VALUE;
    for (CallEnded.Media stream : ended.media()) {
      draft.media.add(stream.kind());
      for (CallEnded.Quality sample : stream.quality()) {
        if (sample.mos() > 0) {
          worst = Math.min(worst, sample.mos());
        }
      }
    }
    draft.mos = worst == Double.MAX_VALUE ? 0 : (int) Math.round(worst * 100);
  }

  private Draft begin(Kind kind, String id, Entry entry, long millis) {
    Draft draft = new Draft(kind, id, entry.sequence(), entry.position(), millis);
    batch.put(Fields.key(kind, id).text(), draft);
    return draft;
  }

  /** What is known of a call or line that a later record is about. */
  private Optional<Draft> later(Kind kind, String id, Entry entry) throws IOException {
    String key = Fields.key(kind, id).text();
    Draft draft = batch.get(key);
    if (draft == null) {
      draft = recent.get(key);
    }
    if (draft == null) {
      draft = shelf.find(Fields.key(kind, id)).orElse(null);
    }
    if (draft == null) {
      return Optional.empty();
    }
    if (draft.text == null) {
      draft.text = textOf(draft);
    }
    draft.later(entry.sequence(), entry.position());
    batch.put(key, draft);
    return Optional.of(draft);
  }

  private String textOf(Draft draft) {
    try {
      return archive.entry(draft.sequence, draft.position).entry().orElse(null)
              instanceof ChatMessage line
          ? BodyText.of(line.body())
          : "";
    } catch (IOException e) {
      LOG.warn("a text is left out of the search index: {}", e.getMessage());
      return "";
    }
  }

  /** What was taken from the journal leaves the index too, and its files. */
  private void purge(Purged gone) throws IOException {
    write();
    batch.clear();
    acts.clear();
    recent.clear();
    purge(gone, shelf);
    purged = true;
  }

  /** Once a purge is over: a purge of many steps rewrites the files once. */
  void forgetPurged() throws IOException {
    if (purged) {
      shelf.expunge();
      purged = false;
    }
  }

  static void purge(Purged gone, Shelf shelf) throws IOException {
    for (Purged.Range range : gone.bodies()) {
      for (Draft draft : shelf.lines(range.first(), range.last())) {
        draft.purged = true;
        draft.text = "";
        shelf.replace(draft);
      }
    }
    for (Purged.Range range : gone.fields()) {
      shelf.remove(range.first(), range.last());
    }
  }

  private void write() throws IOException {
    for (Map.Entry<String, Draft> each : batch.entrySet()) {
      Draft draft = each.getValue();
      if (draft.written) {
        shelf.replace(draft);
      } else {
        shelf.add(draft);
        draft.written = true;
      }
      if (draft.text.length() > TEXT_REMEMBERED) {
        draft.text = null;
      }
      recent.put(each.getKey(), draft);
    }
    for (Draft act : acts) {
      shelf.add(act);
    }
  }

  /** What was touched last: most later records follow soon. */
  private static final class Bounded<T> extends LinkedHashMap<String, T> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Bounded(int most) {
      super(most, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > most;
    }
  }
}
