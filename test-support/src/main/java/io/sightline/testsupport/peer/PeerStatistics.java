package io.sightline.testsupport.peer;

/**
 * What a peer did.
 *
 * @param sentAudio RTP packets
 * @param sentVideo RTP packets
 * @param sentKeyFrames VP8 key frames, the first included
 * @param keyFrameRequests PLI and FIR received for its video
 * @param retransmitted packets sent again because of a NACK
 * @param receivedReports report blocks about its tracks
 * @param receivedCompounds authentic compound RTCP packets
 * @param refusedNotAuthentic arrived SRTP or SRTCP packets that failed authentication
 * @param refusedReplayed arrived packets seen before
 * @param refusedMalformed arrived packets that are authentic but broken
 * @param checks ICE requests sent
 * @param checksAnswered authentic success responses
 * @param checksRefused error responses
 * @param lastRefusal code of the last error response, 0 without one
 * @param limit in bit/s, of the last REMB; -1 without one
 * @param unsent datagrams that the operating system refused
 */
public record PeerStatistics(
    long sentAudio,
    long sentVideo,
    long sentKeyFrames,
    long keyFrameRequests,
    long retransmitted,
    long receivedReports,
    long receivedCompounds,
    long refusedNotAuthentic,
    long refusedReplayed,
    long refusedMalformed,
    long checks,
    long checksAnswered,
    long checksRefused,
    int lastRefusal,
    long limit,
    long unsent) {}
