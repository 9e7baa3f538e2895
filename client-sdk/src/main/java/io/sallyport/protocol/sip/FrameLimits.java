package io.sallyport.protocol.sip;

/**
 * The caps that {@link FrameScanner} and {@link MessageValidator} hold a peer to. They bound what
 * one message may cost in memory and time; nothing of a message beyond them is kept.
 *
 * @param maxLineBytes one header field with its folded lines, or the start line
 * @param maxHeadBytes start line and header fields together
 * @param maxHeaders header fields
 * @param maxBodyBytes the body
 * @param maxVias Via elements
 * @param maxContacts Contact elements
 */
public record FrameLimits(
    int maxLineBytes,
    int maxHeadBytes,
    int maxHeaders,
    int maxBodyBytes,
    int maxVias,
    int maxContacts) {
  public static final FrameLimits DEFAULT = new FrameLimits(8_192, 65_536, 256, 65_536, 100, 100);
}
