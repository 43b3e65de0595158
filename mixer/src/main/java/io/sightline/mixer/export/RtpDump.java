package io.sightline.mixer.export;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/** The format of rtptools' rtpdump, version 1.0, a file for each track: {@code track-n.rtpdump}. */
final class RtpDump implements PacketOutput {
  private static final String LINE = "#!rtpplay1.0 0.0.0.0/0\n";
  private static final int PACKET_HEADER = 8;

  private final Path directory;
  private final Map<Integer, DataOutputStream> files = new TreeMap<>();
  private long startedEpochMillis;

  RtpDump(Path directory) {
    this.directory = directory;
  }

  @Override
  public void begin(long epochMillis) throws IOException {
    startedEpochMillis = epochMillis;
    Files.createDirectories(directory);
  }

  @Override
  public void track(int number, String description) throws IOException {
    if (files.containsKey(number)) {
      return;
    }
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                Files.newOutputStream(
                    directory.resolve("track-" + number + ".rtpdump"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE)));
    files.put(number, out);
    out.write(LINE.getBytes(StandardCharsets.US_ASCII));
    out.writeInt((int) (startedEpochMillis / 1000));
    out.writeInt((int) (startedEpochMillis % 1000 * 1000));
    out.writeInt(0);
    out.writeShort(0);
    out.writeShort(0);
  }

  @Override
  public void packet(int track, boolean rtcp, long arrivalNs, byte[] bytes, int offset, int length)
      throws IOException {
    DataOutputStream out = files.get(track);
    out.writeShort(PACKET_HEADER + length);
    out.writeShort(rtcp ? 0 : length);
    out.writeInt((int) (arrivalNs / 1_000_000));
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    for (DataOutputStream out : files.values()) {
      out.close();
    }
  }
}
