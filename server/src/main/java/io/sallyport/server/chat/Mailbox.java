package io.sallyport.server.chat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.sip.ClientTransaction;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The lines waiting for one recipient, delivered in the order in which they were accepted: the next
 * one leaves when the one before has been answered by a device or has failed. Owned by the
 * recipient's shard.
 */
final class Mailbox {
  /**
   * A line and who wants to know what became of it: 200 reached a device, 202 kept, else the
   * devices' refusal.
   */
  private record Post(Line line, IntConsumer done) {}

  // immutable
  private final Delivery delivery;

  // owned by: shard
  private final Queue<Post> waiting = new ArrayDeque<>();
  private final Set<String> known = new HashSet<>();
  private Round round;

  Mailbox(Delivery delivery) {
    this.delivery = delivery;
  }

  /** Takes a line; a line that is waiting here already is not taken twice. */
  void add(Line line, IntConsumer done) {
    if (known.add(line.id())) {
      waiting.add(new Post(line, done));
      next();
    } else {
      done.accept(202);
    }
  }

  boolean idle() {
    return round == null && waiting.isEmpty();
  }

  private void next() {
    if (round != null || waiting.isEmpty()) {
      return;
    }
    Post post = waiting.remove();
    List<Binding> devices = delivery.devices(post.line().to());
    round = new Round(post, devices.size());
    if (devices.isEmpty()) {
      round.finish();
    } else {
      round.send(devices);
    }
  }

  /** One line's delivery to all devices at once; over when every device has answered or failed. */
  private final class Round {
    private final Post post;
    private int open;
    private boolean reached;
    private int refusal;

    Round(Post post, int devices) {
      this.post = post;
      this.open = devices;
    }

    void send(List<Binding> devices) {
      devices.forEach(device -> delivery.send(post.line(), device, new Answer(this, device)));
    }

    void answered(Binding device, int status) {
      open--;
      if (status < 300) {
        delivery.delivered(post.line(), device.device());
        if (!reached) {
          reached = true;
          post.done().accept(200);
        }
      } else if (isFinal(status)) {
        refusal = status;
      }
      if (open == 0) {
        finish();
      }
    }

    void finish() {
      if (!reached && refusal != 0) {
        // No device will ever take it: keeping it would offer it again at each registration.
        delivery.delivered(post.line(), "refused with " + refusal);
        post.done().accept(refusal);
      } else if (!reached) {
        post.done().accept(202);
      }
      known.remove(post.line().id());
      round = null;
      next();
      if (idle()) {
        delivery.emptied(post.line().to());
      }
    }

    /** A refusal of the content itself, which another attempt would not change. */
    private static boolean isFinal(int status) {
      return status == 405
          || status == 406
          || status == 413
          || status == 415
          || status == 488
          || status == 501;
    }
  }

  /** One device's answer to one line. */
  private record Answer(Round round, Binding device) implements ClientTransaction.Listener {
    @Override
    public void response(SipResponse response) {
      round.answered(device, response.status());
    }

    @Override
    public void failed(int status, String why) {
      round.answered(device, status);
    }
  }

  /** The MESSAGE for one device (RFC 3428): a Date where the line has waited. */
  static SipRequest.Builder message(Line line, Binding device) {
    return SipRequest.builder(SipRequest.MESSAGE, device.contactUri())
        .add(HeaderNames.MAX_FORWARDS, "69")
        .add(
            HeaderNames.FROM,
            "<" + line.from() + ">;tag=" + io.sallyport.server.base.Ids.random(12))
        .add(HeaderNames.TO, "<" + line.to() + ">")
        .add(HeaderNames.CSEQ, "1 MESSAGE")
        .add(HeaderNames.DATE, Delivery.DATE.format(line.at()))
        .body(line.contentType(), line.body());
  }
}
