package io.sallyport.server.sip;

import io.sallyport.protocol.sip.FrameLimits;
import io.sallyport.protocol.sip.FrameScanner;
import io.sallyport.protocol.sip.SipFrame;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A flow whose far end is the test: what is sent lands in a list. */
final class RecordingFlow implements Flow {
  final List<String> sent = new ArrayList<>();
  boolean open = true;
  private final Transport transport;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;

  RecordingFlow(Transport transport, String remote, int port) {
    this(transport, new InetSocketAddress(remote, port));
  }

  RecordingFlow(Transport transport, InetSocketAddress remote) {
    this.transport = transport;
    this.local = new InetSocketAddress("192.0.2.1", transport.secure() ? 5061 : 5060);
    this.remote = remote;
  }

  @Override
  public String id() {
    return transport + "-" + remote;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public boolean send(byte[] message) {
    if (open) {
      sent.add(new String(message, StandardCharsets.UTF_8));
    }
    return open;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  String last() {
    return sent.get(sent.size() - 1);
  }

  List<String> startLines() {
    return sent.stream().map(m -> m.substring(0, m.indexOf("\r\n"))).toList();
  }

  /** The value of a header field in the last message sent. */
  String last(String header) {
    return last()
        .lines()
        .filter(line -> line.startsWith(header + ": "))
        .map(line -> line.substring(header.length() + 2))
        .findFirst()
        .orElse("");
  }

  static SipFrame frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FrameScanner.Outcome outcome =
        FrameScanner.datagram(ByteBuffer.wrap(bytes), FrameLimits.DEFAULT);
    return ((FrameScanner.Outcome.Frame) outcome).frame();
  }
}
