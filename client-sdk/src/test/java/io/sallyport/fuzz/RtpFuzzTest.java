package io.sallyport.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.protocol.rtp.RtpTargets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class RtpFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void headersAndExtensions(byte[] packet) {
    RtpTargets.rtp(packet);
  }
}
