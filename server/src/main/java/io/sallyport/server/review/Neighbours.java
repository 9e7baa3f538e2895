package io.sallyport.server.review;

/** What the officers' door uses of others through interfaces of its own. */
public record Neighbours(FourEyes fourEyes, Holds holds, Recordings recordings, Evidence evidence) {
  public static final Neighbours NONE =
      new Neighbours(FourEyes.NOBODY, Holds.NONE, Recordings.NONE, Evidence.NONE);
}
