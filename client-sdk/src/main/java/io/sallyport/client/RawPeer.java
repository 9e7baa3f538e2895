package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.SipMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A socket to a server with no SIP behaviour of its own: sends any bytes, shows what comes back.
 * For tests of a server with hostile or precisely timed input. Its methods block; any thread may
 * call them.
 */
public final class RawPeer implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  // immutable
  private final EventLoopGroup group;
  private final Link link;

  // any thread: concurrent
  private final LinkedBlockingQueue<SipMessage> messages = new LinkedBlockingQueue<>(10_000);
  private final LinkedBlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>(10_000);
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Throwable> closed = new CompletableFuture<>();

  private RawPeer(Link.Target target) {
    group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("raw-peer", true), NioIoHandler.newFactory());
    EventLoop loop = group.next();
    link = Link.open(loop, target, new Inbound(target.transport()));
  }

  public static RawPeer udp(InetSocketAddress server) throws IOException {
    return open(new Link.Target(Transport.UDP, server, "", "", Trust.platform(), 0));
  }

  public static RawPeer tcp(InetSocketAddress server) throws IOException {
    return open(new Link.Target(Transport.TCP, server, "", "", Trust.platform(), 0));
  }

  /**
   * @param ca PEM file of the authority to trust
   * @param name the name that the server's certificate must carry
   */
  public static RawPeer tls(InetSocketAddress server, Path ca, String name) throws IOException {
    return open(new Link.Target(Transport.TLS, server, name, "", Trust.authority(ca), 0));
  }

  /** As {@link #tls}, and a WebSocket with the subprotocol {@code sip} at that path. */
  public static RawPeer wss(InetSocketAddress server, Path ca, String name, String path)
      throws IOException {
    return open(new Link.Target(Transport.WSS, server, name, path, Trust.authority(ca), 0));
  }

  private static RawPeer open(Link.Target target) throws IOException {
    RawPeer peer = new RawPeer(target);
    try {
      peer.opened.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
      return peer;
    } catch (ExecutionException | TimeoutException e) {
      peer.close();
      throw new IOException(
          "cannot connect to " + target.server(), e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      peer.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Sends these bytes as one datagram, one WebSocket frame or one write to the stream. */
  public void send(byte[] bytes) {
    link.send(bytes);
  }

  /** Sends text as UTF-8; write the line ends as they are to go out. */
  public void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  public void send(SipMessage message) {
    send(message.encode());
  }

  /**
   * The next message that is one in the sense of the SDK's strict reader; empty after the time-out.
   */
  public Optional<SipMessage> receive(Duration timeout) throws InterruptedException {
    return Optional.ofNullable(messages.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * The next bytes as they came, a whole datagram or frame or some of a stream; counts apart from
   * {@link #receive}.
   */
  public Optional<byte[]> receiveBytes(Duration timeout) throws InterruptedException {
    return Optional.ofNullable(chunks.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Every byte that has come and not been taken by {@link #receiveBytes} yet. */
  public byte[] drainBytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
      all.writeBytes(chunk);
    }
    return all.toByteArray();
  }

  /** Whether the server, or the network, has ended the connection; a datagram socket never is. */
  public boolean isClosed() {
    return closed.isDone();
  }

  /** Waits for the server to end the connection; whether it did. */
  public boolean awaitClosed(Duration timeout) throws InterruptedException {
    try {
      closed.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  public InetSocketAddress localAddress() {
    return link.localAddress();
  }

  @Override
  public void close() {
    link.close();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }

  /** What the link brings, into the queues; beyond their bound the newest is dropped. */
  private final class Inbound implements Link.Listener, MessageReader.Receiver {
    private final MessageReader reader;

    Inbound(Transport transport) {
      reader = new MessageReader(transport, this);
    }

    @Override
    public void opened() {
      opened.complete(null);
    }

    @Override
    public void received(byte[] bytes) {
      chunks.offer(bytes);
      reader.read(bytes);
    }

    @Override
    public void closed(Throwable cause) {
      opened.completeExceptionally(cause);
      closed.complete(cause);
    }

    @Override
    public void message(SipMessage message) {
      messages.offer(message);
    }

    @Override
    public void ping() {
      // shown by receiveBytes only
    }

    @Override
    public void pong() {
      // shown by receiveBytes only
    }

    @Override
    public void refused(Fault fault) {
      // shown by receiveBytes only
    }
  }
}
