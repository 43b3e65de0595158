package io.sightline.testsupport.tracklog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A track log, read as far as it is intact.
 *
 * @param complete whether the log was finished, with its last chunk marked so
 * @param intactBytes length of the file up to the end of the last readable chunk
 */
public record TrackLog(
    UUID recordingId, int track, List<Entry> entries, boolean complete, long intactBytes) {
  public static final int TRACK = 1;
  public static final int RTP = 2;
  public static final int SENDER_REPORT = 3;
  public static final int EVENT = 4;

  private static final int HEADER = 32;
  private static final byte[] MAGIC = "SLTL1".getBytes(StandardCharsets.US_ASCII);

  /**
   * One record.
   *
   * @param type 1 track, 2 RTP, 3 sender report, 4 event
   * @param arrivalNs since the recording's start
   */
  public record Entry(int type, long arrivalNs, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * Reads a log.
   *
   * @param key 32 bytes
   * @throws IOException when the header is none or the first chunk is not authentic
   */
  public static TrackLog read(Path file, byte[] key) throws IOException {
    byte[] all = Files.readAllBytes(file);
    if (all.length < HEADER || !Arrays.equals(MAGIC, Arrays.copyOf(all, MAGIC.length))) {
      throw new IOException("not a track log: " + file);
    }
    ByteBuffer in = ByteBuffer.wrap(all).position(MAGIC.length);
    UUID recordingId = new UUID(in.getLong(), in.getLong());
    int track = in.getInt();
    byte[] prefix = new byte[7];
    in.get(prefix);
    byte[] header = Arrays.copyOf(all, HEADER);
    List<Entry> entries = new ArrayList<>();
    boolean last = false;
    int chunk = 0;
    while (!last && in.remaining() >= 4) {
      int length = in.getInt(in.position());
      if (length < 16 || length > in.remaining() - 4) {
        break;
      }
      byte[] sealed = Arrays.copyOfRange(all, in.position() + 4, in.position() + 4 + length);
      byte[] plain = open(sealed, key, prefix, chunk, false, header);
      if (plain == null) {
        plain = open(sealed, key, prefix, chunk, true, header);
        last = plain != null;
      }
      if (plain == null) {
        break;
      }
      in.position(in.position() + 4 + length);
      chunk++;
      entries.addAll(records(plain));
    }
    if (chunk == 0 && in.hasRemaining()) {
      throw new IOException("not authentic: " + file);
    }
    return new TrackLog(recordingId, track, List.copyOf(entries), last, in.position());
  }

  private static List<Entry> records(byte[] plain) throws IOException {
    List<Entry> entries = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(plain);
    while (in.hasRemaining()) {
      if (in.remaining() < 13) {
        throw new IOException("a record is cut within a chunk");
      }
      int type = in.get() & 0xff;
      int length = in.getInt();
      long arrivalNs = in.getLong();
      if (length < 0 || length > in.remaining()) {
        throw new IOException("a record is longer than its chunk");
      }
      byte[] body = new byte[length];
      in.get(body);
      entries.add(new Entry(type, arrivalNs, body));
    }
    return entries;
  }

  private static byte[] open(
      byte[] sealed, byte[] key, byte[] prefix, int chunk, boolean last, byte[] header) {
    byte[] nonce =
        ByteBuffer.allocate(12).put(prefix).putInt(chunk).put((byte) (last ? 1 : 0)).array();
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      cipher.updateAAD(header);
      return cipher.doFinal(sealed);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The recorded RTP packets in order. */
  public List<Entry> packets() {
    return entries.stream().filter(entry -> entry.type() == RTP).toList();
  }
}
