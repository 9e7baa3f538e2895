package io.sallyport.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.directory.Assignments.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private Outcome<Export.Made> export(Office office, Request request) throws IOException {
    return office.review.export(
        office.officer("eve"),
        Office.WHY,
        request,
        Optional.empty(),
        directory.resolve("out.zip"),
        Export.Progress.NONE);
  }

  private Map<String, byte[]> members() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(directory.resolve("out.zip").toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        try (InputStream in = zip.getInputStream(entry)) {
          members.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return members;
  }

  private static String text(Map<String, byte[]> members, String name) {
    return new String(members.get(name), StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[]... parts) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Arrays.stream(parts).forEach(digest::update);
    return digest.digest();
  }

  @Test
  void aPackageHoldsRecordsMediaTrailProofsAndTheSumsOfAllOfThem() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.PERSON, "alice");
      office.review.view(office.officer("eve"), Office.WHY, "m1");
      Outcome<Export.Made> outcome = export(office, Request.everything());
      Export.Made made = ((Outcome.Granted<Export.Made>) outcome).value();
      assertThat(made.hits()).isEqualTo(3);
      Map<String, byte[]> members = members();
      assertThat(members.keySet())
          .contains(
              "README.txt",
              "index.html",
              "pages/000001.html",
              "records/records.jsonl",
              "records/records.csv",
              "media/1-1.wav",
              "evidence/checkpoint.txt",
              "proofs/1.tlog-proof",
              "proofs/3.tlog-proof",
              "access/trail.jsonl",
              "SHA256SUMS")
          .doesNotContain("PROBLEMS.txt");
      for (String line : text(members, "SHA256SUMS").lines().toList()) {
        String[] parts = line.split("  ", 2);
        assertThat(HexFormat.of().formatHex(sha256(members.get(parts[1])))).isEqualTo(parts[0]);
      }
      assertThat(text(members, "SHA256SUMS").lines()).hasSize(members.size() - 1);
      assertThat(text(members, "access/trail.jsonl"))
          .contains("\"type\":\"access.view\"", "\"type\":\"access.export\"");
      Path file = directory.resolve("out.zip");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(HexFormat.of().formatHex(sha256(Files.readAllBytes(file))))
          .isEqualTo(made.sha256());
      assertThat(office.actTypes())
          .containsExactly("access.view", "access.export", "access.exported");
      assertThat(office.acts().get(2).fields()).contains(made.sha256(), "\"outcome\":\"complete\"");
    }
  }

  @Test
  void eachLineCarriesWhatItsProofIsMadeOver() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      export(office, Request.everything());
      List<String> lines = text(members(), "records/records.jsonl").lines().toList();
      assertThat(lines).hasSize(9);
      for (String line : lines) {
        JsonNode record = JSON.readTree(line);
        byte[] leaf = Base64.getDecoder().decode(record.path("leaf").asText());
        byte[] fields = Base64.getDecoder().decode(record.path("fieldsPart").asText());
        int type = leaf[1];
        assertThat(sha256(fields)).isEqualTo(Arrays.copyOfRange(leaf, 54 + type, 86 + type));
        assertThat(JSON.readTree(Arrays.copyOfRange(fields, 16, fields.length)))
            .isEqualTo(record.path("fields"));
      }
      assertThat(JSON.readTree(lines.get(0)).path("text").asText()).isEqualTo("hello alice");
    }
  }

  @Test
  void whatPeersWroteIsNeitherFormulaNorMarkupNorPath() throws Exception {
    String evil = "=cmd|'/c calc'!A1\",\"x\n<script>alert(1)</script>\u202e\u0000";
    try (Office office = Office.open(directory)) {
      for (String first : List.of("=", "+", "-", "@", "\t", "\r")) {
        office.record(Office.line("m" + (int) first.charAt(0), 1, "alice", "bob", first + "1+1"));
      }
      office.record(Office.line("../../etc/evil", 2, "../x\"><img src=a>", "@SUM(1)", evil));
      office.call("../../../c9", 3, "alice", "bob");
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      export(office, Request.everything());
      Map<String, byte[]> members = members();
      assertThat(members.keySet()).allMatch(name -> name.matches("[A-Za-z0-9/._-]+"));
      assertThat(members.keySet()).noneMatch(name -> name.contains("..") || name.startsWith("/"));
      String csv = text(members, "records/records.csv");
      assertThat(csv).contains("\"'=1+1\"", "\"'+1+1\"", "\"'-1+1\"", "\"'@1+1\"", "\"'\t1+1\"");
      assertThat(csv).contains("\"'=cmd|'/c calc'!A1\"\",\"\"x\n");
      assertThat(csv).doesNotContainPattern("(^|,|\n)\"[=+@\t-]");
      for (String page : List.of("index.html", "pages/000001.html")) {
        assertThat(text(members, page))
            .doesNotContain("<script", "<img", "\u202e", "\u0000")
            .contains("default-src 'none'");
      }
      assertThat(text(members, "pages/000001.html")).contains("&lt;script&gt;", "\\u202e");
    }
  }

  @Test
  void nothingIsReplacedAndAnUnusablePlaceIsSaidBeforeAnythingElse() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      Files.writeString(directory.resolve("out.zip"), "mine");
      assertThat(Office.denial(export(office, Request.everything())))
          .contains("nothing is replaced");
      assertThat(directory.resolve("out.zip")).hasContent("mine");
      Outcome<Export.Made> nowhere =
          office.review.export(
              office.officer("eve"),
              Office.WHY,
              Request.everything(),
              Optional.empty(),
              directory.resolve("no/where.zip"),
              Export.Progress.NONE);
      assertThat(Office.denial(nowhere)).contains("cannot write");
      assertThat(office.acts()).isEmpty();
    }
  }

  @Test
  void aRecordingThatDoesNotOpenIsNamedAndTheRestIsThere() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      office.recordingFails = true;
      Outcome<Export.Made> outcome = export(office, Request.everything());
      assertThat(((Outcome.Granted<Export.Made>) outcome).value().problems()).isEqualTo(1);
      assertThat(text(members(), "PROBLEMS.txt"))
          .contains("media/1-1.wav is not whole: chunk 3 does not open");
    }
  }

  @Test
  void aSelectionOfManyPagesIsWholeAndInOrder() throws Exception {
    try (Office office = Office.open(directory)) {
      for (int i = 0; i < 2_300; i++) {
        office.archive.append(Office.line("m" + i, i, "alice", "bob", "line " + i));
      }
      office.record(Office.line("last", 9_999, "alice", "bob", "the last"));
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      Outcome<Export.Made> outcome = export(office, Office.text("line"));
      assertThat(((Outcome.Granted<Export.Made>) outcome).value().hits()).isEqualTo(2_300);
      Map<String, byte[]> members = members();
      List<String> lines = text(members, "records/records.jsonl").lines().toList();
      assertThat(lines).hasSize(2_300);
      for (int i = 0; i < 2_300; i++) {
        assertThat(JSON.readTree(lines.get(i)).path("id").asText()).isEqualTo("m" + (2_299 - i));
      }
      assertThat(text(members, "records/records.csv").lines()).hasSize(2_301);
      assertThat(members).containsKey("pages/000005.html").doesNotContainKey("pages/000006.html");
      assertThat(members).containsKey("proofs/2300.tlog-proof");
    }
  }
}
