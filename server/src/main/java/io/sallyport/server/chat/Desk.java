package io.sallyport.server.chat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.ingress.ConsoleChain;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Chat for people at the console, without a phone: what they write passes the same chain, rules and
 * journal as a MESSAGE does, and what they have read counts as delivered. Blocks.
 *
 * <p>Whoever tries again after an answer was lost gives the same key, of which the record's id is
 * made: the journal itself knows whether the line was taken, across restarts too.
 */
public final class Desk {
  /** Where a line was read that no device has had. */
  static final String DEVICE = "console";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_READ_AT_ONCE = 1_000;

  // immutable
  private final Chat chat;
  private final ConsoleChain chain;
  private final Archive archive;
  private final ReadMarks marks;
  private final String node;
  private final InstantSource clock;

  // any thread
  private final Map<String, CompletableFuture<Sent>> underWay = new ConcurrentHashMap<>();

  /**
   * @param node whose name its ids begin with
   */
  public Desk(
      Chat chat,
      ConsoleChain chain,
      Archive archive,
      ReadMarks marks,
      String node,
      InstantSource clock) {
    this.chat = chat;
    this.chain = chain;
    this.archive = archive;
    this.marks = marks;
    this.node = node;
    this.clock = clock;
  }

  /**
   * Who writes.
   *
   * @param display as people know them
   * @param agent what their browser calls itself
   * @param network the literal address that they write from
   */
  public record Writer(Address address, String display, String agent, String network) {}

  /**
   * Sends a line, once for each key. Empty where the journal does not answer: it may be taken
   * still, and whoever tries again with the same key learns it.
   */
  public Optional<Sent> write(Writer writer, Address to, String key, String text) {
    String id = id(writer.address(), to, key);
    CompletableFuture<Sent> mine = new CompletableFuture<>();
    CompletableFuture<Sent> other = underWay.putIfAbsent(id, mine);
    if (other != null) {
      return await(other);
    }
    mine.whenComplete((sent, failure) -> underWay.remove(id, mine));
    try {
      Optional<MessageRow> taken = archive.conversations().sent(writer.address().toString(), id);
      if (taken.isPresent()) {
        mine.complete(Sent.of(taken.get()));
      } else {
        send(writer, to, id, text, mine);
      }
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    }
    return await(mine);
  }

  private void send(
      Writer writer, Address to, String id, String text, CompletableFuture<Sent> done) {
    ConsoleChain.Outcome outcome =
        chain.ask(
            SipRequest.MESSAGE, Kind.CHAT, writer.address(), to, writer.agent(), writer.network());
    if (outcome instanceof ConsoleChain.Outcome.Entered entered) {
      chat.write(id, entered, writer.display(), text, done::complete);
    } else if (outcome instanceof ConsoleChain.Outcome.Turned turned) {
      done.complete(new Sent.Refused(turned.refusal(), turned.words()));
    }
  }

  /**
   * The owner has read what the other wrote, up to that line. Whether that is news: lines that no
   * device had are on record as delivered then, so that they wait no more and their sender knows.
   */
  public boolean read(Address owner, Address peer, long sequence) throws IOException {
    List<MessageRow> waiting =
        archive
            .conversations()
            .waiting(owner.toString(), peer.toString(), sequence, MOST_READ_AT_ONCE);
    for (int i = 0; i < waiting.size(); i++) {
      ChatDelivered delivered =
          new ChatDelivered(waiting.get(i).message(), clock.instant(), owner.toString(), DEVICE);
      if (i + 1 < waiting.size()) {
        archive.append(delivered);
      } else {
        // the journal keeps the order: with the last one all are durable
        archive.write(delivered, PATIENCE);
      }
    }
    return marks.read(owner, peer, sequence);
  }

  private static Optional<Sent> await(CompletableFuture<Sent> sent) {
    try {
      return Optional.of(sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Nobody's key names another's line, nor the same line to somebody else. */
  private String id(Address writer, Address to, String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((writer + "\n" + to + "\n" + key).getBytes(StandardCharsets.UTF_8));
      return node + "-c-" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
