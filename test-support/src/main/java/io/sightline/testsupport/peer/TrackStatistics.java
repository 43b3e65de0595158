package io.sightline.testsupport.peer;

import java.util.Set;

/**
 * What arrived with one SSRC.
 *
 * @param mid its media section, empty when neither extension nor announcement told
 * @param ssrc unsigned 32-bit
 * @param packets authentic packets, each sequence number once
 * @param lost sequence numbers missing between first and highest
 * @param duplicates packets with a sequence number seen before, though not a replay to SRTP
 * @param reordered packets behind a higher sequence number
 * @param timestampRegressions times the RTP timestamp went back while the sequence went on
 * @param frames packets with the marker bit; for audio always 0 from this client
 * @param keyFrames beginnings of VP8 key frames
 * @param payloadTypes all that occurred
 * @param sources who sent it according to the markers inside
 * @param markers payloads that bore a marker
 * @param markersMissing gaps in the markers' numbers: loss from the sender's payload to here
 * @param senderReports about this SSRC
 * @param latestSource of the last marker, -1 before the first
 * @param sourceChanges how often the source in the markers changed
 * @param sourceChangesUnkeyed those of them that did not come with a key frame
 * @param pictureBreaks VP8 picture ids that did not follow the one before, nothing being lost
 * @param delayP50Ns from marker to arrival; only within one machine
 */
public record TrackStatistics(
    String mid,
    boolean video,
    long ssrc,
    long packets,
    long bytes,
    long lost,
    long duplicates,
    long reordered,
    long timestampRegressions,
    long frames,
    long keyFrames,
    Set<Integer> payloadTypes,
    Set<Integer> sources,
    long markers,
    long markersMissing,
    long senderReports,
    int latestSource,
    long sourceChanges,
    long sourceChangesUnkeyed,
    long pictureBreaks,
    long delayP50Ns,
    long delayP99Ns,
    long delayMaxNs) {}
