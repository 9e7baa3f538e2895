package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.search.Hit;
import io.sallyport.server.search.Kind;
import io.sallyport.server.search.RecordIndex;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The members of a regulator's package, written one after the other as a ZIP file. The selection is
 * read again for each of them, so that nothing but a page of hits is ever in memory. Every name is
 * made here, of sequences and fixed words: nothing that a peer chose can lead out of a folder.
 */
final class Package {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,8}");
  private static final int MOST_PROBLEMS = 1_000;
  private static final long TELL_EVERY = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // immutable
  private final Desk desk;
  private final Neighbours neighbours;
  private final Selection selection;
  private final Manifest manifest;
  private final Export.Progress progress;

  // owned by: the thread that exports
  private final StringBuilder sums = new StringBuilder();
  private final List<String> problems = new ArrayList<>();
  private int failed;
  private long done;

  Package(
      Desk desk,
      Neighbours neighbours,
      Selection selection,
      Manifest manifest,
      Export.Progress progress) {
    this.desk = desk;
    this.neighbours = neighbours;
    this.selection = selection;
    this.manifest = manifest;
    this.progress = progress;
  }

  /** Writes a member's bytes. */
  private interface Member {
    void write(OutputStream to) throws IOException;
  }

  /** Takes a call or line with all its records. */
  interface Each {
    void take(Hit hit, List<Entry> entries) throws IOException;
  }

  /** Writes the whole file; returns how many things could not be put in. */
  int write(OutputStream to) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
    member(zip, "README.txt", text(Pages.readme(manifest)));
    member(zip, "records/records.jsonl", this::lines);
    member(zip, "records/records.csv", this::table);
    media(zip);
    evidence(zip);
    member(zip, "access/trail.jsonl", this::trail);
    if (failed > 0) {
      member(zip, "PROBLEMS.txt", text(String.join("\n", problems) + "\n"));
    }
    // the sums come last, and nothing sums them but the record of the export
    zip.putNextEntry(new ZipEntry("SHA256SUMS"));
    zip.write(sums.toString().getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
    zip.finish();
    return failed;
  }

  private void member(ZipOutputStream zip, String name, Member content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(manifest.at().toEpochMilli());
    zip.putNextEntry(entry);
    Hashing hashing = new Hashing(zip);
    content.write(hashing);
    hashing.flush();
    zip.closeEntry();
    sums.append(hashing.sha256()).append("  ").append(name).append('\n');
  }

  private static Member text(String text) {
    return to -> to.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void lines(OutputStream to) throws IOException {
    RecordLines lines = new RecordLines(desk.archive(), to);
    each("records", lines::take);
    lines.flush();
  }

  private void table(OutputStream to) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    Csv csv = new Csv(writer);
    csv.row(Pages.COLUMNS);
    each("table", (hit, entries) -> csv.row(Pages.cells(hit, entries)));
    writer.flush();
  }

  /** Recordings, and pages that lead to them: a call's media come before the page that has it. */
  private void media(ZipOutputStream zip) throws IOException {
    int[] count = {0};
    List<String> rows = new ArrayList<>();
    each(
        "recordings and pages",
        (hit, entries) -> {
          List<String> names = hit.kind() == Kind.CALL ? pieces(zip, hit) : List.of();
          rows.add(Pages.row(hit, entries, names));
          if (rows.size() == Pages.ROWS) {
            page(zip, ++count[0], rows);
          }
        });
    if (!rows.isEmpty()) {
      page(zip, ++count[0], rows);
    }
    member(zip, "index.html", text(Pages.index(manifest, count[0], problems)));
  }

  private void page(ZipOutputStream zip, int number, List<String> rows) throws IOException {
    member(zip, Pages.name(number), text(Pages.page(number, rows)));
    rows.clear();
  }

  /** Writes what was recorded of a call; the names of its members. */
  private List<String> pieces(ZipOutputStream zip, Hit hit) throws IOException {
    List<Recordings.Piece> pieces;
    try {
      pieces = neighbours.recordings().of(hit.id());
    } catch (IOException e) {
      problem("recording of record " + hit.sequence() + ": " + e.getMessage());
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Recordings.Piece piece = pieces.get(i);
      if (!EXTENSION.matcher(piece.extension()).matches()) {
        throw new IOException("a recording has the odd extension " + piece.extension());
      }
      String name = "media/%d-%d.%s".formatted(hit.sequence(), i + 1, piece.extension());
      names.add(name);
      member(
          zip,
          name,
          to -> {
            try {
              piece.writeTo(new Unfailing(to));
            } catch (Unfailing.Failed e) {
              throw e.cause();
            } catch (IOException | RuntimeException e) {
              problem(name + " is not whole: " + e.getMessage());
            }
          });
    }
    return names;
  }

  private void evidence(ZipOutputStream zip) throws IOException {
    // first, so that the checkpoint covers all that is proved below
    Map<String, byte[]> files = neighbours.evidence().files();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!NAME.matcher(file.getKey()).matches()) {
        throw new IOException("evidence has the odd name " + file.getKey());
      }
      member(zip, "evidence/" + file.getKey(), to -> to.write(file.getValue()));
    }
    if (files.isEmpty()) {
      return;
    }
    done = 0;
    selection.forEach(
        hit -> {
          for (Hit.Place place : hit.records()) {
            Optional<String> proof =
                neighbours.evidence().proof(desk.archive().raw(place.sequence(), place.position()));
            if (proof.isPresent()) {
              member(zip, "proofs/" + place.sequence() + ".tlog-proof", text(proof.get()));
            } else {
              problem("record " + place.sequence() + " is not under a checkpoint yet");
            }
          }
          tell("proofs");
        });
  }

  /** Who looked at what is in here, and what the officer did besides. */
  private void trail(OutputStream to) throws IOException {
    RecordLines lines = new RecordLines(desk.archive(), to);
    done = 0;
    desk.index().catchUp(PATIENCE);
    try (RecordIndex.Look now =
        desk.index().look().orElseThrow(() -> new IOException("the search index is not open"))) {
      new Trails(selection, now, manifest.officer())
          .forEach(
              hit -> {
                lines.take(hit, List.of(desk.archive().entry(hit.sequence(), hit.position())));
                tell("access trail");
              });
    }
    lines.flush();
  }

  private void each(String step, Each each) throws IOException {
    done = 0;
    selection.forEach(
        hit -> {
          each.take(hit, desk.entries(hit));
          tell(step);
        });
  }

  private void tell(String step) {
    done++;
    if (done % TELL_EVERY == 0 || done == selection.count()) {
      progress.at(step, done, selection.count());
    }
  }

  private void problem(String what) {
    failed++;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(what);
    }
  }
}
