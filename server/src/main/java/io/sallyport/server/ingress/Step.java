package io.sallyport.server.ingress;

/** One step of the request chain. */
interface Step {

  /** What a step did with a request. */
  enum Outcome {
    /** The next step may look at it. */
    CONTINUE,
    /** It has been answered, or handed to what will answer it. */
    ANSWERED
  }

  Outcome apply(Passage passage);
}
