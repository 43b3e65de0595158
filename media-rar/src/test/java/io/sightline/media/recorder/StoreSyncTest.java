package io.sightline.media.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.TrackSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs a Java with native calls, a file system of a disk, and Linux. */
class StoreSyncTest {
  private static final int NATIVE_CALLS = 22;
  private static final int RECORDINGS = 5;
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

  @TempDir Path home;

  @BeforeEach
  void requireSystem() throws IOException {
    assumeTrue(Runtime.version().feature() >= NATIVE_CALLS, "this Java has no native calls");
    String type = Files.getFileStore(home).type();
    assumeTrue(Set.of("ext2", "ext3", "ext4", "xfs").contains(type), "on " + type);
  }

  @Test
  void forcesTheFileSystemOfTheStoreAndNoOther() throws IOException {
    StoreSync sync = new StoreSync(home);
    assertFalse(sync.sync(), "nothing is known before a directory was asked for");
    assertTrue(sync.holds(Files.createDirectory(home.resolve("one"))));
    assertTrue(sync.sync());
    Path memory = Path.of("/dev/shm");
    if (Files.isDirectory(memory)) {
      assertFalse(sync.holds(memory), "another file system");
      assertFalse(new StoreSync(memory).holds(memory), "one without a disk");
    }
    sync.close();
    assertFalse(sync.sync(), "closed");
  }

  /** The real recorder, each of whose files is known to be on disk by forcing the store. */
  @Test
  void recordingsAreForcedTogether() throws Exception {
    try (RecorderRig rig = new RecorderRig(home)) {
      List<Recording> recordings = new ArrayList<>();
      List<RecordingTrack> tracks = new ArrayList<>();
      for (int i = 0; i < RECORDINGS; i++) {
        Recording recording = rig.start("r" + i, RecordingMedia.AUDIO);
        recordings.add(recording);
        tracks.add(track(recording, 7));
        tracks.add(track(recording, 8));
      }
      long deadline = System.nanoTime() + PATIENCE_NS;
      for (int n = 0; rig.filesForced() < 10L * RECORDINGS || rig.storesForced() < 3; n++) {
        assertTrue(
            System.nanoTime() < deadline,
            rig.filesForced() + " and " + rig.storesForced() + " forced");
        for (RecordingTrack track : tracks) {
          byte[] packet = RecorderRig.packet(111, n, 960L * n, 7 + track.number(), new byte[100]);
          track.rtp(RecorderRig.wrap(packet), System.nanoTime());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
      for (Recording recording : recordings) {
        assertEquals(0, rig.stop(recording).gaps());
      }
    }
  }

  private static RecordingTrack track(Recording recording, long ssrc) {
    return recording.track(RecorderRig.descriptor(UUID.randomUUID(), TrackSource.MICROPHONE, ssrc));
  }
}
