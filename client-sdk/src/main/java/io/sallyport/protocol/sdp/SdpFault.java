package io.sallyport.protocol.sdp;

/**
 * Why bytes are no session description; the words go into a Warning and hold nothing of the peer's
 * text.
 */
public enum SdpFault {
  EMPTY("it is empty"),
  TOO_LONG("it is longer than 16 kB"),
  TOO_MANY_LINES("it has too many lines"),
  LINE_TOO_LONG("a line is too long"),
  LINE("a line is not of the form x=value"),
  CONTROL_CHARACTER("it holds a control character"),
  VERSION("it does not start with v=0"),
  ORIGIN("its o= line is malformed"),
  CONNECTION("a c= line is malformed"),
  MEDIA("an m= line is malformed"),
  TOO_MANY_MEDIA("it has more than 64 m= lines"),
  TOO_MANY_FORMATS("an m= line has too many formats"),
  ATTRIBUTE("an a= line is malformed");

  private final String words;

  SdpFault(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
