package io.sallyport.client;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a phone, or of many: loops, the one callback thread, and a few for DTLS
 * handshakes. All but the loops go away when they have nothing to do.
 *
 * @param loops a phone takes one and stays on it
 */
record PhoneThreads(
    EventLoopGroup loops, ThreadPoolExecutor callbacks, ThreadPoolExecutor handshakes) {
  private static final int MAX_CALLBACKS = 100_000;
  private static final int HANDSHAKES_AT_ONCE = 16;
  private static final int MAX_HANDSHAKES = 10_000;

  static PhoneThreads start(int loops) {
    return new PhoneThreads(
        new MultiThreadIoEventLoopGroup(
            loops, new DefaultThreadFactory("phone", true), NioIoHandler.newFactory()),
        // after the end nobody listens; before it, an application that blocks for so long has
        // lost its events
        pool("phone-callbacks", 1, MAX_CALLBACKS, new ThreadPoolExecutor.DiscardPolicy()),
        // whoever asks for one more is told
        pool(
            "phone-dtls",
            HANDSHAKES_AT_ONCE,
            MAX_HANDSHAKES,
            new ThreadPoolExecutor.AbortPolicy()));
  }

  private static ThreadPoolExecutor pool(
      String name, int threads, int waiting, RejectedExecutionHandler overflow) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            new DefaultThreadFactory(name, true),
            overflow);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Returns when the sockets are closed; callbacks that wait still run. */
  void stop() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    callbacks.shutdown();
    handshakes.shutdownNow();
  }
}
