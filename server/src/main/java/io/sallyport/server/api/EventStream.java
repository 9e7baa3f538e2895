package io.sallyport.server.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sallyport.server.api.Events.Topic;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * One reader of events. Writes as much as the connection takes at the moment and keeps the rest, up
 * to a bound; never waits for the reader.
 */
final class EventStream implements WriteListener {
  private static final int MOST_WAITING = 256;
  private static final byte[] OPENED =
      "retry: 3000\nevent: opened\ndata: {}\n\n".getBytes(US_ASCII);
  private static final byte[] RELOAD = "event: reload\ndata: {}\n\n".getBytes(US_ASCII);
  private static final byte[] ENDED = "event: ended\ndata: {}\n\n".getBytes(US_ASCII);
  private static final byte[] BEAT = ": \n\n".getBytes(US_ASCII);

  // immutable
  private final String user;
  private final Set<Topic> topics;
  private final BooleanSupplier alive;
  private final ServletOutputStream out;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  // any thread: under this object's lock
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private boolean writable;
  private boolean unflushed;
  private boolean ending;

  /**
   * @param alive whether its reader may still read; asked now and then
   */
  EventStream(String user, Set<Topic> topics, BooleanSupplier alive, ServletOutputStream out) {
    this.user = user;
    this.topics = Set.copyOf(topics);
    this.alive = alive;
    this.out = out;
    waiting.add(OPENED);
  }

  /** Begins; done once the reader has gone or was sent away. */
  CompletableFuture<Void> open() {
    out.setWriteListener(this);
    return over;
  }

  String user() {
    return user;
  }

  boolean follows(Topic topic) {
    return topics.contains(topic);
  }

  synchronized void offer(byte[] event) {
    if (ending) {
      return;
    }
    if (waiting.size() >= MOST_WAITING) {
      waiting.clear();
      waiting.add(RELOAD);
    } else {
      waiting.add(event);
    }
    pump();
  }

  void reload() {
    offer(RELOAD);
  }

  /** Shows the way through that somebody is there; ends where the reader may read no more. */
  void beat() {
    if (alive.getAsBoolean()) {
      offer(BEAT);
    } else {
      end();
    }
  }

  /** Tells the reader that it is over. */
  synchronized void end() {
    if (!ending) {
      ending = true;
      waiting.clear();
      waiting.add(ENDED);
      pump();
      if (!waiting.isEmpty() || unflushed) {
        // a reader that takes nothing is not waited for
        over.complete(null);
      }
    }
  }

  @Override
  public synchronized void onWritePossible() {
    writable = true;
    pump();
  }

  @Override
  public void onError(Throwable cause) {
    over.complete(null);
  }

  private void pump() {
    try {
      while (writable && !over.isDone() && out.isReady()) {
        byte[] next = waiting.poll();
        if (next != null) {
          out.write(next);
          unflushed = true;
        } else if (unflushed) {
          out.flush();
          unflushed = false;
        } else {
          break;
        }
      }
      if (ending && waiting.isEmpty() && !unflushed) {
        over.complete(null);
      }
    } catch (IOException | IllegalStateException e) {
      over.complete(null);
    }
  }
}
