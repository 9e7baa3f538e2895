package io.sallyport.server.boot;

import io.sallyport.server.api.Events;
import io.sallyport.server.api.Events.Audience;
import io.sallyport.server.api.Events.Topic;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ContentRecord;
import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.policy.Address;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tells readers of what goes on record: that something happened and where to look, never what was
 * said. Called on the archive's thread alone.
 */
final class LiveNews implements Consumer<ArchiveRecord> {
  private static final int MOST_REMEMBERED = 50_000;

  /**
   * A call began, changed or ended.
   *
   * @param what started, answered, changed or ended
   */
  record CallNews(String call, String what, Instant at, String from, String to) {}

  /**
   * A chat line was sent, delivered or decided about.
   *
   * @param what sent, delivered, released or rejected
   */
  record LineNews(String message, String what, Instant at, String from, String to) {}

  /** A device of somebody came or went. */
  record PresenceNews(String user, String what, Instant at) {}

  /** Something that somebody should look at. */
  record AlarmNews(String alarm, String what, Instant at, String subject) {}

  /** A second person is asked, or has decided. */
  record ApprovalNews(String approval, String what, Instant at) {}

  /** A line waits. */
  record HeldNews(Instant at) {}

  private record Sides(String from, String to) {}

  // immutable
  private final Events events;
  private final String domain;

  // owned by: the archive's thread
  private final Map<String, Sides> calls = bounded();
  private final Map<String, Sides> lines = bounded();

  LiveNews(Events events, String domain) {
    this.events = events;
    this.domain = domain;
  }

  @Override
  public void accept(ArchiveRecord entry) {
    if (entry instanceof ArchiveRecord.CallStarted call) {
      calls.put(call.call(), new Sides(call.from().address(), call.to()));
    } else if (entry instanceof ArchiveRecord.ChatMessage line) {
      lines.put(line.message(), new Sides(line.from().address(), line.to()));
    }
    if (events.followed()) {
      tell(entry);
    }
    if (entry instanceof ArchiveRecord.CallEnded call) {
      calls.remove(call.call());
    }
  }

  private void tell(ArchiveRecord entry) {
    if (entry instanceof ArchiveRecord.CallStarted call) {
      call(call.call(), "started", call.at());
    } else if (entry instanceof ArchiveRecord.CallAnswered call) {
      call(call.call(), "answered", call.at());
    } else if (entry instanceof ArchiveRecord.CallChanged call) {
      call(call.call(), "changed", call.at());
    } else if (entry instanceof ArchiveRecord.CallEnded call) {
      call(call.call(), "ended", call.at());
    } else if (entry instanceof ArchiveRecord.ChatMessage line) {
      sent(line);
    } else if (entry instanceof ArchiveRecord.ChatDelivered line) {
      line(line.message(), "delivered", line.at());
    } else if (entry instanceof ContentRecord.Released line) {
      line(line.message(), "released", line.at());
    } else if (entry instanceof ContentRecord.Rejected line) {
      line(line.message(), "rejected", line.at());
    } else if (entry instanceof ArchiveRecord.Registration device) {
      events.publish(
          Topic.PRESENCE,
          Audience.all(),
          new PresenceNews(user(device.address()), device.action(), device.at()));
    } else {
      watched(entry);
    }
  }

  private void watched(ArchiveRecord entry) {
    if (entry instanceof ArchiveRecord.AlarmRaised alarm) {
      alarm(new AlarmNews(alarm.alarm(), "raised", alarm.at(), alarm.subject()));
    } else if (entry instanceof ArchiveRecord.AlarmCleared alarm) {
      alarm(new AlarmNews(alarm.alarm(), "cleared", alarm.at(), alarm.subject()));
    } else if (entry instanceof ArchiveRecord.GuardBlocked block) {
      alarm(new AlarmNews("block", "raised", block.at(), block.network()));
    } else if (entry instanceof ArchiveRecord.GuardLifted block) {
      alarm(new AlarmNews("block", "cleared", block.at(), block.network()));
    } else if (entry instanceof ArchiveRecord.ApprovalRequested approval) {
      approval(new ApprovalNews(approval.approval(), "requested", approval.at()));
    } else if (entry instanceof ArchiveRecord.ApprovalDecided approval) {
      approval(new ApprovalNews(approval.approval(), approval.decision(), approval.at()));
    } else if (entry instanceof ArchiveRecord.ApprovalUsed approval) {
      approval(new ApprovalNews(approval.approval(), "used", approval.at()));
    }
  }

  private void call(String call, String what, Instant at) {
    Sides sides = calls.getOrDefault(call, new Sides("", ""));
    CallNews news = new CallNews(call, what, at, sides.from(), sides.to());
    events.publish(Topic.CALLS, both(sides), news);
    events.publish(Topic.LIVE, Audience.all(), news);
  }

  /** Nobody learns of a line that content rules keep back, but for those who decide about it. */
  private void sent(ArchiveRecord.ChatMessage line) {
    Sides sides = new Sides(line.from().address(), line.to());
    boolean kept = line.marks().contains(Mark.HELD) || line.marks().contains(Mark.BLOCKED);
    events.publish(
        Topic.CHAT,
        kept ? Audience.of(user(sides.from())) : both(sides),
        new LineNews(line.message(), "sent", line.at(), sides.from(), sides.to()));
    if (line.marks().contains(Mark.HELD)) {
      events.publish(Topic.HELD, Audience.all(), new HeldNews(line.at()));
    }
  }

  private void line(String message, String what, Instant at) {
    Sides sides = lines.get(message);
    if (sides != null) {
      events.publish(
          Topic.CHAT,
          what.equals("rejected") ? Audience.of(user(sides.from())) : both(sides),
          new LineNews(message, what, at, sides.from(), sides.to()));
    }
  }

  private void alarm(AlarmNews news) {
    events.publish(Topic.ALARMS, Audience.all(), news);
  }

  private void approval(ApprovalNews news) {
    events.publish(Topic.APPROVALS, Audience.all(), news);
  }

  private Audience both(Sides sides) {
    Set<String> users = new TreeSet<>();
    users.add(user(sides.from()));
    users.add(user(sides.to()));
    return new Audience(false, users);
  }

  /** The account's name where the address is one of ours; else the address, which is nobody's. */
  private String user(String address) {
    return Address.parse(address)
        .filter(parsed -> parsed.domain().equals(domain))
        .map(Address::user)
        .orElse(address);
  }

  private static Map<String, Sides> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Sides> eldest) {
        return size() > MOST_REMEMBERED;
      }
    };
  }
}
