package io.sallyport.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.Corpus;
import io.sallyport.server.hostile.Peer.Way;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The torture messages of RFC 4475 and RFC 5118 against a whole server over real sockets. */
@Timeout(120)
class TortureTest {
  /** Longer than an unfinished message may take. */
  private static final long ANSWER_MILLIS = 15_000;

  private static final long SILENCE_MILLIS = 1_500;
  private static final int EVERY = 7;
  private static final int AT_ONCE = 700;

  /** Call-ID of the ping behind a message: its answer shows that the stream goes on. */
  private static final String FENCE = "torture-fence";

  private static final String FENCED = " and the stream goes on";

  /** A message, and where to cut it in two. */
  private record Cut(Corpus.Message message, int at) {
    static Cut nowhere(Corpus.Message message) {
      return new Cut(message, message.bytes().length);
    }

    byte[] restAnd(String more) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(message.bytes(), at, message.bytes().length - at);
      bytes.writeBytes(more.getBytes(StandardCharsets.UTF_8));
      return bytes.toByteArray();
    }

    @Override
    public String toString() {
      return message + " cut at " + at;
    }
  }

  @TempDir static Path directory;
  private static LiveServer live;

  @BeforeAll
  static void start() throws Exception {
    live = LiveServer.start(directory.resolve("data"), "    message-time: 1s\n");
  }

  @AfterAll
  static void stop() {
    if (live != null) {
      live.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyMessageOfRfc4475IsAnsweredAsTheRfcWants(Way way) throws Exception {
    grade("rfc4475", Corpus.rfc4475(), way, 49);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyMessageOfRfc5118IsAnsweredAsTheRfcWants(Way way) throws Exception {
    grade("rfc5118", Corpus.rfc5118(), way, 12);
  }

  @Test
  void aMessageInTwoPiecesIsAnsweredAsInOne() throws Exception {
    List<Corpus.Message> messages = both();
    List<String> whole = answersTo(messages.stream().map(Cut::nowhere).toList());
    List<Cut> cuts = new ArrayList<>();
    for (Corpus.Message message : messages) {
      for (int at = 1; at < message.bytes().length; at += EVERY) {
        cuts.add(new Cut(message, at));
      }
    }
    for (int from = 0; from < cuts.size(); from += AT_ONCE) {
      List<Cut> batch = cuts.subList(from, Math.min(cuts.size(), from + AT_ONCE));
      List<String> answers = answersTo(batch);
      for (int i = 0; i < batch.size(); i++) {
        String expected = whole.get(messages.indexOf(batch.get(i).message()));
        assertThat(answers.get(i)).as(batch.get(i).toString()).isEqualTo(expected);
      }
    }
    System.out.println("torture messages in two pieces over TCP: " + cuts.size() + " cuts");
    live.stillServes();
  }

  @Test
  void messagesInARowAreAnsweredAsTheMessagesAlone() throws Exception {
    List<Corpus.Message> messages = both();
    List<String> answers = answersTo(messages.stream().map(Cut::nowhere).toList());
    List<String> alone = new ArrayList<>();
    try (Peer row = Peer.open(live, Way.TCP, 0)) {
      for (int i = 0; i < messages.size(); i++) {
        if (answers.get(i).endsWith(FENCED)) {
          row.send(messages.get(i).bytes());
          alone.addAll(List.of(answers.get(i).replace(FENCED, "").strip().split(" ")));
        }
      }
      alone.removeIf(String::isEmpty);
      row.send(fence());
      row.readUntil(FENCE, ANSWER_MILLIS);
      List<String> together = row.statuses();
      assertThat(together.subList(0, together.size() - 1)).isEqualTo(alone);
    }
    System.out.println("torture messages in a row over TCP: " + alone.size() + " answers");
  }

  private static void grade(String name, List<Corpus.Message> messages, Way way, int size)
      throws Exception {
    List<Peer> peers = new ArrayList<>();
    try {
      for (Corpus.Message message : messages) {
        Peer peer = Peer.open(live, way, Peer.viaPort(message.bytes()));
        peers.add(peer);
        peer.send(message.bytes());
      }
      List<String> wrong = new ArrayList<>();
      // those that must be answered first: the others have had time enough by then
      for (boolean silent : new boolean[] {false, true}) {
        for (int i = 0; i < peers.size(); i++) {
          Corpus.Message message = messages.get(i);
          if (message.allowed().contains("none") == silent) {
            String status = peers.get(i).status(silent ? SILENCE_MILLIS / 5 : ANSWER_MILLIS);
            if (!message.isPassedBy(status)) {
              wrong.add(message + ": " + status + ", not " + message.allowed());
            }
          }
        }
      }
      int right = messages.size() - wrong.size();
      System.out.println(name + " over " + way + ": " + right + "/" + messages.size());
      assertThat(wrong).isEmpty();
      assertThat(messages).hasSize(size);
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
    live.stillServes();
  }

  /**
   * What connections that bring a message in two pieces each, and a ping of ours behind it, get to
   * read; all at once.
   */
  private static List<String> answersTo(List<Cut> cuts) throws Exception {
    List<Peer> peers = new ArrayList<>();
    try {
      for (Cut cut : cuts) {
        Peer peer = Peer.open(live, Way.TCP, 0);
        peers.add(peer);
        peer.send(cut.message().bytes(), 0, cut.at());
      }
      for (int i = 0; i < cuts.size(); i++) {
        peers.get(i).send(cuts.get(i).restAnd(fence()));
      }
      List<String> answers = new ArrayList<>();
      for (Peer peer : peers) {
        boolean fenced = peer.readUntil(FENCE, ANSWER_MILLIS).contains(FENCE);
        List<String> statuses = peer.statuses();
        String before =
            String.join(" ", fenced ? statuses.subList(0, statuses.size() - 1) : statuses);
        answers.add(before + (fenced ? FENCED : " ended"));
      }
      return answers;
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  private static List<Corpus.Message> both() {
    List<Corpus.Message> all = new ArrayList<>(Corpus.rfc4475());
    all.addAll(Corpus.rfc5118());
    return all;
  }

  private static String fence() {
    return Requests.of("OPTIONS", "sip:" + LiveServer.DOMAIN, FENCE, "");
  }
}
