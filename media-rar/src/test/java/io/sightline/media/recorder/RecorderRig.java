package io.sightline.media.recorder;

import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.media.api.TrackSource;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.testsupport.tracklog.TrackLog;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A recorder without a network: the test is its media thread. */
final class RecorderRig implements AutoCloseable {
  static final int RING_BYTES = 1 << 20;
  static final int AUDIO_CLOCK = 48_000;
  static final int VIDEO_CLOCK = 90_000;

  final byte[] key = new byte[32];
  final MediaCounters counters = new MediaCounters();
  final ManifestSigner signer;
  final Path store;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<MediaEvent> arriving = new LinkedBlockingQueue<>();
  private final List<MediaEvent> seen = new ArrayList<>();
  private final List<Recording> recordings = new ArrayList<>();
  private final RecordingDisk disk;

  RecorderRig(Path home) throws IOException {
    this(home, RecordingDirectory.PLAIN);
  }

  /** A recorder that flushes each 20 ms and forces each 50 ms. */
  RecorderRig(Path home, RecordingDirectory.Opener opener) throws IOException {
    this(home, Files.createDirectories(home.resolve("store")), opener);
  }

  RecorderRig(Path home, Path store, RecordingDirectory.Opener opener) throws IOException {
    new Random(3).nextBytes(key);
    this.store = store;
    signer = ManifestSigner.load(home.resolve("keys").resolve("signing.pem"));
    disk =
        new RecordingDisk(
            new RecorderOptions(store, RING_BYTES, 20, 50, 4, 0, 0, false),
            threads,
            JsonProvider.provider(),
            signer,
            counters,
            arriving::add,
            opener);
    threads.execute(disk);
  }

  Recording start(String directory, RecordingMedia media) throws IOException {
    Recording recording =
        disk.open(new StartRecording(UUID.randomUUID(), UUID.randomUUID(), media, directory, key));
    recordings.add(recording);
    return recording;
  }

  long filesForced() {
    return disk.filesForced();
  }

  long storesForced() {
    return disk.storesForced();
  }

  static TrackDescriptor descriptor(UUID participant, TrackSource source, long ssrc) {
    boolean audio = source == TrackSource.MICROPHONE || source == TrackSource.SCREEN_AUDIO;
    Codec codec =
        audio
            ? new Codec("opus", 111, AUDIO_CLOCK, 2, Map.of(), List.of(), -1)
            : new Codec("VP8", 96, VIDEO_CLOCK, 0, Map.of(), List.of(), -1);
    return new TrackDescriptor(
        participant,
        "agent",
        UUID.randomUUID(),
        "0",
        audio ? MediaKind.AUDIO : MediaKind.VIDEO,
        source,
        List.of(codec),
        ssrc);
  }

  /** An RTP packet without extensions. */
  static byte[] packet(int type, int sequence, long timestamp, long ssrc, byte[] payload) {
    return ByteBuffer.allocate(12 + payload.length)
        .put((byte) 0x80)
        .put((byte) type)
        .putShort((short) sequence)
        .putInt((int) timestamp)
        .putInt((int) ssrc)
        .put(payload)
        .array();
  }

  static RtpPacket wrap(byte[] bytes) {
    RtpPacket packet = new RtpPacket();
    if (!packet.wrap(bytes, 0, bytes.length)) {
      throw new IllegalArgumentException("no RTP packet");
    }
    return packet;
  }

  MediaEvent.RecordingSealed stop(Recording recording) throws Exception {
    recording.end();
    return await(MediaEvent.RecordingSealed.class, e -> e.recordingId().equals(recording.id()));
  }

  <T extends MediaEvent> T await(Class<T> type, Predicate<T> fits)
      throws InterruptedException, TimeoutException {
    for (MediaEvent event : seen) {
      if (type.isInstance(event) && fits.test(type.cast(event))) {
        seen.remove(event);
        return type.cast(event);
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      MediaEvent event = arriving.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new TimeoutException("No " + type.getSimpleName() + ", but " + seen);
      }
      if (type.isInstance(event) && fits.test(type.cast(event))) {
        return type.cast(event);
      }
      seen.add(event);
    }
  }

  /** Whether the disk was told to take everything again. */
  boolean recordedAgain() {
    arriving.drainTo(seen);
    return seen.stream()
        .anyMatch(event -> event instanceof MediaEvent.RecordingSuspended s && !s.suspended());
  }

  JsonObject json(String file) throws IOException {
    return Json.createReader(new StringReader(Files.readString(store.resolve(file)))).readObject();
  }

  TrackLog log(String file) throws IOException {
    return TrackLog.read(store.resolve(file), key);
  }

  /** The sequence numbers in a log, in its order. */
  List<Integer> sequences(String file) throws IOException {
    return log(file).entries().stream()
        .filter(entry -> entry.type() == TrackLog.RTP)
        .map(entry -> ByteBuffer.wrap(entry.body()).getShort(2) & 0xFFFF)
        .toList();
  }

  @Override
  public void close() {
    recordings.forEach(Recording::end);
    disk.stop();
    threads.shutdown();
    try {
      if (!disk.awaitEnd(10_000) || !threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The recorder's threads did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
