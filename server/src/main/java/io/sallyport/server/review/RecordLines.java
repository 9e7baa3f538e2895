package io.sallyport.server.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sallyport.server.archive.AccessMark;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.CallSignalling;
import io.sallyport.server.archive.ContentRecord.Matched;
import io.sallyport.server.archive.RawRecord;
import io.sallyport.server.search.Hit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Records as JSON Lines: each as it stands in the journal, with what its proof is made over, so
 * that a stranger can compute both digests again.
 */
final class RecordLines {
  private static final JsonFactory JSON = new JsonFactory();

  // immutable
  private final Archive archive;
  private final JsonGenerator out;

  RecordLines(Archive archive, OutputStream to) throws IOException {
    this.archive = archive;
    this.out = JSON.createGenerator(to);
    out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    out.setRootValueSeparator(null);
  }

  void take(Hit hit, List<Entry> entries) throws IOException {
    List<Hit.Place> places = new ArrayList<>(hit.records());
    for (int i = 0; i < entries.size(); i++) {
      line(hit, entries.get(i), places.get(i));
    }
  }

  private void line(Hit hit, Entry entry, Hit.Place place) throws IOException {
    out.writeStartObject();
    out.writeNumberField("sequence", entry.sequence());
    out.writeStringField("type", entry.type());
    out.writeStringField("recorded", entry.time().toString());
    out.writeStringField("of", hit.kind().word());
    out.writeStringField("id", hit.id());
    out.writeBooleanField("held", hit.held());
    out.writeFieldName("fields");
    if (entry.fields().isBlank()) {
      out.writeNull();
    } else {
      out.writeRawValue(entry.fields());
    }
    if (entry.body().isPresent() && entry.entry().orElse(null) instanceof ChatMessage line) {
      Bodies.write(line.body(), out);
    } else if (entry.body().isPresent() && entry.entry().orElse(null) instanceof Matched found) {
      Bodies.write(found.body(), out);
    } else if (entry.body().isPresent() && entry.entry().orElse(null) instanceof AccessMark mark) {
      Bodies.write(mark.body(), out);
    } else if (entry.body().isPresent() && entry.entry().orElse(null) instanceof CallSignalling s) {
      out.writeFieldName("signalling");
      out.writeRawValue(new String(s.json(), StandardCharsets.UTF_8));
    }
    RawRecord raw = archive.raw(place.sequence(), place.position());
    out.writeStringField("leaf", Base64.getEncoder().encodeToString(raw.leaf()));
    out.writeStringField("fieldsPart", Base64.getEncoder().encodeToString(raw.fieldsPart()));
    out.writeEndObject();
    out.writeRaw('\n');
  }

  void flush() throws IOException {
    out.flush();
  }
}
