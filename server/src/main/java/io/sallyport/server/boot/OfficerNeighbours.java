package io.sallyport.server.boot;

import io.sallyport.server.archive.RawRecord;
import io.sallyport.server.playback.Outcome.NotDecodable;
import io.sallyport.server.playback.Playback;
import io.sallyport.server.playback.Selection;
import io.sallyport.server.recording.PlayableRecording;
import io.sallyport.server.recording.RecordingReader;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.Approvals;
import io.sallyport.server.retention.Hold;
import io.sallyport.server.retention.Outcome;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.review.Evidence;
import io.sallyport.server.review.FourEyes;
import io.sallyport.server.review.Holds;
import io.sallyport.server.review.Neighbours;
import io.sallyport.server.review.Recordings;
import io.sallyport.server.seal.Proofs;
import io.sallyport.server.seal.Seal;
import io.sallyport.server.search.Criteria;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the officers' door needs of retention, recordings and the seal. */
final class OfficerNeighbours {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private OfficerNeighbours() {}

  static Neighbours of(DataDirectory data, Vault vault, Seal seal, Retention retention) {
    return new Neighbours(
        new TwoPeople(retention.approvals()),
        new Standing(retention),
        new Kept(vault),
        new Proven(data, seal));
  }

  /** The holds that stand, as questions to the index. */
  private record Standing(Retention retention) implements Holds {
    @Override
    public List<Criteria> list() {
      return retention.holds().list().stream().map(OfficerNeighbours::criteria).toList();
    }

    @Override
    public List<Criteria> of(String matter) {
      return retention.holds().list().stream()
          .filter(hold -> hold.matter().equalsIgnoreCase(matter.strip()))
          .map(OfficerNeighbours::criteria)
          .toList();
    }
  }

  /** A group was turned into its members when the hold was placed. */
  private static Criteria criteria(Hold hold) {
    List<Set<String>> parties = hold.persons().isEmpty() ? List.of() : List.of(hold.persons());
    Criteria.Builder criteria = Criteria.where().parties(parties).ids(hold.calls());
    hold.from().ifPresent(criteria::endsFrom);
    hold.until().ifPresent(criteria::until);
    return criteria.build();
  }

  /** A call's recording as sound; where nothing of it can be decoded, that is what is said. */
  private record Kept(Vault vault) implements Recordings {
    @Override
    public List<Piece> of(String call) throws IOException {
      return object(call).<List<Piece>>map(id -> List.of(new Whole(vault, id))).orElse(List.of());
    }

    @Override
    public Optional<Sound> sound(String call) throws IOException {
      Optional<ObjectId> id = object(call);
      return id.isEmpty() ? Optional.empty() : Optional.of(new CallSound(vault, id.get()));
    }

    private Optional<ObjectId> object(String call) throws IOException {
      try {
        ObjectId id = RecordingReader.objectOf(call);
        return vault.store().exists(id) ? Optional.of(id) : Optional.empty();
      } catch (IllegalArgumentException noSuchName) {
        return Optional.empty();
      }
    }
  }

  /** Both sides, one a channel; nothing of it is read before somebody wants to hear it. */
  private record Whole(Vault vault, ObjectId id) implements Recordings.Piece {
    @Override
    public String extension() {
      return "wav";
    }

    @Override
    public void writeTo(OutputStream to) throws IOException {
      PlayableRecording recording = PlayableRecording.of(vault, id);
      if (new Playback(recording).wav(Selection.all(Selection.Layout.STEREO), to)
          instanceof NotDecodable not) {
        throw new IOException(not.sentence());
      }
    }
  }

  /** Approvals, in the words of the officers' door. */
  private record TwoPeople(Approvals approvals) implements FourEyes {
    @Override
    public String request(String action, String subject, String reason, String by)
        throws IOException {
      return done(approvals.request(action, subject, reason, by)).id();
    }

    @Override
    public String use(String approval, String action, String subject, String by)
        throws IOException {
      return done(approvals.use(approval, action, subject, by)).decidedBy();
    }

    private static Approval done(Outcome<Approval> outcome) throws IOException {
      if (outcome instanceof Outcome.Denied<Approval> denied) {
        throw new IOException(denied.why());
      }
      return ((Outcome.Done<Approval>) outcome).value();
    }
  }

  /** Proofs from the seal of this journal. */
  private record Proven(DataDirectory data, Seal seal) implements Evidence {
    @Override
    public Map<String, byte[]> files() throws IOException {
      Map<String, byte[]> files = new LinkedHashMap<>();
      String checkpoint =
          seal.sealNow(PATIENCE)
              .orElseThrow(() -> new IOException("no checkpoint can be made now"));
      files.put("checkpoint", checkpoint.getBytes(StandardCharsets.UTF_8));
      Path keys = data.sealKeys();
      files.put("seal.vkey", Files.readAllBytes(keys));
      try (InputStream verifier = Seal.class.getResourceAsStream("verify.py")) {
        if (verifier != null) {
          files.put("verify.py", verifier.readAllBytes());
        }
      }
      return files;
    }

    @Override
    public Optional<String> proof(RawRecord record) throws IOException {
      return record.sequence() > seal.sealed()
          ? Optional.empty()
          : Optional.of(Proofs.of(data.journal()).inclusion(record.sequence(), record.leaf()));
    }
  }
}
