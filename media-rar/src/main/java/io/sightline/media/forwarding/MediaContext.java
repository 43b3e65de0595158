package io.sightline.media.forwarding;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.dtls.DtlsIdentity;
import io.sightline.media.dtls.DtlsWorkers;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.srtp.SrtpCrypto;
import io.sightline.media.transport.UdpSockets;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What all endpoints of a media thread share.
 *
 * @param loop runs commands on the media thread; callable from any thread
 * @param events takes events without waiting; callable from any thread
 * @param crypto the thread's own cryptography
 * @param handshakeMillis time for one DTLS handshake
 * @param earlyPackets SRTP packets held per endpoint until keys are in
 * @param maxSsrcs received per endpoint
 * @param consentNs silence after which nothing is sent any more (RFC 7675)
 */
public record MediaContext(
    UdpSockets sockets,
    Executor loop,
    MediaCounters counters,
    Consumer<MediaEvent> events,
    DtlsIdentity identity,
    DtlsWorkers workers,
    SecureRandom random,
    SrtpCrypto crypto,
    int handshakeMillis,
    int earlyPackets,
    int maxSsrcs,
    long consentNs) {}
