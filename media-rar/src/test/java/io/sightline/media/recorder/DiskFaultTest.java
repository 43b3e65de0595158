package io.sightline.media.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.TrackSource;
import io.sightline.media.management.MediaCounter;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk that fails, or is full, costs a recording: a listed gap, and nothing else. */
class DiskFaultTest {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
  private static final long PACKET_NS = TimeUnit.MILLISECONDS.toNanos(2);

  /** What lies between two forces and in a chunk: more must not be missing. */
  private static final long GAP_NS = TimeUnit.SECONDS.toNanos(2);

  @TempDir Path home;
  private final FailingDisk disk = new FailingDisk();
  private final UUID agent = UUID.randomUUID();
  private int sequence;

  /** Feeds a packet each 2 ms until something has come about. */
  private void feedUntil(List<RecordingTrack> tracks, BooleanSupplier done) {
    long deadline = System.nanoTime() + PATIENCE_NS;
    while (!done.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it did not come about");
      for (RecordingTrack track : tracks) {
        byte[] packet =
            RecorderRig.packet(111, sequence, 960L * sequence, 7 + track.number(), new byte[100]);
        track.rtp(RecorderRig.wrap(packet), System.nanoTime());
      }
      sequence++;
      LockSupport.parkNanos(PACKET_NS);
    }
  }

  private List<RecordingTrack> tracks(Recording recording) {
    return List.of(
        recording.track(RecorderRig.descriptor(agent, TrackSource.MICROPHONE, 7)),
        recording.track(RecorderRig.descriptor(UUID.randomUUID(), TrackSource.MICROPHONE, 8)));
  }

  private BooleanSupplier packetsMore(int count) {
    int goal = sequence + count;
    return () -> sequence >= goal;
  }

  private static List<String> files(JsonObject track) {
    List<String> files = new ArrayList<>(List.of(track.getString("file")));
    for (JsonValue more :
        track.getOrDefault("segments", JsonValue.EMPTY_JSON_ARRAY).asJsonArray()) {
      files.add(more.asJsonObject().getString("file"));
    }
    return files;
  }

  private static void assertOneGap(JsonObject manifest, String cause, long atMostNs) {
    List<JsonObject> gaps = manifest.getJsonArray("gaps").getValuesAs(JsonObject.class);
    assertEquals(1, gaps.size(), gaps.toString());
    assertEquals(0, gaps.get(0).getInt("track"));
    assertEquals(cause, gaps.get(0).getString("cause"));
    long from = gaps.get(0).getJsonNumber("fromNs").longValue();
    long to = gaps.get(0).getJsonNumber("toNs").longValue();
    assertTrue(from < to && to - from < atMostNs, gaps.toString());
  }

  /** Every packet that is missing lies in a listed gap of its track. */
  private void assertNothingElseMissing(RecorderRig rig, JsonObject manifest) throws IOException {
    for (JsonObject track : manifest.getJsonArray("tracks").getValuesAs(JsonObject.class)) {
      List<Integer> kept = new ArrayList<>();
      for (String file : files(track)) {
        kept.addAll(rig.sequences("one/" + file));
      }
      long missing = sequence - kept.stream().distinct().count();
      boolean gap =
          manifest.getJsonArray("gaps").getValuesAs(JsonObject.class).stream()
              .anyMatch(listed -> listed.getInt("track") == track.getInt("number"));
      assertEquals(kept.size(), kept.stream().distinct().count(), "doubled");
      assertTrue(gap || missing == 0, track + " lacks " + missing);
      assertEquals(sequence - 1, kept.get(kept.size() - 1), "the end is missing");
    }
  }

  @Test
  void aFailedWriteClosesTheFileAndAnotherGoesOn() throws Exception {
    try (RecorderRig rig = new RecorderRig(home, disk)) {
      Recording recording = rig.start("one", RecordingMedia.AUDIO);
      List<RecordingTrack> tracks = tracks(recording);
      feedUntil(tracks, packetsMore(100));
      disk.failNextWrite("track-0.sltl");
      feedUntil(tracks, () -> Files.exists(rig.store.resolve("one/track-0_001.sltl")));
      feedUntil(tracks, packetsMore(100));
      assertTrue(rig.stop(recording).gaps() == 1);

      JsonObject manifest = rig.json("one/manifest.json");
      assertOneGap(manifest, "storage", GAP_NS);
      JsonObject track = manifest.getJsonArray("tracks").getJsonObject(0);
      assertEquals(List.of("track-0.sltl", "track-0_001.sltl"), files(track));
      assertFalse(track.getBoolean("complete"));
      assertTrue(rig.log("one/track-0_001.sltl").complete());
      assertNothingElseMissing(rig, manifest);
      assertEquals(0, disk.writesAfterFailure("track-0.sltl"));
      assertEquals(1, rig.counters.get(MediaCounter.RECORDING_ERRORS));
    }
  }

  @Test
  void aFailedForceIsNeverTriedAgain() throws Exception {
    try (RecorderRig rig = new RecorderRig(home, disk)) {
      Recording recording = rig.start("one", RecordingMedia.AUDIO);
      List<RecordingTrack> tracks = tracks(recording);
      feedUntil(tracks, packetsMore(100));
      disk.failNextForce("track-0.sltl");
      feedUntil(tracks, () -> Files.exists(rig.store.resolve("one/track-0_001.sltl")));
      feedUntil(tracks, packetsMore(100));
      rig.stop(recording);

      assertEquals(0, disk.forcesAfterFailure("track-0.sltl"));
      assertEquals(0, disk.writesAfterFailure("track-0.sltl"));
      JsonObject manifest = rig.json("one/manifest.json");
      assertOneGap(manifest, "storage", GAP_NS);
      assertNothingElseMissing(rig, manifest);
    }
  }

  @Test
  void aForceThatFailsAtTheEndIsAGapToo() throws Exception {
    try (RecorderRig rig = new RecorderRig(home, disk)) {
      Recording recording = rig.start("one", RecordingMedia.AUDIO);
      List<RecordingTrack> tracks = tracks(recording);
      feedUntil(tracks, packetsMore(100));
      disk.failNextForce("track-0.sltl");
      rig.stop(recording);
      assertEquals(0, disk.forcesAfterFailure("track-0.sltl"));
      assertOneGap(rig.json("one/manifest.json"), "storage", GAP_NS);
    }
  }

  @Test
  void aFullDiskIsAGapAndTheRecordingGoesOn() throws Exception {
    try (RecorderRig rig = new RecorderRig(home, disk)) {
      Recording recording = rig.start("one", RecordingMedia.AUDIO);
      List<RecordingTrack> tracks = tracks(recording);
      feedUntil(tracks, packetsMore(100));
      disk.setFull(true);
      feedUntil(tracks, () -> rig.counters.get(MediaCounter.DROPPED_DISK) > 50);
      MediaEvent.RecordingSuspended suspended =
          rig.await(MediaEvent.RecordingSuspended.class, e -> e.suspended());
      assertEquals("disk-full", suspended.cause());
      assertEquals(recording.id(), suspended.recordingId());
      disk.setFull(false);
      long lost = rig.counters.get(MediaCounter.DROPPED_DISK);
      feedUntil(tracks, () -> Files.exists(rig.store.resolve("one/track-1_001.sltl")));
      feedUntil(tracks, packetsMore(50));
      rig.await(MediaEvent.RecordingSuspended.class, e -> !e.suspended());
      MediaEvent.RecordingSealed sealed = rig.stop(recording);

      assertTrue(lost > 50);
      assertEquals(2, sealed.gaps());
      JsonObject manifest = rig.json("one/manifest.json");
      for (JsonObject gap : manifest.getJsonArray("gaps").getValuesAs(JsonObject.class)) {
        assertEquals("disk-full", gap.getString("cause"));
      }
      assertNothingElseMissing(rig, manifest);
    }
  }

  /** The same on a file system of 4 MiB that something else fills up. */
  @Test
  void aFullFileSystemIsAGapAndTheRecordingGoesOn() throws Exception {
    Path small = Files.createDirectories(home.resolve("small"));
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString()) == 0,
        "a tmpfs cannot be mounted here: root is needed");
    try (RecorderRig rig = new RecorderRig(home, small, RecordingDirectory.PLAIN)) {
      Recording recording = rig.start("one", RecordingMedia.AUDIO);
      List<RecordingTrack> tracks = tracks(recording);
      feedUntil(tracks, packetsMore(50));
      Path ballast = small.resolve("ballast");
      fill(ballast);
      feedUntil(tracks, () -> rig.counters.get(MediaCounter.DROPPED_DISK) > 50);
      rig.await(MediaEvent.RecordingSuspended.class, e -> e.suspended());
      Files.delete(ballast);
      feedUntil(tracks, () -> rig.recordedAgain());
      feedUntil(tracks, packetsMore(50));
      MediaEvent.RecordingSealed sealed = rig.stop(recording);
      assertTrue(sealed.gaps() >= 1);
      assertNothingElseMissing(rig, rig.json("one/manifest.json"));
    } finally {
      command("umount", "-l", small.toString());
    }
  }

  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      byte[] block = new byte[4096];
      for (int written = 0; written < 8 << 20; written += block.length) {
        out.write(block);
      }
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e.toString());
    }
  }

  private static int command(String... words) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
