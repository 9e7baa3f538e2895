package io.sallyport.server.path;

import io.sallyport.protocol.stun.IceCredentials;
import java.util.Optional;

/**
 * What was agreed with one side about one transport.
 *
 * @param ice present where the side does ICE: then only a checked source counts
 * @param control where RTCP is, if it does not share RTP's port
 * @param mux whether RTCP shares RTP's port (RFC 5761)
 */
public record TransportPlan(
    Protection protection,
    Optional<IceCredentials> ice,
    Whereabouts media,
    Whereabouts control,
    boolean mux) {}
