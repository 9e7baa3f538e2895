package io.sallyport.server.media;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtcpHeader;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.rtp.SrtpStatus;
import io.sallyport.protocol.sdp.MediaDescription;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** The media half of a phone: two UDP sockets and, where it likes, SRTP. One audio stream. */
final class MediaPhone implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  final InetAddress address;
  final DatagramSocket media;
  final DatagramSocket control;
  int ssrc = ThreadLocalRandom.current().nextInt();
  SdesCrypto key;
  private SrtpSession sender;
  private SrtpSession receiver;
  private MediaDescription remote;

  MediaPhone(InetAddress address) throws SocketException {
    this.address = address;
    DatagramSocket even = null;
    DatagramSocket odd = null;
    while (odd == null) {
      int port = 20_000 + 2 * ThreadLocalRandom.current().nextInt(6_000);
      try {
        even = new DatagramSocket(port, address);
        odd = new DatagramSocket(port + 1, address);
      } catch (SocketException e) {
        if (even != null) {
          even.close();
        }
      }
    }
    media = even;
    control = odd;
    media.setSoTimeout(2_000);
    control.setSoTimeout(2_000);
  }

  int port() {
    return media.getLocalPort();
  }

  /** Where the relay takes our packets. */
  int relayPort() {
    return remote.port();
  }

  MediaPhone secure(CryptoSuite suite) {
    key = SdesCrypto.generate(1, suite, RANDOM);
    sender = SrtpSession.sending(key.key());
    return this;
  }

  byte[] offer() {
    return sdp(
        key == null ? "RTP/AVP" : "RTP/SAVP", key == null ? "" : "a=crypto:" + key.print() + "\n");
  }

  byte[] sdp(String proto, String lines) {
    return RelayFixture.bytes(
        """
        v=0
        o=x 1 1 IN IP4 %s
        s=-
        c=IN IP4 %s
        t=0 0
        m=audio %d %s 8
        a=rtpmap:8 PCMA/8000
        %s\
        """
            .formatted(address.getHostAddress(), address.getHostAddress(), port(), proto, lines));
  }

  /** The answer to what the relay showed, accepting the suite of our key. */
  byte[] answer(MediaDescription shown) {
    String crypto = "";
    if (key != null) {
      int tag =
          shown.cryptos().stream()
              .filter(c -> c.suite() == key.suite())
              .findFirst()
              .orElseThrow()
              .tag();
      crypto = "a=crypto:" + key.withTag(tag).print() + "\n";
    }
    hears(shown);
    return sdp(shown.proto(), crypto);
  }

  /** Takes up where the relay is, and its key. */
  void hears(MediaDescription shown) {
    remote = shown;
    if (key != null) {
      receiver =
          SrtpSession.receiving(
              shown.cryptos().stream()
                  .filter(c -> c.suite() == key.suite())
                  .findFirst()
                  .orElseThrow()
                  .key());
    }
  }

  byte[] rtp(int sequence) {
    byte[] bytes = new byte[172];
    Arrays.fill(bytes, (byte) 0x5a);
    RtpHeader.write(bytes, 0, false, 8, sequence, sequence * 160, ssrc);
    return bytes;
  }

  /** What goes on the wire for an RTP packet. */
  byte[] wire(int sequence) {
    return protect(rtp(sequence), false);
  }

  void send(int sequence) throws IOException {
    send(media, wire(sequence), remote.port());
  }

  void sendControl() throws IOException {
    send(control, report(), remote.rtcpPort());
  }

  byte[] report() {
    byte[] bytes = new byte[RtcpHeader.MIN_LENGTH];
    RtcpHeader.writeEmptyReport(bytes, 0, ssrc);
    return protect(bytes, true);
  }

  void send(DatagramSocket socket, byte[] wire, int port) throws IOException {
    socket.send(new DatagramPacket(wire, wire.length, RelayFixture.SERVER, port));
  }

  /** The next RTP packet in clear; null where none came in time, or where it does not verify. */
  byte[] receive() throws IOException {
    return unprotect(receive(media), false);
  }

  byte[] receiveControl() throws IOException {
    return unprotect(receive(control), true);
  }

  /** Whether nothing arrives for a moment. */
  boolean hearsNothing() throws IOException {
    return hearsNothing(media) && hearsNothing(control);
  }

  private static boolean hearsNothing(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(60);
    try {
      return receive(socket) == null;
    } finally {
      socket.setSoTimeout(2_000);
    }
  }

  static byte[] receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
    try {
      socket.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    } catch (SocketTimeoutException e) {
      return null;
    }
  }

  private byte[] protect(byte[] clear, boolean isControl) {
    if (sender == null) {
      return clear;
    }
    PacketBuffer packet = buffer(clear);
    SrtpStatus status = isControl ? sender.protectRtcp(packet) : sender.protectRtp(packet);
    return status == SrtpStatus.OK ? Arrays.copyOf(packet.bytes(), packet.length()) : null;
  }

  private byte[] unprotect(byte[] wire, boolean isControl) {
    if (receiver == null || wire == null) {
      return wire;
    }
    PacketBuffer packet = buffer(wire);
    SrtpStatus status = isControl ? receiver.unprotectRtcp(packet) : receiver.unprotectRtp(packet);
    return status == SrtpStatus.OK ? Arrays.copyOf(packet.bytes(), packet.length()) : null;
  }

  private static PacketBuffer buffer(byte[] bytes) {
    PacketBuffer packet = new PacketBuffer(2_048).at(0, bytes.length);
    System.arraycopy(bytes, 0, packet.bytes(), 0, bytes.length);
    return packet;
  }

  @Override
  public void close() {
    media.close();
    control.close();
  }
}
