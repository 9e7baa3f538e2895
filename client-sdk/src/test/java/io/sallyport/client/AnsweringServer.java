package io.sallyport.client;

import io.sallyport.protocol.sip.FrameLimits;
import io.sallyport.protocol.sip.FrameScanner;
import io.sallyport.protocol.sip.MessageValidator;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;

/** Answers each datagram that is a request with what a test says, and keeps no state. */
final class AnsweringServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final Function<SipRequest, SipResponse> answer;

  AnsweringServer(Function<SipRequest, SipResponse> answer) throws IOException {
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.answer = answer;
    Thread thread = new Thread(this::run, "answering-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void run() {
    byte[] buffer = new byte[65_536];
    MessageValidator validator = new MessageValidator(FrameLimits.DEFAULT);
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(buffer, packet.getLength()));
        if (FrameScanner.datagram(bytes, FrameLimits.DEFAULT)
                instanceof FrameScanner.Outcome.Frame frame
            && validator.validate(frame.frame()) instanceof MessageValidator.Outcome.Valid valid
            && valid.message() instanceof SipRequest request) {
          byte[] response = answer.apply(request).encode();
          socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
