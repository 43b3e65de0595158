package io.sightline.media.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.TrackSource;
import io.sightline.testsupport.tracklog.TrackLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Minutes of two streams with pauses, over a network that holds up, reorders and loses packets and
 * brings lost ones late. Every payload tells when it was sampled; what was sampled in a pause is
 * searched for in everything the recorder wrote.
 */
class PauseTest {
  private static final long MS = 1_000_000;
  private static final long CALL_MS = 60_000;

  /** The least a packet takes; by it the sender's time is told from the server's. */
  private static final long DELAY_MS = 30;

  private static final int JITTER_MS = 60;
  private static final int LOST_PERCENT = 5;

  /** How late a retransmission comes: also from before a pause into and after it. */
  private static final int LATEST_MS = 2_500;

  private static final long[][] PAUSES = {{5_000, 9_000}, {20_000, 20_400}, {30_000, 47_000}};

  @TempDir Path home;

  private record Sent(boolean video, long sampledMs, byte[] bytes) {}

  private static boolean inPause(long sampledMs) {
    for (long[] pause : PAUSES) {
      if (sampledMs + DELAY_MS >= pause[0] && sampledMs + DELAY_MS < pause[1]) {
        return true;
      }
    }
    return false;
  }

  /** By arrival in ms; those of one ms in the order of their sending. */
  private static TreeMap<Long, List<Sent>> network() {
    Random random = new Random(29);
    TreeMap<Long, List<Sent>> arriving = new TreeMap<>();
    for (long ms = 0; ms < CALL_MS; ms++) {
      if (ms % 20 == 0) {
        send(
            arriving,
            random,
            false,
            ms,
            RecorderRig.packet(111, (int) (ms / 20), 48 * ms, 7, mark(0x00, ms)));
      }
      if (ms % 40 == 0) {
        // A picture each 40 ms, a key frame twice a second, two packets each.
        int picture = (int) (ms / 40);
        int key = ms % 500 < 40 ? 0 : 1;
        long time = 4_294_000_000L + 90 * ms;
        send(
            arriving,
            random,
            true,
            ms,
            RecorderRig.packet(96, 2 * picture, time, 8, mark(0x1000 | key, ms)));
        send(
            arriving,
            random,
            true,
            ms,
            RecorderRig.packet(96, 2 * picture + 1, time, 8, mark(0x0001, ms)));
      }
    }
    return arriving;
  }

  /** A VP8 payload descriptor and first byte, then a mark that can be searched for. */
  private static byte[] mark(int start, long ms) {
    byte[] text = ((inPause(ms) ? "PAUSED" : "spoken") + ms + ".").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + text.length).putShort((short) start).put(text).array();
  }

  private static void send(
      TreeMap<Long, List<Sent>> arriving, Random random, boolean video, long ms, byte[] packet) {
    long took = DELAY_MS + random.nextInt(JITTER_MS);
    if (random.nextInt(100) < LOST_PERCENT) {
      took += random.nextInt(LATEST_MS);
    }
    arriving.computeIfAbsent(ms + took, at -> new ArrayList<>()).add(new Sent(video, ms, packet));
  }

  @Test
  void nothingSampledInAPauseIsKept() throws Exception {
    try (RecorderRig rig = new RecorderRig(home)) {
      Recording recording = rig.start("one", RecordingMedia.AUDIO_VIDEO);
      UUID agent = UUID.randomUUID();
      RecordingTrack voice =
          recording.track(RecorderRig.descriptor(agent, TrackSource.MICROPHONE, 7));
      RecordingTrack camera = recording.track(RecorderRig.descriptor(agent, TrackSource.CAMERA, 8));
      long startNs = System.nanoTime();
      TreeMap<Long, List<Sent>> arriving = network();
      int pause = 0;
      for (long ms = 0; ms <= arriving.lastKey(); ms++) {
        long nowNs = startNs + ms * MS;
        if (pause < PAUSES.length && ms == PAUSES[pause][0]) {
          recording.pause(nowNs);
        }
        if (pause < PAUSES.length && ms == PAUSES[pause][1]) {
          recording.resume(nowNs);
          pause++;
        }
        for (Sent sent : arriving.getOrDefault(ms, List.of())) {
          (sent.video() ? camera : voice).rtp(RecorderRig.wrap(sent.bytes()), nowNs);
        }
      }
      rig.stop(recording);
    }
    String spoken = content("track-0.sltl");
    String seen = content("track-1.sltl");
    for (String text : List.of(spoken, seen, content("events.sltl"))) {
      assertFalse(text.contains("PAUSED"), "kept of a pause");
    }
    assertWholeOutsidePauses(spoken, 20);
    assertTrue(seen.contains("spoken48000."), "no picture after the last pause");
    for (Path file : Files.list(home.resolve("store/one")).toList()) {
      assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("PAUSED"));
    }
    assertPicturesBeginWithKeyFrames();
  }

  private String content(String log) throws Exception {
    StringBuilder all = new StringBuilder();
    byte[] key = new byte[32];
    new Random(3).nextBytes(key);
    for (TrackLog.Entry entry :
        TrackLog.read(home.resolve("store/one").resolve(log), key).entries()) {
      all.append(entry.text());
    }
    return all.toString();
  }

  /** Away from pauses, further than anything is late, every sample is there. */
  private static void assertWholeOutsidePauses(String text, int everyMs) {
    for (long ms = 0; ms < CALL_MS; ms += everyMs) {
      boolean away = true;
      for (long[] pause : PAUSES) {
        away &= ms < pause[0] - LATEST_MS - DELAY_MS - JITTER_MS || ms > pause[1] + JITTER_MS;
      }
      assertEquals(away, away && text.contains("spoken" + ms + "."), "at " + ms + " ms");
    }
  }

  /** The first picture after each pause stands alone: its oldest time begins with a key frame. */
  private void assertPicturesBeginWithKeyFrames() throws Exception {
    byte[] key = new byte[32];
    new Random(3).nextBytes(key);
    long oldest = Long.MAX_VALUE;
    int resumed = 0;
    List<byte[]> since = new ArrayList<>();
    for (TrackLog.Entry entry :
        TrackLog.read(home.resolve("store/one/track-1.sltl"), key).entries()) {
      if (entry.type() == TrackLog.EVENT && entry.text().contains("resume")) {
        resumed++;
        oldest = Long.MAX_VALUE;
        since.clear();
      } else if (entry.type() == TrackLog.RTP && resumed > 0) {
        since.add(entry.body());
        oldest = Math.min(oldest, ByteBuffer.wrap(entry.body()).getInt(4) & 0xFFFF_FFFFL);
      }
    }
    assertEquals(PAUSES.length, resumed);
    long time = oldest;
    List<byte[]> first =
        since.stream()
            .filter(packet -> (ByteBuffer.wrap(packet).getInt(4) & 0xFFFF_FFFFL) == time)
            .toList();
    assertEquals(2, first.size(), "the key frame is whole");
    assertTrue(first.stream().anyMatch(p -> p[12] == 0x10 && (p[13] & 1) == 0), "no key frame");
  }
}
