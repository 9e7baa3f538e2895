package io.sallyport.server.api.employee;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Caller;
import io.sallyport.server.api.Events;
import io.sallyport.server.api.Events.Audience;
import io.sallyport.server.api.Events.Topic;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.archive.Conversations;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.base.Ids;
import io.sallyport.server.chat.Desk;
import io.sallyport.server.chat.ReadMarks;
import io.sallyport.server.chat.Sent;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One's own chat: with whom, what was said, and saying more. Nobody sees a line here that they did
 * not send, or that was not theirs to get.
 */
public final class ConversationsResource implements Api.Resource {
  private static final int MOST_UNREAD = 100;
  private static final int MOST_COUNTED = 200;
  private static final int LONGEST_KEY = 128;
  private static final int MOST_BYTES = 512 * 1024;

  /**
   * Somebody with whom one has written.
   *
   * @param known whether it is a user of this server, to whom one can write
   * @param unread lines that one has not read; at 100 counting ends
   */
  record OwnConversation(String user, String display, boolean known, int unread, OwnLine last) {}

  /**
   * A chat line.
   *
   * @param sequence of its record: lines are ordered by it, and read up to it
   * @param state of one's own line: sent, delivered, held, rejected or refused; of another's:
   *     received
   * @param masked whether a part of it was taken out before it was delivered
   * @param gone whether its text is no longer kept
   */
  record OwnLine(
      String id,
      long sequence,
      Instant at,
      boolean own,
      String text,
      String state,
      boolean masked,
      boolean gone) {}

  /** A line to be sent. */
  record NewLine(String text) {}

  /** A line that was taken; state as of a line. */
  record TakenLine(String id, Instant at, String state, boolean masked) {}

  /** Up to which line one has read. */
  record ReadMark(long sequence) {}

  /** How many lines one has not read, of all conversations; at 100 counting ends. */
  record UnreadLines(int lines) {}

  /** Told to whoever looks at the conversation elsewhere. */
  record ReadNews(String message, String what, Instant at, String from, String to) {}

  // immutable
  private final String domain;
  private final Directory directory;
  private final Conversations conversations;
  private final Desk desk;
  private final ReadMarks marks;
  private final Events events;
  private final InstantSource clock;

  public ConversationsResource(
      String domain,
      Directory directory,
      Conversations conversations,
      Desk desk,
      ReadMarks marks,
      Events events,
      InstantSource clock) {
    this.domain = domain;
    this.directory = directory;
    this.conversations = conversations;
    this.desk = desk;
    this.marks = marks;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.GET, "/me/conversations", "chat", "With whom one has written, latest first.")
            .needs(Permission.PHONE)
            .givesPage(OwnConversation.class)
            .by(this::list),
        Operation.of(Method.GET, "/me/unread", "chat", "How many lines one has not read.")
            .needs(Permission.PHONE)
            .gives(UnreadLines.class)
            .by(this::unread),
        Operation.of(
                Method.GET,
                "/me/conversations/{user}/messages",
                "chat",
                "What was said between oneself and another, latest first.")
            .needs(Permission.PHONE)
            .givesPage(OwnLine.class)
            .by(this::lines),
        Operation.of(
                Method.POST,
                "/me/conversations/{user}/messages",
                "chat",
                "Send a line. It is on record once this is answered. With the header"
                    + " `Idempotency-Key`, trying again sends it only once.")
            .needs(Permission.PHONE)
            .takes(NewLine.class)
            .atMost(MOST_BYTES)
            .gives(TakenLine.class)
            .creates()
            .by(this::send),
        Operation.of(
                Method.PUT,
                "/me/conversations/{user}/read",
                "chat",
                "Mark what another wrote as read, up to a line.")
            .needs(Permission.PHONE)
            .takes(ReadMark.class)
            .by(this::read));
  }

  private Object list(Asked asked) throws IOException {
    Address owner = own(asked.caller());
    List<Conversations.Conversation> found =
        conversations.of(owner.toString(), before(asked), asked.limit());
    List<MessageRow> newest = new ArrayList<>();
    for (Conversations.Conversation one : found) {
      newest.addAll(conversations.lines(owner.toString(), one.peer(), Long.MAX_VALUE, 1));
    }
    // together, since neighbours in the journal share what is opened for them
    List<OwnLine> lines = views(owner, newest);
    List<OwnConversation> items = new ArrayList<>();
    for (int i = 0; i < newest.size(); i++) {
      String peer = lines.get(i).own() ? newest.get(i).to() : newest.get(i).from();
      items.add(view(owner, peer, lines.get(i)));
    }
    boolean more = found.size() == asked.limit();
    return new Page<>(items, more ? cursor(found.get(found.size() - 1).newest()) : "");
  }

  private OwnConversation view(Address owner, String peer, OwnLine last) {
    Optional<Address> address = Address.parse(peer);
    String name = address.map(this::name).orElse(peer);
    Optional<User> user = directory.user(name);
    return new OwnConversation(
        name,
        user.map(User::display).orElse(name),
        user.filter(User::enabled).isPresent(),
        address.map(a -> unread(owner, a)).orElse(0),
        last);
  }

  private Object unread(Asked asked) {
    Address owner = own(asked.caller());
    int all = 0;
    for (Conversations.Conversation one :
        conversations.of(owner.toString(), Long.MAX_VALUE, MOST_COUNTED)) {
      all += Address.parse(one.peer()).map(peer -> unread(owner, peer)).orElse(0);
      if (all >= MOST_UNREAD) {
        return new UnreadLines(MOST_UNREAD);
      }
    }
    return new UnreadLines(all);
  }

  private int unread(Address owner, Address peer) {
    return conversations.unread(
        owner.toString(), peer.toString(), marks.of(owner, peer), MOST_UNREAD);
  }

  private Object lines(Asked asked) throws IOException {
    Address owner = own(asked.caller());
    String peer = peer(asked).toString();
    List<MessageRow> rows =
        conversations.lines(owner.toString(), peer, before(asked), asked.limit());
    boolean more = rows.size() == asked.limit();
    return new Page<>(views(owner, rows), more ? cursor(rows.get(rows.size() - 1).sequence()) : "");
  }

  private List<OwnLine> views(Address owner, List<MessageRow> rows) throws IOException {
    return ChatLines.of(owner.toString(), rows, conversations.bodies(rows));
  }

  private Object send(Asked asked) {
    Caller caller = asked.caller();
    String text = asked.body(NewLine.class).text();
    if (text == null || text.isBlank()) {
      throw Problem.invalid("text", "says something");
    }
    String key = asked.header("Idempotency-Key");
    if (key.length() > LONGEST_KEY) {
      throw Problem.invalid("Idempotency-Key", "has at most " + LONGEST_KEY + " characters");
    }
    String once = key.isEmpty() ? Ids.random(26) : key;
    String display = directory.user(caller.user()).map(User::display).orElse(caller.user());
    Desk.Writer writer =
        new Desk.Writer(own(caller), display, asked.header("User-Agent"), caller.network());
    Sent sent =
        desk.write(writer, peer(asked), once, text)
            .orElseThrow(
                () ->
                    Problem.unavailable(
                        "The archive does not answer. Try again: the line is sent only once."));
    if (sent instanceof Sent.Recorded taken) {
      return new TakenLine(taken.id(), taken.at(), taken.held() ? "held" : "sent", taken.masked());
    }
    throw refused((Sent.Refused) sent);
  }

  private static Problem.Refused refused(Sent.Refused sent) {
    Refusal refusal = sent.refusal();
    if (refusal == Refusal.FLOOD || refusal == Refusal.MAILBOX_FULL) {
      return Problem.tooMany(sent.words() + ".");
    }
    return switch (refusal.status()) {
      case 404 -> Problem.notFound(sent.words() + ".");
      case 413, 415 -> Problem.invalid("text", sent.words());
      case 503, 500 -> Problem.unavailable(sent.words() + ".");
      default -> Problem.forbidden(sent.words() + ".");
    };
  }

  private Object read(Asked asked) {
    Address owner = own(asked.caller());
    Address peer = peer(asked);
    long sequence = asked.body(ReadMark.class).sequence();
    if (isNews(owner, peer, sequence)) {
      events.publish(
          Topic.CHAT,
          Audience.of(owner.user()),
          new ReadNews("", "read", clock.instant(), peer.toString(), owner.toString()));
    }
    return null;
  }

  private boolean isNews(Address owner, Address peer, long sequence) {
    try {
      return desk.read(owner, peer, sequence);
    } catch (IOException e) {
      throw Problem.unavailable("The archive takes nothing now. Try again.");
    }
  }

  private Address own(Caller caller) {
    return new Address(caller.user(), domain);
  }

  /** Anybody of our domain, whether or not there is still such a user: what was said stays. */
  private Address peer(Asked asked) {
    return Address.of(asked.path("user"), domain)
        .orElseThrow(() -> Problem.notFound("There is no such user."));
  }

  private String name(Address address) {
    return address.domain().equals(domain) ? address.user() : address.toString();
  }

  private static long before(Asked asked) {
    String cursor = asked.cursor();
    if (cursor.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!cursor.matches("\\d{1,18}")) {
      throw Problem.invalid("cursor", "is `next` of a page");
    }
    return Long.parseLong(cursor);
  }

  private static String cursor(long sequence) {
    return Long.toString(sequence);
  }
}
