package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Reply;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.review.Marks;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Recordings;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recordings to listen to. Waveform and sound of one officer, reason and call are one play: on
 * record before the first byte, and approved once where two people are needed.
 */
public final class RecordingsResource implements Api.Resource {
  private static final String SECOND = "A second person's approval, where the settings want one.";

  /**
   * The loudest sample of each side in each interval, from 0 to 255.
   *
   * @param perSecond intervals in a second
   */
  record PeaksView(
      String call, Duration duration, int perSecond, List<Integer> caller, List<Integer> callee) {}

  /**
   * A note to be written.
   *
   * @param at seconds since the recording began
   */
  record MarkWanted(double at, String text, String reason) {}

  // immutable
  private final Review review;

  public RecordingsResource(Review review) {
    this.review = review;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        played("/recordings/{call}/peaks", "The waveform of a call's recording.")
            .gives(PeaksView.class)
            .by(this::peaks),
        played("/recordings/{call}/audio", "The sound: WAV, the caller left, the callee right.")
            .givesBytes("audio/wav")
            .by(this::audio),
        Operation.of(
                Method.POST, "/recordings/{call}/marks", "recordings", "Write a note at a moment.")
            .needs(Permission.READ_CONTENT)
            .takes(MarkWanted.class)
            .gives(Marks.Mark.class)
            .creates()
            .by(this::mark),
        Operation.of(
                Method.DELETE,
                "/recordings/{call}/marks/{mark}",
                "recordings",
                "Take an own note back; that it was there stays on record.")
            .needs(Permission.READ_CONTENT)
            .required("reason", Judged.WHY)
            .by(this::unmark));
  }

  private static Operation played(String path, String summary) {
    return Operation.of(Method.GET, path, "recordings", summary)
        .needs(Permission.READ_CONTENT)
        .required("reason", Judged.WHY)
        .query("approval", SECOND);
  }

  private Object peaks(Asked asked) {
    Recordings.Sound sound = sound(asked);
    try {
      Recordings.Waveform drawn = sound.waveform();
      return new PeaksView(
          asked.path("call"),
          sound.duration(),
          drawn.perSecond(),
          numbers(drawn.caller()),
          numbers(drawn.callee()));
    } catch (IOException e) {
      throw Problem.conflict("The recording cannot be drawn: " + e.getMessage() + ".");
    }
  }

  private Object audio(Asked asked) {
    Recordings.Sound sound = sound(asked);
    return Reply.parts(
        sound.contentType(),
        "",
        new Reply.Ranged() {
          @Override
          public long length() throws IOException {
            return sound.length();
          }

          @Override
          public void write(long from, long to, OutputStream out) throws IOException {
            sound.write(from, to, out);
          }
        });
  }

  private Recordings.Sound sound(Asked asked) {
    Officer officer = review.officer(asked.caller().user());
    String approval = asked.query("approval");
    return Judged.value(
        "approval",
        () ->
            review
                .plays()
                .sound(
                    officer,
                    asked.query("reason"),
                    asked.path("call"),
                    Optional.of(approval).filter(a -> !a.isEmpty())));
  }

  private Object mark(Asked asked) {
    MarkWanted wanted = asked.body(MarkWanted.class);
    if (!Double.isFinite(wanted.at()) || wanted.at() < 0 || wanted.at() > 1e6) {
      throw Problem.invalid("at", "is a moment of the recording, in seconds");
    }
    Duration at = Duration.ofMillis(Math.round(wanted.at() * 1_000));
    String text = wanted.text() == null ? "" : wanted.text();
    String reason = wanted.reason() == null ? "" : wanted.reason();
    return Judged.value(
        "text",
        () ->
            review
                .marks()
                .add(review.officer(asked.caller().user()), reason, asked.path("call"), at, text));
  }

  private Object unmark(Asked asked) {
    Judged.value(
        "mark",
        () ->
            review
                .marks()
                .remove(
                    review.officer(asked.caller().user()),
                    asked.query("reason"),
                    asked.path("call"),
                    asked.path("mark")));
    return null;
  }

  private static List<Integer> numbers(byte[] values) {
    List<Integer> numbers = new ArrayList<>(values.length);
    for (byte value : values) {
      numbers.add(value & 0xff);
    }
    return numbers;
  }
}
