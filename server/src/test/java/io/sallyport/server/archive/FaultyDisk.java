package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A real disk that counts what is asked of it, and fails from one operation on when told to. */
final class FaultyDisk extends Disk {
  final AtomicLong operations = new AtomicLong();
  final AtomicLong forces = new AtomicLong();

  /** Numbers of operations, from 1, that fail: the first and the last of them. */
  volatile long failFrom = Long.MAX_VALUE;

  volatile long failUpTo = Long.MAX_VALUE;

  /** A write that fails leaves its first half; what lies within one sector is written or not. */
  volatile boolean tearWrites;

  volatile long free = Long.MAX_VALUE;
  volatile CountDownLatch holdForces = new CountDownLatch(0);

  @Override
  Output create(Path file) throws IOException {
    operation();
    return new Watched(super.create(file));
  }

  @Override
  Output open(Path file) throws IOException {
    return new Watched(super.open(file));
  }

  @Override
  void delete(Path file) throws IOException {
    operation();
    super.delete(file);
  }

  @Override
  void replace(Path file, Path old) throws IOException {
    operation();
    super.replace(file, old);
  }

  @Override
  void forceNames(Path directory) throws IOException {
    operation();
    super.forceNames(directory);
  }

  @Override
  long free(Path directory) {
    return free;
  }

  private void operation() throws IOException {
    if (fails()) {
      throw new IOException("No space left on device");
    }
  }

  private boolean fails() {
    long number = operations.incrementAndGet();
    return number >= failFrom && number <= failUpTo;
  }

  private final class Watched implements Output {
    private final Output output;

    Watched(Output output) {
      this.output = output;
    }

    @Override
    public void write(ByteBuffer bytes, long offset) throws IOException {
      if (fails()) {
        if (tearWrites && bytes.remaining() > Head.LENGTH) {
          output.write(bytes.limit(bytes.position() + bytes.remaining() / 2), offset);
        }
        throw new IOException("No space left on device");
      }
      output.write(bytes, offset);
    }

    @Override
    public void force() throws IOException {
      try {
        holdForces.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      operation();
      forces.incrementAndGet();
      output.force();
    }

    @Override
    public void truncate(long length) throws IOException {
      operation();
      output.truncate(length);
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
