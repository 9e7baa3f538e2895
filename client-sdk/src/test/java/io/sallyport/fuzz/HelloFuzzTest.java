package io.sallyport.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.protocol.dtls.HelloTargets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class HelloFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void theFirstDatagramOfAHandshake(byte[] packet) {
    HelloTargets.hello(packet);
  }
}
