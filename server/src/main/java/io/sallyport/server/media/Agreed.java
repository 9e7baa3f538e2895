package io.sallyport.server.media;

/**
 * One stream as both sides agreed on it.
 *
 * @param codec the preferred codec of the answer, such as opus/48000/2
 */
record Agreed(End sideA, End sideB, String codec) {

  /** What one side said, and what the packet path makes of it. */
  record End(RemoteLine remote, EndPlan plan) {}

  boolean held() {
    boolean flowsFromA =
        sideA.remote().direction().sends() && sideB.remote().direction().receives();
    boolean flowsFromB =
        sideB.remote().direction().sends() && sideA.remote().direction().receives();
    return !(flowsFromA && flowsFromB);
  }
}
