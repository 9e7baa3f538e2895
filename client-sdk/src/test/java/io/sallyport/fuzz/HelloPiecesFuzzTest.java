package io.sallyport.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.protocol.dtls.HelloTargets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class HelloPiecesFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void hellosInPieces(byte[] packet) {
    HelloTargets.pieces(packet);
  }
}
