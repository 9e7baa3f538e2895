package io.sallyport.protocol.rtp;

import static io.sallyport.protocol.rtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a packet leaves for the collector in steady state, by the JVM's own count. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int PACKETS = 10_000;

  private final SecureRandom random = new SecureRandom();
  private final PacketBuffer packet = new PacketBuffer(2_000);

  /** AES-GCM of Java 17 leaves about a kilobyte a packet behind; nothing else leaves anything. */
  @ParameterizedTest
  @EnumSource
  void protectionAllocatesNothingButWhatTheRuntimesGcmDoes(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession middle = SrtpSession.receiving(key);
    SrtpSession receiver = SrtpSession.receiving(key);
    byte[][] wire = new byte[2 * PACKETS][];
    for (int i = 0; i < wire.length; i++) {
      clear(i);
      assertThat(sender.protectRtp(packet)).isEqualTo(SrtpStatus.OK);
      wire[i] = Arrays.copyOf(packet.bytes(), packet.length());
    }
    SrtpSession again = SrtpSession.sending(key);
    int most = suite.isAead() ? 2_000 : 1;

    assertThat(
            bytesPerPacket(
                i -> {
                  clear(i);
                  again.protectRtp(packet);
                }))
        .isLessThan(most);
    assertThat(bytesPerPacket(i -> middle.authenticateRtp(take(wire[i])))).isLessThan(1);
    assertThat(bytesPerPacket(i -> receiver.unprotectRtp(take(wire[i])))).isLessThan(most);
  }

  @ParameterizedTest
  @EnumSource
  void aProofAllocatesNothing(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession receiver = SrtpSession.receiving(key);
    SrtpSession stranger = SrtpSession.receiving(SrtpKey.generate(suite, random));
    clear(1);
    sender.protectRtp(packet);
    byte[] wire = Arrays.copyOf(packet.bytes(), packet.length());

    assertThat(bytesPerPacket(i -> receiver.verifiesRtp(take(wire)))).isLessThan(1);
    assertThat(bytesPerPacket(i -> stranger.verifiesRtp(take(wire)))).isLessThan(1);
    assertThat(bytesPerPacket(i -> stranger.unprotectRtp(take(wire)))).isLessThan(1);
  }

  @Test
  void headersAndReportsAreReadAndRewrittenWithoutAllocation() {
    byte[] rtp = hex("90080001 00000001 00000007 bede0002 10313233 21616200 d5d5");
    byte[] rtcp =
        hex(
            "81c8000c 00000007 e0000001 80000000 00000140 00000005 00000320"
                + "00000008 40ffffff 00010203 00000010 00018000 00010000"
                + "81ca0003 00000007 01027069 00000000");
    RtcpReader reader = new RtcpReader();
    RtcpRewriter rewriter = new RtcpRewriter();
    SsrcMap map = new SsrcMap(4);
    map.put(7, 9);
    map.put(9, 7);
    long[] sum = new long[1];

    assertThat(
            bytesPerPacket(
                i -> {
                  sum[0] += RtpHeader.extension(rtp, 0, rtp.length, 2);
                  reader.open(rtcp, 0, rtcp.length);
                  while (reader.next()) {
                    for (int block = 0; block < reader.blocks(); block++) {
                      sum[0] += reader.jitter(block) + reader.cumulativeLost(block);
                    }
                  }
                  sum[0] += rewriter.rewrite(rtcp, 0, rtcp.length, map);
                }))
        .isLessThan(1);
    assertThat(sum[0]).isPositive();
  }

  private void clear(int sequence) {
    Arrays.fill(packet.bytes(), 12, 172, (byte) 0xd5);
    RtpHeader.write(packet.bytes(), 0, false, 8, sequence & 0xffff, sequence * 160, 7);
    packet.at(0, 172);
  }

  private PacketBuffer take(byte[] wire) {
    System.arraycopy(wire, 0, packet.bytes(), 0, wire.length);
    return packet.at(0, wire.length);
  }

  /** Half of the packets warm up. */
  private static double bytesPerPacket(IntConsumer work) {
    for (int i = 0; i < PACKETS; i++) {
      work.accept(i);
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = PACKETS; i < 2 * PACKETS; i++) {
      work.accept(i);
    }
    return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / PACKETS;
  }
}
