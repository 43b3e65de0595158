package io.sightline.media.recorder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.TrackSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command-line tool, run as an operator would, on what the recorder wrote. */
class ExportToolTest {
  private record Outcome(int code, String said) {}

  private record Packet(boolean rtcp, long ms, byte[] bytes) {}

  @TempDir Path home;
  private Path recording;
  private byte[] key;
  private final List<byte[]> audio = new ArrayList<>();
  private final List<byte[]> video = new ArrayList<>();

  @BeforeEach
  void record() throws Exception {
    try (RecorderRig rig = new RecorderRig(home)) {
      Recording one = rig.start("one", RecordingMedia.AUDIO_VIDEO);
      UUID agent = UUID.randomUUID();
      RecordingTrack voice = one.track(RecorderRig.descriptor(agent, TrackSource.MICROPHONE, 7));
      RecordingTrack camera = one.track(RecorderRig.descriptor(agent, TrackSource.CAMERA, 8));
      Random random = new Random(5);
      for (int i = 0; i < 200; i++) {
        byte[] payload = new byte[1 + random.nextInt(400)];
        random.nextBytes(payload);
        audio.add(RecorderRig.packet(111, i, 960L * i, 7, payload));
        video.add(RecorderRig.packet(96, i, 3000L * i, 8, payload));
        voice.rtp(RecorderRig.wrap(audio.get(i)), System.nanoTime());
        camera.rtp(RecorderRig.wrap(video.get(i)), System.nanoTime());
      }
      byte[] report =
          ByteBuffer.allocate(16).putInt(7).putLong(0xE000_0000_8000_0000L).putInt(960).array();
      voice.senderReport(report, System.nanoTime());
      rig.stop(one);
      recording = rig.store.resolve("one");
      key = rig.key;
    }
  }

  private Outcome run(String input, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add("io.sightline.mixer.export.SightlineExport");
    command.addAll(List.of(words));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = tool.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(tool.waitFor(), said);
  }

  private Outcome verify(String... more) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "verify",
                recording.toString(),
                "--public-key",
                home.resolve("keys/signing.pub.pem").toString()));
    words.addAll(List.of(more));
    return run(base64(key), words.toArray(String[]::new));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void whatIsAsItWasSealedVerifies() throws Exception {
    Outcome outcome = verify("--key", "-");
    assertEquals(0, outcome.code(), outcome.said());
    assertTrue(outcome.said().startsWith("OK "), outcome.said());
  }

  /** One flipped bit anywhere is found, and the file that has it is named. */
  @Test
  void aFlippedBitIsFoundInEveryFile() throws Exception {
    Random random = new Random(17);
    for (String name :
        List.of("track-0.sltl", "track-1.sltl", "events.sltl", "manifest.json", "manifest.sig")) {
      Path file = recording.resolve(name);
      byte[] intact = Files.readAllBytes(file);
      byte[] bent = intact.clone();
      bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bent);
      Outcome outcome = verify();
      assertEquals(1, outcome.code(), name + ": " + outcome.said());
      // Which of the two is wrong, the manifest or its signature, cannot be told: both are named.
      String named = name.equals("manifest.sig") ? "manifest.sig" : "FAULT " + name + ":";
      assertTrue(outcome.said().contains(named), outcome.said());
      Files.write(file, intact);
    }
    Files.write(recording.resolve("track-9.sltl"), new byte[40]);
    Files.delete(recording.resolve("track-1.sltl"));
    Outcome outcome = verify();
    assertEquals(1, outcome.code());
    assertTrue(outcome.said().contains("FAULT track-9.sltl: not in"), outcome.said());
    assertTrue(outcome.said().contains("FAULT track-1.sltl: missing"), outcome.said());
  }

  @Test
  void rtpdumpHoldsEveryPacket() throws Exception {
    Path out = home.resolve("dumps");
    Outcome outcome =
        run(base64(key), "rtpdump", recording.toString(), "--key", "-", "--output", out.toString());
    assertEquals(0, outcome.code(), outcome.said());
    List<Packet> packets = readRtpDump(out.resolve("track-0.rtpdump"));
    assertPackets(audio, packets);
    Packet report = packets.get(packets.size() - 1);
    assertTrue(report.rtcp());
    assertEquals(200, report.bytes()[1] & 0xFF);
    assertEquals(0xE000_0000_8000_0000L, ByteBuffer.wrap(report.bytes()).getLong(8));
    assertPackets(video, readRtpDump(out.resolve("track-1.rtpdump")));
  }

  /** The keys as they lie in the database, opened with the installation's key. */
  @Test
  void pcapngHoldsEveryPacketAndWrappedKeysOpen() throws Exception {
    byte[] installation = new byte[32];
    byte[] tenant = new byte[32];
    Random random = new Random(23);
    random.nextBytes(installation);
    random.nextBytes(tenant);
    Path installationKey =
        Files.createFile(
            home.resolve("recordings.key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(installationKey, installation);
    String wrapped =
        "{\"tenantKey\":\"%s\",\"recordingKey\":\"%s\"}"
            .formatted(wrap(tenant, installation), wrap(key, tenant));
    Path out = home.resolve("call.pcapng");
    String[] words = {
      "pcapng",
      recording.toString(),
      "--key",
      "-",
      "--installation-key",
      installationKey.toString(),
      "--output",
      out.toString()
    };
    Outcome outcome = run(wrapped, words);
    assertEquals(0, outcome.code(), outcome.said());
    assertPackets(audio, readPcapng(out, 0));
    assertPackets(video, readPcapng(out, 1));

    Files.setPosixFilePermissions(installationKey, PosixFilePermissions.fromString("rw-r-----"));
    Outcome refused = run(wrapped, words);
    assertEquals(3, refused.code());
    assertTrue(refused.said().contains("chmod 600"), refused.said());
  }

  private static String wrap(byte[] content, byte[] wrapping) throws Exception {
    Cipher cipher = Cipher.getInstance("AESWrap");
    cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrapping, "AES"));
    return base64(cipher.wrap(new SecretKeySpec(content, "AES")));
  }

  private static void assertPackets(List<byte[]> expected, List<Packet> packets) {
    List<Packet> media = packets.stream().filter(packet -> !packet.rtcp()).toList();
    assertEquals(expected.size(), media.size());
    long before = 0;
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), media.get(i).bytes());
      assertTrue(media.get(i).ms() >= before);
      before = media.get(i).ms();
    }
  }

  /** As rtptools describe it: a line, 16 bytes, then packets of length, RTP length, ms. */
  private static List<Packet> readRtpDump(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    StringBuilder line = new StringBuilder();
    for (char c = (char) in.get(); c != '\n'; c = (char) in.get()) {
      line.append(c);
    }
    assertTrue(line.toString().startsWith("#!rtpplay1.0 "), line.toString());
    in.position(in.position() + 16);
    List<Packet> packets = new ArrayList<>();
    while (in.hasRemaining()) {
      int length = in.getShort() & 0xFFFF;
      int rtpLength = in.getShort() & 0xFFFF;
      long ms = in.getInt() & 0xFFFF_FFFFL;
      byte[] bytes = new byte[length - 8];
      in.get(bytes);
      packets.add(new Packet(rtpLength == 0, ms, bytes));
    }
    return packets;
  }

  /** As the pcapng draft, RFC 791 and RFC 768 describe it. */
  private static List<Packet> readPcapng(Path file, int wanted) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    List<Packet> packets = new ArrayList<>();
    while (in.hasRemaining()) {
      int at = in.position();
      int type = in.getInt();
      int length = in.getInt();
      assertEquals(0, length % 4);
      assertEquals(length, in.getInt(at + length - 4));
      if (type == 6 && in.getInt(at + 8) == wanted) {
        long ns = ((long) in.getInt(at + 12) << 32) | (in.getInt(at + 16) & 0xFFFF_FFFFL);
        int captured = in.getInt(at + 20);
        byte[] ip = new byte[captured];
        in.position(at + 28).get(ip);
        assertEquals(0, checksum(Arrays.copyOf(ip, 20)));
        ByteBuffer header = ByteBuffer.wrap(ip);
        assertEquals(captured, header.getShort(2));
        assertEquals(captured - 20, header.getShort(24));
        boolean rtcp = header.getShort(22) % 2 == 1;
        packets.add(new Packet(rtcp, ns / 1_000_000, Arrays.copyOfRange(ip, 28, captured)));
      }
      in.position(at + length);
    }
    return packets;
  }

  private static int checksum(byte[] header) {
    int sum = 0;
    for (int i = 0; i < header.length; i += 2) {
      sum += ((header[i] & 0xFF) << 8) + (header[i + 1] & 0xFF);
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return ~(sum + (sum >>> 16)) & 0xFFFF;
  }
}
