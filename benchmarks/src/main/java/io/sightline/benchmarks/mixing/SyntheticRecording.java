package io.sightline.benchmarks.mixing;

import io.sightline.media.raw.TrackLogWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Track logs of a call of any length, made of clips played again and again: nothing is encoded
 * twice, so an hour takes a few seconds to write.
 */
final class SyntheticRecording {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long NTP_1970 = 2_208_988_800L;
  private static final long STARTED = NTP_1970 + 1_790_000_000L;
  private static final long DELAY_NS = 20_000_000L;
  private static final int MTU = 1100;
  private static final int VIDEO_CLOCK = 90_000;
  private static final int AUDIO_CLOCK = 48_000;
  private static final int RTP_HEADER = 12;

  private final Path directory;
  private final byte[] key;
  private final int seconds;
  private int tracks;

  SyntheticRecording(Path directory, byte[] key, int seconds) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.key = key;
    this.seconds = seconds;
  }

  /** Adds both tracks of a participant, whose role is also the id. */
  void participant(String role, CallClip clip) throws IOException {
    track(role, "VIDEO", "CAMERA", 96, "VP8", VIDEO_CLOCK, 1, FakeCamera.FRAME_RATE, clip.video);
    track(role, "AUDIO", "MICROPHONE", 111, "opus", AUDIO_CLOCK, 2, 50, clip.audio);
  }

  private void track(
      String role,
      String kind,
      String source,
      int payloadType,
      String codec,
      int clockRate,
      int channels,
      int framesPerSecond,
      List<byte[]> clip)
      throws IOException {
    int number = tracks++;
    int ssrc = 1000 + number;
    Path file = directory.resolve("track-" + number + ".sltl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 18)) {
      TrackLogWriter log = new TrackLogWriter(new UUID(1, 2), number, key, out::write);
      log.track(
          0,
          """
          {"participantId":"%s","role":"%s","endpointId":"endpoint-%s","mid":"%d","kind":"%s",\
          "source":"%s","codecs":[{"pt":%d,"name":"%s","clockRate":%d,"channels":%d,"fmtp":{}}],\
          "ssrcs":[%d]}\
          """
              .formatted(
                  role,
                  role,
                  role,
                  number,
                  kind,
                  source,
                  payloadType,
                  codec,
                  clockRate,
                  channels,
                  ssrc));
      int sequence = 0;
      long frames = (long) seconds * framesPerSecond;
      long clipFrames = (long) CallClip.SECONDS * framesPerSecond;
      for (long n = 0; n < frames; n++) {
        long at = n * SECOND_NS / framesPerSecond;
        int rtp = (int) (n * clockRate / framesPerSecond);
        byte[] frame = clip.get((int) (n % clipFrames));
        boolean video = payloadType == 96;
        for (int from = 0; from < frame.length; from += MTU) {
          byte[] packet = packet(payloadType, sequence++, rtp, ssrc, frame, from, video, (int) n);
          log.rtp(at + DELAY_NS, packet, 0, packet.length);
        }
        if (n % framesPerSecond == 0) {
          log.senderReport(at + DELAY_NS, ssrc, ntp(at), rtp & 0xFFFFFFFFL);
          log.flush();
        }
      }
      log.finish();
    }
  }

  private static long ntp(long ns) {
    return (STARTED + ns / SECOND_NS) << 32 | ((ns % SECOND_NS << 32) / SECOND_NS);
  }

  /** RFC 3550 section 5.1, and for VP8 RFC 7741 section 4.2 with a picture id. */
  private static byte[] packet(
      int payloadType,
      int sequence,
      int timestamp,
      int ssrc,
      byte[] frame,
      int from,
      boolean video,
      int pictureId) {
    int length = Math.min(video ? MTU : frame.length, frame.length - from);
    boolean marker = video && from + length == frame.length;
    ByteBuffer packet = ByteBuffer.allocate(RTP_HEADER + (video ? 4 : 0) + length);
    packet.put((byte) 0x80).put((byte) (payloadType | (marker ? 0x80 : 0)));
    packet.putShort((short) sequence).putInt(timestamp).putInt(ssrc);
    if (video) {
      packet.put((byte) (0x80 | (from == 0 ? 0x10 : 0))).put((byte) 0x80);
      packet.putShort((short) (0x8000 | (pictureId & 0x7FFF)));
    }
    return packet.put(frame, from, length).array();
  }
}
