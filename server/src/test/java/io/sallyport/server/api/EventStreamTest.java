package io.sallyport.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.api.Events.Topic;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  /** A connection that takes bytes when the test says so. */
  private static final class Pipe extends ServletOutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private boolean open = true;
    private boolean broken;

    @Override
    public boolean isReady() {
      return open;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      // the test says itself when something can be written
    }

    @Override
    public void write(int b) throws IOException {
      if (broken) {
        throw new IOException("the reader has gone");
      }
      taken.write(b);
    }

    String text() {
      return taken.toString(UTF_8);
    }
  }

  private final Pipe pipe = new Pipe();
  private boolean alive = true;
  private final EventStream stream =
      new EventStream("alice", Set.of(Topic.CHAT), () -> alive, pipe);

  private CompletableFuture<Void> opened() throws IOException {
    CompletableFuture<Void> over = stream.open();
    stream.onWritePossible();
    return over;
  }

  @Test
  void aSlowReaderIsToldToReadAnewAndTakesNoMoreRoom() throws Exception {
    opened();
    pipe.open = false;
    for (int i = 0; i < 1_000; i++) {
      stream.offer(("data: " + i + "\n\n").getBytes(UTF_8));
    }
    pipe.open = true;
    stream.onWritePossible();
    assertThat(pipe.text())
        .contains("event: opened")
        .contains("event: reload")
        .doesNotContain("data: 0\n");
    assertThat(pipe.text().lines().filter(line -> line.startsWith("data: ")).count())
        .isLessThan(300);
  }

  @Test
  void aReaderThatMayNoMoreIsSentAway() throws Exception {
    CompletableFuture<Void> over = opened();
    stream.beat();
    assertThat(over).isNotDone();
    alive = false;
    stream.beat();
    assertThat(over).isDone();
    assertThat(pipe.text()).endsWith("event: ended\ndata: {}\n\n");
  }

  @Test
  void aReaderThatHasGoneIsForgotten() throws Exception {
    CompletableFuture<Void> over = opened();
    pipe.broken = true;
    stream.beat();
    assertThat(over).isDone();
  }

  @Test
  void aReaderThatTakesNothingIsNotWaitedFor() throws Exception {
    CompletableFuture<Void> over = opened();
    pipe.open = false;
    stream.end();
    assertThat(over).isDone();
  }
}
