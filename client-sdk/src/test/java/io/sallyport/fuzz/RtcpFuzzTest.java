package io.sallyport.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.protocol.rtp.RtpTargets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class RtcpFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void compounds(byte[] packet) {
    RtpTargets.rtcp(packet);
  }
}
