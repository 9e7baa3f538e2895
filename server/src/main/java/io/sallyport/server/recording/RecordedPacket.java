package io.sallyport.server.recording;

/**
 * One packet as it arrived, decrypted, with its RTP or RTCP header.
 *
 * @param stream index of its {@link StreamInfo}
 * @param nanos arrival since the recording began, monotonic; packets of one stream come in the
 *     order of arrival, those of different streams within a quarter of a second
 * @param rtcp whether it is RTCP
 */
public record RecordedPacket(int stream, long nanos, boolean rtcp, byte[] bytes) {}
