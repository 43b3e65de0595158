package io.sightline.media.api;

import java.io.Serializable;
import java.util.UUID;

/**
 * Asks for a participant's server-side end of media.
 *
 * @param callId the call it belongs to; all endpoints of a call are served by one thread
 * @param endpointId chosen by the caller; asking twice answers the same
 * @param participantId kept in recordings, stable over the participant's sessions
 * @param role "agent", "expert", "customer", "guest" or "supervisor"
 */
public record OpenEndpoint(UUID callId, UUID endpointId, UUID participantId, String role)
    implements Serializable {}
