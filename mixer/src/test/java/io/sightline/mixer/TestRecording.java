package io.sightline.mixer;

import io.sightline.media.raw.TrackLogWriter;
import io.sightline.mixer.rtp.TestPacketizer;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;

/**
 * Synthesises a recording. Each participant shows a colour that flashes white for 120 ms, and beeps
 * with a tone of their own at the same instants, once a second from a phase on.
 */
final class TestRecording {
  static final long MS = 1_000_000L;
  static final long SECOND = 1_000_000_000L;
  static final long FLASH_NS = 120 * MS;
  private static final long NTP_1970 = 2_208_988_800L;
  private static final int MTU = 1100;

  /**
   * One side of the call.
   *
   * @param ntpOffsetNs by how much its NTP clock is ahead of the true time
   * @param skew by how much its clocks run too fast
   */
  record Sender(
      String id,
      String role,
      long ntpOffsetNs,
      double skew,
      long delayNs,
      int beepHz,
      long phaseNs,
      TestVideoEncoder.Picture colour) {}

  private record Record(long arrivalNs, Write write) {}

  private interface Write {
    void to(TrackLogWriter log) throws IOException;
  }

  private final Path directory;
  private final byte[] key;
  private final List<Record> annotations = new ArrayList<>();
  private final Random random = new Random(77);
  private final Map<String, List<Record>> tracks = new LinkedHashMap<>();
  private long jitterNs = 12 * MS;
  private long videoDelayNs = 80 * MS;
  private int endpoints;
  private LongToIntFunction quarters = ns -> 0;

  TestRecording(Path directory, byte[] key) {
    this.directory = directory;
    this.key = key;
  }

  /** Adds a stretch of voice; a second one on the same track is a reconnect. */
  void audio(Sender sender, long fromNs, long toNs, IntPredicate lost) {
    audio(sender, fromNs, toNs, lost, ns -> on(ns, sender.phaseNs));
  }

  /** Adds a stretch of voice that is heard at times. */
  void audio(Sender sender, long fromNs, long toNs, IntPredicate lost, LongPredicate heard) {
    long ssrc = random.nextInt() & 0xFFFFFFFFL;
    long rtpBase = random.nextInt() & 0xFFFFFFFFL;
    int sequence = random.nextInt(65536);
    List<Record> records = track(sender, "audio");
    track(records, sender, fromNs, "AUDIO", "MICROPHONE", 111, "opus", 48_000, 2, ssrc);
    try (TestOpusEncoder encoder = new TestOpusEncoder()) {
      float[] samples = new float[960];
      int index = 0;
      for (long at = fromNs; at < toNs; at += 20 * MS, index++) {
        for (int i = 0; i < samples.length; i++) {
          long ns = at + i * SECOND / 48_000;
          samples[i] =
              heard.test(ns) ? (float) (0.4 * Math.sin(2e-9 * Math.PI * sender.beepHz * ns)) : 0;
        }
        byte[] payload = encoder.encode(samples);
        byte[] packet =
            TestPacketizer.header(
                111, sequence + index, rtp(sender, rtpBase, at - fromNs, 48_000), ssrc, false);
        byte[] whole = TestPacketizer.concat(packet, payload);
        if (!lost.test(index)) {
          long arrival = at + 20 * MS + sender.delayNs + jitter();
          records.add(new Record(arrival, log -> log.rtp(arrival, whole, 0, whole.length)));
        }
      }
    }
    reports(records, sender, fromNs, toNs, 2 * SECOND, rtpBase, 48_000, ssrc);
  }

  /** Adds a stretch of voice in G.722: 16 kHz on an RTP clock of 8 kHz (RFC 3551 section 4.5.2). */
  void g722(Sender sender, long fromNs, long toNs) {
    long ssrc = random.nextInt() & 0xFFFFFFFFL;
    long rtpBase = random.nextInt() & 0xFFFFFFFFL;
    List<Record> records = track(sender, "audio");
    track(records, sender, fromNs, "AUDIO", "MICROPHONE", 9, "G722", 8_000, 1, ssrc);
    try (TestG722Encoder encoder = new TestG722Encoder()) {
      int sequence = 0;
      for (long at = fromNs; at < toNs; at += 20 * MS) {
        short[] samples = new short[320];
        for (int i = 0; i < samples.length; i++) {
          long ns = at + i * SECOND / 16_000;
          double tone = Math.sin(2e-9 * Math.PI * sender.beepHz * ns);
          samples[i] = on(ns, sender.phaseNs) ? (short) (13_000 * tone) : 0;
        }
        long timestamp = rtp(sender, rtpBase, at - fromNs, 8_000);
        byte[] whole =
            TestPacketizer.concat(
                TestPacketizer.header(9, sequence++, timestamp, ssrc, false),
                encoder.encode(samples));
        long arrival = at + 20 * MS + sender.delayNs + jitter();
        records.add(new Record(arrival, log -> log.rtp(arrival, whole, 0, whole.length)));
      }
    }
    reports(records, sender, fromNs, toNs, 2 * SECOND, rtpBase, 8_000, ssrc);
  }

  /** Notes something as the application does. */
  void annotate(long ns, String type, String participantId, String source) {
    JsonObjectBuilder event = Json.createObjectBuilder().add("type", type);
    if (participantId != null) {
      event.add("participantId", participantId);
    }
    if (source != null) {
      event.add("source", source);
    }
    String json = event.build().toString();
    annotations.add(new Record(ns, log -> log.event(ns, json)));
  }

  /** Adds a stretch of video at 30 pictures a second. */
  void video(
      Sender sender, String codec, int width, int height, long fromNs, long toNs, IntPredicate lost)
      throws IOException {
    video(sender, "CAMERA", codec, width, height, fromNs, toNs, lost);
  }

  /** From now on phones are held sideways: by quarters of a circle at a time of the recording. */
  void turned(LongToIntFunction byTime) {
    quarters = byTime;
  }

  /** Adds a stretch of a screen, in a sender's colour. */
  void screen(Sender sender, int width, int height, long fromNs, long toNs) throws IOException {
    video(sender, "SCREEN", "VP8", width, height, fromNs, toNs, i -> false);
  }

  private void video(
      Sender sender,
      String source,
      String codec,
      int width,
      int height,
      long fromNs,
      long toNs,
      IntPredicate lost)
      throws IOException {
    long ssrc = random.nextInt() & 0xFFFFFFFFL;
    long rtpBase = 0xFFFFFFFFL - 90_000;
    int sequence = 65_000;
    int payloadType =
        switch (codec) {
          case "VP8" -> 96;
          case "VP9" -> 98;
          case "AV1" -> 45;
          default -> 102;
        };
    List<Record> records = track(sender, source.equals("CAMERA") ? "video" : source);
    track(records, sender, fromNs, "VIDEO", source, payloadType, codec, 90_000, 1, ssrc);
    TestPacketizer packetizer = new TestPacketizer(codec, MTU);
    try (TestVideoEncoder encoder = new TestVideoEncoder(codec, width, height, 30)) {
      int index = 0;
      long frames = (toNs - fromNs) * 30 / SECOND;
      for (long n = 0; n < frames; n++) {
        long at = fromNs + n * SECOND / 30;
        boolean white = on(at, sender.phaseNs);
        byte[] data =
            encoder.encode(white ? new TestVideoEncoder.Picture(220, 128, 128) : sender.colour);
        if (data == null) {
          continue;
        }
        List<byte[]> payloads = packetizer.packetize(data);
        long arrival = at + sender.delayNs + videoDelayNs + jitter();
        for (int i = 0; i < payloads.size(); i++) {
          boolean marker = i == payloads.size() - 1;
          byte[] header =
              TestPacketizer.header(
                  payloadType, sequence++, rtp(sender, rtpBase, at - fromNs, 90_000), ssrc, marker);
          if (marker && quarters.applyAsInt(at) > 0) {
            header = TestPacketizer.withOrientation(header, quarters.applyAsInt(at));
          }
          byte[] whole = TestPacketizer.concat(header, payloads.get(i));
          long packetArrival = arrival + (payloads.size() > 2 ? (i ^ 1) : i) * 100_000L;
          if (!lost.test(index++)) {
            records.add(
                new Record(packetArrival, log -> log.rtp(packetArrival, whole, 0, whole.length)));
          }
        }
      }
    }
    reports(records, sender, fromNs, toNs, 450 * MS, rtpBase, 90_000, ssrc);
  }

  /** Writes each log into two files, as after a fault of the disk at a time. */
  void writeBroken(long atNs) throws IOException {
    Files.createDirectories(directory);
    int number = 0;
    for (List<Record> records : tracks.values()) {
      records.sort(Comparator.comparingLong(Record::arrivalNs));
      List<Record> before = records.stream().filter(r -> r.arrivalNs < atNs).toList();
      List<Record> after = new ArrayList<>(records.subList(0, 1));
      records.stream().filter(r -> r.arrivalNs >= atNs).forEach(after::add);
      writeFile("track-" + number + ".sltl", number, before, false);
      writeFile("track-" + number + "_001.sltl", number, after, true);
      number++;
    }
  }

  private void writeFile(String name, int number, List<Record> records, boolean finish)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(directory.resolve(name))) {
      TrackLogWriter log = new TrackLogWriter(new UUID(1, 2), number, key, out::write);
      long flushed = 0;
      for (Record record : records) {
        record.write.to(log);
        if (record.arrivalNs - flushed > SECOND) {
          flushed = record.arrivalNs;
          log.flush();
        }
      }
      if (finish) {
        log.finish();
      } else {
        log.flush();
      }
    }
  }

  /** Writes the logs, flushed once a second. */
  void write(boolean finish) throws IOException {
    Files.createDirectories(directory);
    int number = 0;
    UUID id = new UUID(1, 2);
    for (List<Record> records : tracks.values()) {
      records.sort(Comparator.comparingLong(Record::arrivalNs));
      try (OutputStream out =
          Files.newOutputStream(directory.resolve("track-" + number + ".sltl"))) {
        TrackLogWriter log = new TrackLogWriter(id, number, key, out::write);
        long flushed = 0;
        for (Record record : records) {
          record.write.to(log);
          if (record.arrivalNs - flushed > SECOND) {
            flushed = record.arrivalNs;
            log.flush();
          }
        }
        if (finish) {
          log.finish();
        }
      }
      number++;
    }
    if (!annotations.isEmpty()) {
      annotations.sort(Comparator.comparingLong(Record::arrivalNs));
      try (OutputStream out = Files.newOutputStream(directory.resolve("events.sltl"))) {
        TrackLogWriter log = new TrackLogWriter(id, -1, key, out::write);
        for (Record record : annotations) {
          record.write.to(log);
        }
        log.flush();
      }
    }
  }

  /** Pauses the recording: what arrives between is not in the logs. */
  void pause(long fromNs, long toNs) {
    for (List<Record> records : tracks.values()) {
      records.removeIf(record -> record.arrivalNs >= fromNs && record.arrivalNs < toNs);
      records.add(new Record(fromNs, log -> log.event(fromNs, "{\"type\":\"pause\"}")));
      records.add(new Record(toNs, log -> log.event(toNs, "{\"type\":\"resume\"}")));
    }
  }

  static boolean on(long ns, long phaseNs) {
    return ns >= SECOND && Math.floorMod(ns - phaseNs, SECOND) < FLASH_NS;
  }

  private long jitter() {
    return (long) (random.nextDouble() * jitterNs);
  }

  private List<Record> track(Sender sender, String kind) {
    return tracks.computeIfAbsent(sender.id + kind, k -> new ArrayList<>());
  }

  private void track(
      List<Record> records,
      Sender sender,
      long atNs,
      String kind,
      String source,
      int payloadType,
      String codec,
      int clockRate,
      int channels,
      long ssrc) {
    // Both tracks of a connection belong to one endpoint.
    String json =
        Json.createObjectBuilder()
            .add("participantId", sender.id)
            .add("role", sender.role)
            .add("endpointId", "endpoint-" + sender.id + "-" + atNs / SECOND)
            .add("mid", Integer.toString(endpoints++))
            .add("kind", kind)
            .add("source", source)
            .add(
                "codecs",
                Json.createArrayBuilder()
                    .add(
                        Json.createObjectBuilder()
                            .add("pt", payloadType)
                            .add("name", codec)
                            .add("clockRate", clockRate)
                            .add("channels", channels)
                            .add("fmtp", Json.createObjectBuilder())))
            .add("ssrcs", Json.createArrayBuilder().add(ssrc))
            .build()
            .toString();
    records.add(new Record(atNs, log -> log.track(atNs, json)));
  }

  private void reports(
      List<Record> records,
      Sender sender,
      long fromNs,
      long toNs,
      long firstNs,
      long rtpBase,
      int clockRate,
      long ssrc) {
    for (long at = fromNs + firstNs; at < toNs; at += 3 * SECOND) {
      long sent = at;
      long clockNs = sender.ntpOffsetNs + Math.round(at * (1 + sender.skew));
      long seconds = NTP_1970 + 1_790_000_000L + Math.floorDiv(clockNs, SECOND);
      long fraction = (Math.floorMod(clockNs, SECOND) << 32) / SECOND;
      long arrival = at + sender.delayNs + jitter();
      records.add(
          new Record(
              arrival,
              log ->
                  log.senderReport(
                      arrival,
                      ssrc,
                      seconds << 32 | fraction,
                      rtp(sender, rtpBase, sent - fromNs, clockRate))));
    }
  }

  private static long rtp(Sender sender, long base, long ns, int clockRate) {
    return (base + Math.round(ns * (1 + sender.skew) * clockRate / SECOND)) & 0xFFFFFFFFL;
  }

  static byte[] key(int seed) {
    byte[] key = new byte[32];
    ByteBuffer.wrap(key).putInt(seed);
    return key;
  }
}
