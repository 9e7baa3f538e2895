package io.sallyport.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.protocol.stun.StunTargets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class StunFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void checksAndAnswers(byte[] packet) {
    StunTargets.stun(packet);
  }
}
