package io.sallyport.server.path;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtcpHeader;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.protocol.rtp.SrtpKey;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.rtp.SrtpStatus;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** One side's media without signalling: sockets, keys, and what was agreed about them. */
final class PathPhone implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  final InetAddress address;
  final SrtpKey own;
  final SrtpKey server;
  DatagramSocket media;
  final DatagramSocket control;
  int ssrc = ThreadLocalRandom.current().nextInt();
  private final SrtpSession sender;
  private final SrtpSession receiver;

  /** A phone with SRTP, or without where suite is null. */
  PathPhone(InetAddress address, CryptoSuite suite) throws IOException {
    this.address = address;
    this.media = socket();
    this.control = socket();
    this.own = suite == null ? null : SrtpKey.generate(suite, RANDOM);
    this.server = suite == null ? null : SrtpKey.generate(suite, RANDOM);
    this.sender = suite == null ? null : SrtpSession.sending(own);
    this.receiver = suite == null ? null : SrtpSession.receiving(server);
  }

  DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0));
    socket.setSoTimeout(2_000);
    return socket;
  }

  /** What was agreed with it, its SDP naming these ports. */
  TransportPlan plan(int mediaPort, int controlPort, boolean mux) {
    return new TransportPlan(
        own == null ? new Protection.Plain() : new Protection.Sdes(own, server),
        Optional.empty(),
        at(mediaPort),
        at(mux ? mediaPort : controlPort),
        mux);
  }

  /** The same, where it says in SDP where it truly is. */
  TransportPlan plan(boolean mux) {
    return plan(media.getLocalPort(), control.getLocalPort(), mux);
  }

  private Whereabouts at(int port) {
    return new Whereabouts(
        address, Optional.of(new InetSocketAddress(address, port)), address + " " + port);
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

  /** What goes on the wire for that RTP packet. */
  byte[] protectRtp(byte[] clear) {
    return protect(clear, false);
  }

  byte[] report() {
    byte[] bytes = new byte[RtcpHeader.MIN_LENGTH];
    RtcpHeader.writeEmptyReport(bytes, 0, ssrc);
    return bytes;
  }

  byte[] wireReport() {
    return protect(report(), true);
  }

  void send(int sequence, int port) throws IOException {
    send(media, wire(sequence), port);
  }

  static void send(DatagramSocket from, byte[] wire, int port) throws IOException {
    from.send(new DatagramPacket(wire, wire.length, PathRig.SERVER, port));
  }

  /** The next RTP packet in clear; null where none came in time, or where it does not verify. */
  byte[] receive() throws IOException {
    return unprotect(receive(media), false);
  }

  byte[] receiveControl(DatagramSocket socket) throws IOException {
    return unprotect(receive(socket), true);
  }

  /** Whether nothing arrives for a moment. */
  boolean hearsNothing() throws IOException {
    media.setSoTimeout(60);
    try {
      return receive(media) == null;
    } finally {
      media.setSoTimeout(2_000);
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
