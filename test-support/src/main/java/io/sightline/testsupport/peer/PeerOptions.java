package io.sightline.testsupport.peer;

import io.sightline.testsupport.clip.MediaClip;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.srtp.SrtpProfile;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a peer sends and how it misbehaves; immutable, each method answers a changed copy.
 *
 * @param name CNAME of its sender reports, and the name of its threads
 * @param clip what is sent
 * @param source number in the markers of its media
 * @param sendAudio whether it has a microphone
 * @param videoSections on how many offered sections it sends pictures, 0 without a camera
 * @param profiles SRTP profiles in order of preference
 * @param marked whether payloads bear {@link io.sightline.testsupport.clip.MediaMarker}s
 * @param clockOffset of the sender reports' NTP time against this machine's clock
 * @param seed of SSRCs, transaction identifiers and the like
 * @param faults what it does wrong
 * @param layers in how many simulcast layers it sends pictures where the offer asks for them
 * @param passive whether it takes the passive role in DTLS
 */
public record PeerOptions(
    String name,
    MediaClip clip,
    int source,
    boolean sendAudio,
    int videoSections,
    List<SrtpProfile> profiles,
    boolean marked,
    Duration clockOffset,
    long seed,
    Set<Fault> faults,
    int layers,
    boolean passive) {

  /** A way to misbehave. */
  public enum Fault {
    /** The answer announces the fingerprint of another certificate. */
    WRONG_FINGERPRINT,
    /** ICE checks are made with a password that is not the server's. */
    WRONG_ICE_PASSWORD,
    /** No client certificate in the handshake. */
    NO_CERTIFICATE,
    /** Key frame requests go unanswered. */
    IGNORES_KEY_FRAME_REQUESTS,
    /** Never asks for a key frame. */
    NEVER_ASKS_FOR_KEY_FRAMES,
    /** NACKs go unanswered: nothing is kept of what was sent. */
    NEVER_REPEATS,
    /** The first packet of each key frame leaves as the second one, as a network might deliver. */
    REORDERS_KEY_FRAMES,
    /** Every twentieth packet of pictures is lost on its way. */
    LOSES_PICTURES,
    /** DTLS begins without any ICE check. */
    SKIPS_ICE
  }

  public PeerOptions {
    profiles = List.copyOf(profiles);
    faults = Set.copyOf(faults);
  }

  /** A well-behaved browser-like peer with microphone and camera. */
  public static PeerOptions of(Side side) {
    return new PeerOptions(
        side.name(),
        MediaClip.of(side),
        side.ordinal() + 1,
        true,
        1,
        List.of(
            SrtpProfile.AEAD_AES_128_GCM,
            SrtpProfile.AEAD_AES_256_GCM,
            SrtpProfile.AES128_CM_HMAC_SHA1_80),
        true,
        Duration.ZERO,
        side.ordinal() + 1L,
        Set.of(),
        0,
        false);
  }

  public PeerOptions withProfiles(SrtpProfile... only) {
    return new PeerOptions(
        name,
        clip,
        source,
        sendAudio,
        videoSections,
        List.of(only),
        marked,
        clockOffset,
        seed,
        faults,
        layers,
        passive);
  }

  public PeerOptions withMedia(boolean audio, int videos) {
    return new PeerOptions(
        name,
        clip,
        source,
        audio,
        videos,
        profiles,
        marked,
        clockOffset,
        seed,
        faults,
        layers,
        passive);
  }

  /** The same behaviour as somebody else: for many peers at once. */
  public PeerOptions named(String newName, int newSource, long newSeed) {
    return new PeerOptions(
        newName,
        clip,
        newSource,
        sendAudio,
        videoSections,
        profiles,
        marked,
        clockOffset,
        newSeed,
        faults,
        layers,
        passive);
  }

  public PeerOptions withClip(MediaClip newClip) {
    return new PeerOptions(
        name,
        newClip,
        source,
        sendAudio,
        videoSections,
        profiles,
        marked,
        clockOffset,
        seed,
        faults,
        layers,
        passive);
  }

  public PeerOptions withClockOffset(Duration offset) {
    return new PeerOptions(
        name,
        clip,
        source,
        sendAudio,
        videoSections,
        profiles,
        marked,
        offset,
        seed,
        faults,
        layers,
        passive);
  }

  public PeerOptions withFaults(Fault... some) {
    return new PeerOptions(
        name,
        clip,
        source,
        sendAudio,
        videoSections,
        profiles,
        marked,
        clockOffset,
        seed,
        Set.of(some),
        layers,
        passive);
  }

  /** Up to three layers, the lowest as the clip is, those above with more bytes a picture. */
  public PeerOptions withLayers(int most) {
    return new PeerOptions(
        name,
        clip,
        source,
        sendAudio,
        videoSections,
        profiles,
        marked,
        clockOffset,
        seed,
        faults,
        most,
        passive);
  }

  /** Lets the other side begin the handshake of DTLS. */
  public PeerOptions withPassiveDtls() {
    return new PeerOptions(
        name,
        clip,
        source,
        sendAudio,
        videoSections,
        profiles,
        marked,
        clockOffset,
        seed,
        faults,
        layers,
        true);
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }
}
