package io.sallyport.server.path;

/**
 * What a payload type means on one stream, so that a recording of it can be decoded.
 *
 * @param encoding the codec's name in SDP, such as {@code opus}; empty where the SDP did not say
 * @param fmtp its parameters in SDP, empty for none
 */
public record PayloadFormat(
    int payloadType, String encoding, int clockRate, int channels, String fmtp) {}
