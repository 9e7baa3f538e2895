package io.sallyport.client;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a phone, or of many: loops, and the one callback thread. The callback thread goes
 * away when it has nothing to do.
 *
 * @param loops a phone takes one and stays on it
 */
record PhoneThreads(EventLoopGroup loops, ThreadPoolExecutor callbacks) {
  private static final int MAX_CALLBACKS = 100_000;

  static PhoneThreads start(int loops) {
    ThreadPoolExecutor callbacks =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_CALLBACKS),
            new DefaultThreadFactory("phone-callbacks", true),
            // after the end nobody listens; before it, an application that blocks for so long has
            // lost its events
            new ThreadPoolExecutor.DiscardPolicy());
    callbacks.allowCoreThreadTimeOut(true);
    return new PhoneThreads(
        new MultiThreadIoEventLoopGroup(
            loops, new DefaultThreadFactory("phone", true), NioIoHandler.newFactory()),
        callbacks);
  }

  /** Returns when the sockets are closed; callbacks that wait still run. */
  void stop() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    callbacks.shutdown();
  }
}
