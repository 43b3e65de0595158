/**
 * A scripted WebRTC client: ICE in the controlling role, DTLS client, SRTP, known media out,
 * numbers about what comes in. One thread, that of {@link io.sightline.testsupport.peer.PeerLoop},
 * serves any number of peers; all state of a peer belongs to it.
 */
package io.sightline.testsupport.peer;
