package io.sallyport.protocol.sip;

/**
 * Why bytes or a frame were refused.
 *
 * @param kind for the counter
 * @param status the status to answer with, or 0 where no answer is possible or none may be given
 * @param reason words for the reason phrase, without any peer text
 * @param frame what was understood, for the answer's Via, From, To, Call-ID and CSeq; null where
 *     nothing was
 * @param closes whether the stream that it came on can no longer be trusted
 */
public record Fault(Kind kind, int status, String reason, SipFrame frame, boolean closes) {

  /** The classes of fault that are counted. */
  public enum Kind {
    START_LINE,
    LINE_TOO_LONG,
    HEAD_TOO_LONG,
    TOO_MANY_HEADERS,
    HEADER_SYNTAX,
    CONTENT_LENGTH,
    BODY_TOO_LONG,
    ENCODING,
    VERSION,
    MISSING_HEADER,
    REPEATED_HEADER,
    VALUE,
    SCHEME
  }
}
