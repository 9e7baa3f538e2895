package io.sallyport.server.search;

import io.sallyport.server.base.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the index, open for writing, and the newest look at what was written. */
final class Shelf implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(30);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  // immutable
  private final Directory files;
  private final IndexWriter writer;

  // owned by: the indexing thread
  private boolean unseen;

  // any thread: guarded by this
  private DirectoryReader newest;

  private Shelf(Directory files, IndexWriter writer) throws IOException {
    this.files = files;
    this.writer = writer;
    this.newest = DirectoryReader.open(writer);
  }

  /**
   * Opens the index in a directory. What cannot be opened is thrown away, as the journal holds all
   * that was in it.
   */
  static Shelf open(Path directory, Secret key, SearchSettings settings, TextAnalysis analysis)
      throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    try {
      return attempt(directory, key, settings, analysis);
    } catch (IndexFormatTooOldException
        | IndexFormatTooNewException
        | CorruptIndexException
        | IllegalArgumentException
        | EOFException
        | NoSuchFileException e) {
      LOG.warn("the search index cannot be opened and is built again: {}", e.toString());
      clear(directory);
      return attempt(directory, key, settings, analysis);
    }
  }

  private static Shelf attempt(
      Path directory, Secret key, SearchSettings settings, TextAnalysis analysis)
      throws IOException {
    Directory files = new SealedDirectory(new MMapDirectory(directory), key);
    try {
      TieredMergePolicy merges = new TieredMergePolicy();
      // not one purged word may stay because its neighbours do
      merges.setForceMergeDeletesPctAllowed(0);
      IndexWriterConfig config =
          new IndexWriterConfig(analysis)
              .setIndexSort(Fields.NEWEST_FIRST)
              .setMergePolicy(merges)
              .setRAMBufferSizeMB(settings.bufferMegabytes())
              .setCommitOnClose(false)
              // a compound file would be written twice
              .setUseCompoundFile(false);
      IndexWriter writer = new IndexWriter(files, config);
      try {
        return new Shelf(files, writer);
      } catch (IOException | RuntimeException e) {
        writer.rollback();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private static void clear(Path directory) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }

  /** What the newest commit says of itself. */
  Optional<Mark> mark() {
    Map<String, String> data = new HashMap<>();
    Iterable<Map.Entry<String, String>> committed = writer.getLiveCommitData();
    if (committed != null) {
      committed.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    return Mark.of(data);
  }

  void add(Draft draft) throws IOException {
    writer.addDocument(Fields.document(draft));
    unseen = true;
  }

  void replace(Draft draft) throws IOException {
    writer.updateDocument(Fields.key(draft.kind, draft.key()), Fields.document(draft));
    unseen = true;
  }

  /** Takes out what began with one of these records. */
  void remove(long first, long last) throws IOException {
    writer.deleteDocuments(LongPoint.newRangeQuery(Fields.SEQUENCE, first, last));
    unseen = true;
  }

  /** The chat lines whose records are these. */
  List<Draft> lines(long first, long last) throws IOException {
    refresh();
    IndexSearcher searcher = new IndexSearcher(newest);
    searcher.setQueryCache(null);
    Query lines =
        new BooleanQuery.Builder()
            .add(LongPoint.newRangeQuery(Fields.SEQUENCE, first, last), Occur.FILTER)
            .add(new TermQuery(new Term(Fields.KIND, Kind.CHAT.word())), Occur.FILTER)
            .build();
    List<Draft> found = new ArrayList<>();
    StoredFields stored = searcher.storedFields();
    int most = (int) Math.min(Integer.MAX_VALUE - 1, Math.max(1, last - first + 1));
    for (ScoreDoc each : searcher.search(lines, Math.min(most, newest.maxDoc() + 1)).scoreDocs) {
      found.add(draft(stored, each.doc));
    }
    return found;
  }

  void empty() throws IOException {
    writer.deleteAll();
    unseen = true;
  }

  /** Has what was deleted leave the files too: what was purged must not linger in them. */
  void expunge() throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (writer.hasDeletions()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("what was purged cannot be taken out of the search index's files");
      }
      // does not always wait for the merges that it starts
      writer.forceMergeDeletes(true);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    unseen = true;
  }

  void commit(Mark mark) throws IOException {
    writer.setLiveCommitData(mark.data().entrySet());
    writer.commit();
  }

  /** Lets readers see what was written. */
  void refresh() throws IOException {
    if (!unseen) {
      return;
    }
    DirectoryReader old = newest;
    DirectoryReader next = DirectoryReader.openIfChanged(old, writer);
    if (next != null) {
      synchronized (this) {
        newest = next;
      }
      old.decRef();
    }
    unseen = false;
  }

  /** The newest look; whoever takes it gives it back with {@code decRef}. */
  synchronized DirectoryReader take() {
    newest.incRef();
    return newest;
  }

  /** A document as it was stored; what was written since the last refresh is looked for too. */
  Optional<Draft> find(Term key) throws IOException {
    Optional<Draft> found = findSeen(key);
    if (found.isEmpty() && unseen) {
      refresh();
      found = findSeen(key);
    }
    return found;
  }

  private Optional<Draft> findSeen(Term key) throws IOException {
    IndexSearcher searcher = new IndexSearcher(newest);
    searcher.setQueryCache(null);
    ScoreDoc[] found = searcher.search(new TermQuery(key), 1).scoreDocs;
    return found.length == 0
        ? Optional.empty()
        : Optional.of(draft(searcher.storedFields(), found[0].doc));
  }

  static Draft draft(StoredFields stored, int document) throws IOException {
    Document fields = stored.document(document, Set.of(Fields.DRAFT));
    BytesRef bytes = fields.getBinaryValue(Fields.DRAFT);
    return Draft.decode(bytes.bytes, bytes.offset, bytes.length);
  }

  /** Closes without committing: who wants that has done it. */
  @Override
  public void close() {
    try {
      newest.decRef();
      writer.rollback();
      files.close();
    } catch (IOException e) {
      LOG.warn("the search index did not close: {}", e.toString());
    }
  }
}
