package io.sallyport.server.archive;

/** What there still is of a record. Its leaf always stays, and with it the proof that it was. */
public enum Remains {
  /** All of it. */
  WHOLE,

  /** The encrypted body was destroyed; the readable fields are there. */
  FIELDS,

  /** Body and fields were destroyed: type, sequence, time and digests are left. */
  LEAF
}
