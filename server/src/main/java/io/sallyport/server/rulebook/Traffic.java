package io.sallyport.server.rulebook;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Refused;
import io.sallyport.server.archive.ArchiveRecord.Registration;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.People;
import io.sallyport.server.policy.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Records in order as the attempts that they were: who is who as the directory says now, how many
 * calls somebody has as the records passed so far say. What is not on record stays empty: the
 * device and network of who is called.
 */
final class Traffic {
  private static final Map<Kind, String> WORDS = words();
  private static final Set<String> ARRIVALS = Set.of("bound", "returned", "moved");

  // immutable
  private final People people;

  // owned by: the thread that reads
  private final Map<String, List<Address>> running = new HashMap<>();
  private final Map<Address, Integer> calls = new HashMap<>();
  private long otherRefusals;

  Traffic(People people) {
    this.people = people;
  }

  /** Refusals so far that no rule was the reason of. */
  long otherRefusals() {
    return otherRefusals;
  }

  /** The attempts that a record tells of, one for each medium of a call; none for most records. */
  List<Happened> of(Entry record) {
    ArchiveRecord entry = record.entry().orElse(null);
    if (entry instanceof CallStarted call) {
      return started(record.sequence(), call);
    }
    if (entry instanceof ChatMessage line) {
      return line(record.sequence(), line);
    }
    if (entry instanceof Registration registration) {
      return registered(record.sequence(), registration);
    }
    if (entry instanceof Refused refused) {
      return refused(record.sequence(), refused);
    }
    if (entry instanceof CallAnswered answered) {
      if (running.containsKey(answered.call())) {
        Address.parse(answered.by().address()).ifPresent(by -> busy(answered.call(), by));
      }
    } else if (entry instanceof CallEnded ended) {
      free(ended.call());
    }
    return List.of();
  }

  private List<Happened> started(long sequence, CallStarted call) {
    Optional<Address> from = Address.parse(call.from().address());
    Optional<Address> to = Address.parse(call.to());
    if (from.isEmpty() || to.isEmpty()) {
      return List.of();
    }
    Party caller = party(from.get(), call.from().userAgent(), call.from().network());
    int concurrent = calls.getOrDefault(from.get(), 0);
    List<Happened> all = new ArrayList<>(2);
    Set<Kind> media = media(call.kinds());
    // audio decides about the call, whatever media it has
    media.add(Kind.AUDIO);
    for (Kind kind : media) {
      Attempt attempt = new Attempt(kind, caller, party(to.get(), "", ""), call.at(), concurrent);
      all.add(new Happened(attempt, sequence, call.call(), true, call.rule(), call.ruleset()));
    }
    busy(call.call(), from.get());
    return all;
  }

  private List<Happened> line(long sequence, ChatMessage line) {
    if (line.from().network().isEmpty()) {
      // a notice of the server's own, which no rule is asked about
      return List.of();
    }
    return one(
        sequence,
        line.message(),
        attempt(
            Kind.CHAT,
            line.from().address(),
            line.from().userAgent(),
            line.from().network(),
            line.to(),
            line.at()),
        true,
        line.rule(),
        line.ruleset());
  }

  private List<Happened> registered(long sequence, Registration registration) {
    if (!ARRIVALS.contains(registration.action())) {
      return List.of();
    }
    return one(
        sequence,
        "",
        attempt(
            Kind.REGISTER,
            registration.address(),
            registration.userAgent(),
            registration.network(),
            registration.address(),
            registration.at()),
        true,
        "",
        0);
  }

  private List<Happened> refused(long sequence, Refused refused) {
    // before refusals said which rule they are of, this was the only one
    boolean byRule =
        !refused.rule().isEmpty() || refused.reason().equals(Refusal.OUTSIDE_DENIED.words());
    Set<Kind> kinds = kinds(refused);
    if (!byRule || kinds.isEmpty()) {
      otherRefusals++;
      return List.of();
    }
    List<Happened> all = new ArrayList<>(1);
    for (Kind kind : kinds) {
      all.addAll(
          one(
              sequence,
              "",
              attempt(
                  kind,
                  refused.from(),
                  refused.userAgent(),
                  refused.network(),
                  refused.to(),
                  refused.at()),
              false,
              refused.rule(),
              refused.ruleset()));
    }
    return all;
  }

  private static List<Happened> one(
      long sequence,
      String id,
      Optional<Attempt> attempt,
      boolean allowed,
      String rule,
      long ruleset) {
    return attempt.isEmpty()
        ? List.of()
        : List.of(new Happened(attempt.get(), sequence, id, allowed, rule, ruleset));
  }

  private Optional<Attempt> attempt(
      Kind kind, String from, String agent, String network, String to, Instant at) {
    Optional<Address> source = Address.parse(from);
    Optional<Address> target = Address.parse(to);
    if (source.isEmpty() || target.isEmpty()) {
      return Optional.empty();
    }
    int concurrent = kind.ofCall() ? calls.getOrDefault(source.get(), 0) : 0;
    return Optional.of(
        new Attempt(
            kind,
            party(source.get(), agent, network),
            party(target.get(), "", ""),
            at,
            concurrent));
  }

  private Party party(Address address, String agent, String network) {
    return Party.recorded(address, people.of(address), agent, network);
  }

  private static Set<Kind> kinds(Refused refused) {
    Set<Kind> kinds = media(refused.kinds());
    if (!kinds.isEmpty()) {
      return kinds;
    }
    return switch (refused.method()) {
      case "INVITE", "UPDATE" -> Set.of(Kind.AUDIO);
      case "MESSAGE" -> Set.of(Kind.CHAT);
      case "REGISTER" -> Set.of(Kind.REGISTER);
      case "SUBSCRIBE", "PUBLISH" -> Set.of(Kind.PRESENCE);
      default -> Set.of();
    };
  }

  private static Set<Kind> media(List<String> words) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if (words.contains(WORDS.get(kind))) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static Map<Kind, String> words() {
    Map<Kind, String> words = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      words.put(kind, kind.name().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  private void busy(String call, Address who) {
    running.computeIfAbsent(call, id -> new ArrayList<>(2)).add(who);
    calls.merge(who, 1, Integer::sum);
  }

  private void free(String call) {
    List<Address> parties = running.remove(call);
    if (parties != null) {
      parties.forEach(who -> calls.computeIfPresent(who, (w, n) -> n == 1 ? null : n - 1));
    }
  }
}
