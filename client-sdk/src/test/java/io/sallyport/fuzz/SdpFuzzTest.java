package io.sallyport.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.protocol.sdp.SdpTargets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class SdpFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void descriptions(byte[] body) {
    SdpTargets.description(body);
  }
}
