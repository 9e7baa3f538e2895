package io.sallyport.server.api.officer;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallChanged;
import io.sallyport.server.archive.ArchiveRecord.CallControlled;
import io.sallyport.server.archive.ArchiveRecord.CallEmergency;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.CompletenessGap;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingExempt;
import io.sallyport.server.archive.ArchiveRecord.RecordingRecovered;
import io.sallyport.server.archive.ArchiveRecord.RecordingStarted;
import io.sallyport.server.archive.ArchiveRecord.ReviewSampled;
import io.sallyport.server.archive.CallConsent;
import io.sallyport.server.archive.CallListened;
import io.sallyport.server.archive.CallNotice;
import io.sallyport.server.archive.CallSignalling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened in a call, in the order of its records, as a person reads it. */
final class CallStory {
  private CallStory() {}

  /**
   * Something that happened.
   *
   * @param position of its record in the journal, for its proof
   * @param what which kind: started, answered, changed, notice, consent, listened, controlled,
   *     emergency, sampled, recording-started, recording-closed, recording-recovered,
   *     recording-exempt, incomplete, ended, signalling, purged or other
   * @param who an address or an officer; empty where it was the server
   * @param words as the record has them
   */
  record CallEvent(long position, Instant at, String what, String who, String words) {}

  static List<CallEvent> of(List<Entry> entries) {
    List<CallEvent> story = new ArrayList<>();
    for (Entry entry : entries) {
      Optional<ArchiveRecord> record = entry.entry();
      if (record.isEmpty()) {
        story.add(new CallEvent(entry.sequence(), entry.time(), "purged", "", entry.type()));
      } else {
        Told told = told(record.get());
        story.add(
            new CallEvent(
                entry.sequence(),
                told.at == null ? entry.time() : told.at,
                told.what,
                RecordView.bare(told.who),
                told.words));
      }
    }
    return story;
  }

  private record Told(Instant at, String what, String who, String words) {}

  private static Told told(ArchiveRecord record) {
    if (record instanceof CallStarted r) {
      return new Told(r.at(), "started", r.from().address(), String.join(", ", r.kinds()));
    }
    if (record instanceof CallAnswered r) {
      return new Told(r.at(), "answered", r.by().address(), String.join(", ", r.kinds()));
    }
    if (record instanceof CallChanged r) {
      return new Told(r.at(), "changed", r.by(), r.what());
    }
    if (record instanceof CallControlled r) {
      return new Told(
          r.at(), "controlled", r.by(), joined(r.action(), RecordView.bare(r.side()), r.reason()));
    }
    if (record instanceof CallEmergency r) {
      return new Told(r.at(), "emergency", r.from(), joined(r.to(), r.location(), r.network()));
    }
    if (record instanceof ReviewSampled r) {
      return new Told(r.at(), "sampled", "", r.rule());
    }
    if (record instanceof CallEnded r) {
      return new Told(r.at(), "ended", r.endedBy(), joined(r.outcome(), r.reason()));
    }
    return record instanceof ArchiveRecord.Spoken spoken ? spoken(spoken) : recorded(record);
  }

  private static Told spoken(ArchiveRecord.Spoken record) {
    if (record instanceof CallNotice r) {
      return new Told(
          r.at(), "notice", r.to(), joined(r.prompt(), r.language(), r.outcome(), r.reason()));
    }
    if (record instanceof CallConsent r) {
      return new Told(r.at(), "consent", r.by(), joined(r.outcome(), r.digit()));
    }
    if (record instanceof CallListened r) {
      return new Told(
          r.at(), "listened", r.actor(), joined(r.action(), r.reason(), r.approval(), r.why()));
    }
    CallSignalling r = (CallSignalling) record;
    return new Told(r.at(), "signalling", "", String.valueOf(r.messages()));
  }

  private static Told recorded(ArchiveRecord record) {
    if (record instanceof RecordingStarted r) {
      return new Told(r.at(), "recording-started", "", String.join(", ", r.kinds()));
    }
    if (record instanceof RecordingClosed r) {
      return new Told(r.at(), "recording-closed", "", "");
    }
    if (record instanceof RecordingRecovered r) {
      return new Told(r.at(), "recording-recovered", "", r.problem());
    }
    if (record instanceof RecordingExempt r) {
      return new Told(r.at(), "recording-exempt", "", r.why());
    }
    if (record instanceof CompletenessGap r) {
      return new Told(r.at(), "incomplete", "", r.what());
    }
    return new Told(null, "other", "", record.type());
  }

  private static String joined(String... parts) {
    List<String> given = new ArrayList<>();
    for (String part : parts) {
      if (part != null && !part.isEmpty()) {
        given.add(part);
      }
    }
    return String.join(" · ", given);
  }
}
