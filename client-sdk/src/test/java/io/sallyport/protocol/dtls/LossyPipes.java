package io.sallyport.protocol.dtls;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Two pipe ends that lead to each other, and lose, repeat and reorder as they are told. */
final class LossyPipes {
  private final Random random;
  private final double loss;
  private final double repeat;
  private final double swap;
  final End left = new End();
  final End right = new End();

  LossyPipes(long seed, double loss, double repeat, double swap) {
    this.random = new Random(seed);
    this.loss = loss;
    this.repeat = repeat;
    this.swap = swap;
    left.other = right;
    right.other = left;
  }

  static LossyPipes perfect() {
    return new LossyPipes(0, 0, 0, 0);
  }

  final class End implements DatagramPipe {
    private static final byte[] END = {};
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger toLose = new AtomicInteger();
    private byte[] delayed;
    private End other;

    /** The next datagrams that are sent to this end are lost. */
    void loseNext(int count) {
      toLose.set(count);
    }

    void put(byte[] datagram) {
      queue.add(datagram);
    }

    void end() {
      queue.add(END);
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis)
        throws InterruptedException {
      byte[] datagram = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return NOTHING;
      }
      if (datagram == END) {
        return CLOSED;
      }
      int size = Math.min(length, datagram.length);
      System.arraycopy(datagram, 0, buffer, offset, size);
      return size;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      other.arrive(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    private void arrive(byte[] datagram) {
      synchronized (random) {
        if (toLose.getAndUpdate(left -> left > 0 ? left - 1 : 0) > 0
            || random.nextDouble() < loss) {
          return;
        }
        if (delayed == null && random.nextDouble() < swap) {
          delayed = datagram;
          return;
        }
        queue.add(datagram);
        if (random.nextDouble() < repeat) {
          queue.add(datagram);
        }
        if (delayed != null) {
          queue.add(delayed);
          delayed = null;
        }
      }
    }
  }
}
