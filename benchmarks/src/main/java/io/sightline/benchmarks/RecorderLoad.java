package io.sightline.benchmarks;

import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.media.api.TrackSource;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.recorder.ManifestSigner;
import io.sightline.media.recorder.RecorderOptions;
import io.sightline.media.recorder.Recording;
import io.sightline.media.recorder.RecordingDisk;
import io.sightline.media.recorder.RecordingTrack;
import io.sightline.media.recorder.TrackDescriptor;
import io.sightline.media.rtp.RtpPacket;
import jakarta.json.spi.JsonProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The recorder alone under the load of many calls: two voices and two cameras each, 50 packets of
 * 120 bytes and 15 pictures of four packets of 1100 bytes a second, as they would come from the
 * network. This thread stands for the media thread. Arguments: directory, recordings, seconds,
 * milliseconds between forces, threads that force. What it wrote is deleted at the end.
 */
public final class RecorderLoad {
  private static final int VOICE_BYTES = 120;
  private static final int PICTURE_BYTES = 1100;
  private static final int PACKETS_PER_PICTURE = 4;
  private static final int PICTURES_PER_SECOND = 15;
  private static final int RING_BYTES = 2 << 20;
  private static final int WARM_UP_SECONDS = 15;
  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A track and the packet that is sent on it again and again under other numbers. */
  private static final class Sender {
    private final RecordingTrack track;
    private final byte[] bytes;
    private final RtpPacket packet = new RtpPacket();
    private final long everyNs;
    private final int packets;
    private long dueNs;
    private int sequence;

    Sender(RecordingTrack track, boolean video, Random random, long nowNs) {
      this.track = track;
      this.bytes = new byte[video ? PICTURE_BYTES : VOICE_BYTES];
      this.packets = video ? PACKETS_PER_PICTURE : 1;
      this.everyNs = TimeUnit.SECONDS.toNanos(1) / (video ? PICTURES_PER_SECOND : 50);
      this.dueNs = nowNs + (long) (random.nextDouble() * everyNs);
      random.nextBytes(bytes);
      bytes[0] = (byte) 0x80;
      bytes[1] = (byte) (video ? 96 : 111);
      bytes[8] = 0;
      bytes[9] = 0;
      bytes[10] = 0;
      bytes[11] = 1;
    }

    /** Sends what is due; answers how many packets that were. */
    int send(long nowNs) {
      if (nowNs - dueNs < 0) {
        return 0;
      }
      dueNs += everyNs;
      for (int i = 0; i < packets; i++) {
        sequence++;
        bytes[2] = (byte) (sequence >> 8);
        bytes[3] = (byte) sequence;
        packet.wrap(bytes, 0, bytes.length);
        track.rtp(packet, nowNs);
      }
      return packets;
    }
  }

  private final MediaCounters counters = new MediaCounters();
  private final List<Thread> recorderThreads = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "recorder");
            recorderThreads.add(thread);
            return thread;
          });
  private final AtomicReference<Thread> diskThread = new AtomicReference<>();
  private final CountDownLatch sealed;
  private final RecordingDisk disk;
  private final List<Recording> recordings = new ArrayList<>();
  private final List<Sender> senders = new ArrayList<>();
  private double fullest;

  private RecorderLoad(Path store, int count, int forceMillis, int forceThreads)
      throws IOException {
    sealed = new CountDownLatch(count);
    disk =
        new RecordingDisk(
            new RecorderOptions(
                store,
                RING_BYTES,
                Math.min(400, forceMillis),
                forceMillis,
                forceThreads,
                0,
                0,
                false),
            threads,
            JsonProvider.provider(),
            ManifestSigner.load(store.resolve("signing.pem")),
            counters,
            event -> {
              if (event instanceof MediaEvent.RecordingSealed
                  || event instanceof MediaEvent.RecordingFailed) {
                sealed.countDown();
              }
            });
    threads.execute(
        () -> {
          diskThread.set(Thread.currentThread());
          disk.run();
        });
    Random random = new Random(1);
    long nowNs = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Recording recording =
          disk.open(
              new StartRecording(
                  UUID.randomUUID(),
                  UUID.randomUUID(),
                  RecordingMedia.AUDIO_VIDEO,
                  UUID.randomUUID().toString(),
                  new byte[32]));
      recordings.add(recording);
      for (int person = 0; person < 2; person++) {
        UUID participant = UUID.randomUUID();
        for (TrackSource source : List.of(TrackSource.MICROPHONE, TrackSource.CAMERA)) {
          boolean video = source == TrackSource.CAMERA;
          senders.add(
              new Sender(recording.track(descriptor(participant, source)), video, random, nowNs));
        }
      }
    }
  }

  private static TrackDescriptor descriptor(UUID participant, TrackSource source) {
    boolean video = source == TrackSource.CAMERA;
    Codec codec =
        video
            ? new Codec("VP8", 96, 90_000, 0, Map.of(), List.of(), -1)
            : new Codec("opus", 111, 48_000, 2, Map.of(), List.of(), -1);
    return new TrackDescriptor(
        participant,
        "agent",
        UUID.randomUUID(),
        "0",
        video ? MediaKind.VIDEO : MediaKind.AUDIO,
        source,
        List.of(codec),
        1);
  }

  /** Feeds in real time; answers packets and the CPU time in ns that feeding them took. */
  private long[] feed(int seconds) {
    var cpu = ManagementFactory.getThreadMXBean();
    long packets = 0;
    long spentNs = 0;
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long nowNs = System.nanoTime(); nowNs - endNs < 0; nowNs = System.nanoTime()) {
      long before = cpu.getCurrentThreadCpuTime();
      for (Sender sender : senders) {
        packets += sender.send(nowNs);
      }
      spentNs += cpu.getCurrentThreadCpuTime() - before;
      for (Recording recording : recordings) {
        fullest = Math.max(fullest, recording.ringFill());
      }
      LockSupport.parkNanos(STEP_NS);
    }
    return new long[] {packets, spentNs};
  }

  private long recorderCpuNs() {
    var cpu = ManagementFactory.getThreadMXBean();
    return recorderThreads.stream()
        .mapToLong(thread -> Math.max(0, cpu.getThreadCpuTime(thread.getId())))
        .sum();
  }

  private static long processCpuNs() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void run(int seconds, PrintStream out) throws InterruptedException {
    feed(WARM_UP_SECONDS);
    var cpu = ManagementFactory.getThreadMXBean();
    long overruns = counters.get(MediaCounter.DROPPED_RING_FULL);
    long files = disk.filesForced();
    disk.takeLongestForceMillis();
    long process = processCpuNs();
    long recorder = recorderCpuNs();
    long diskNs = cpu.getThreadCpuTime(diskThread.get().getId());
    fullest = 0;
    long[] fed = feed(seconds);
    process = processCpuNs() - process;
    recorder = recorderCpuNs() - recorder;
    diskNs = cpu.getThreadCpuTime(diskThread.get().getId()) - diskNs;
    out.printf(
        Locale.ROOT,
        "%d recordings, %d packets/s, %d files forced/s, slowest %d ms; per packet: forwarding"
            + " thread %d ns, disk thread %d ns, threads that force %d ns, whole process %d ns;"
            + " fullest ring %.0f %%, overruns %d, errors %d, load %.1f%n",
        recordings.size(),
        fed[0] / seconds,
        (disk.filesForced() - files) / seconds,
        disk.takeLongestForceMillis(),
        fed[1] / fed[0],
        diskNs / fed[0],
        (recorder - diskNs) / fed[0],
        process / fed[0],
        100 * fullest,
        counters.get(MediaCounter.DROPPED_RING_FULL) - overruns,
        counters.get(MediaCounter.RECORDING_ERRORS),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    long sealing = System.nanoTime();
    recordings.forEach(Recording::end);
    boolean all = sealed.await(2, TimeUnit.MINUTES);
    out.printf(
        Locale.ROOT,
        "sealed %s in %d ms%n",
        all ? "all" : "not all",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sealing));
    disk.stop();
    threads.shutdown();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      out.println("a thread of the recorder did not end");
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }

  public static void main(String[] words) throws IOException, InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    if (words.length != 5) {
      out.println("directory recordings seconds force-millis force-threads");
      System.exit(2);
    }
    Path store = Files.createTempDirectory(Path.of(words[0]), "recorder-load");
    new RecorderLoad(
            store,
            Integer.parseInt(words[1]),
            Integer.parseInt(words[3]),
            Integer.parseInt(words[4]))
        .run(Integer.parseInt(words[2]), out);
    delete(store);
  }
}
