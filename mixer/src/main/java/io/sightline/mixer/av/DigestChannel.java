package io.sightline.mixer.av;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Digests a file while somebody else reads it, so that it is decrypted once: what is read in order
 * is taken along, jumps ahead are made up for later. Read only; not thread-safe.
 */
public final class DigestChannel implements SeekableByteChannel {
  private final SeekableByteChannel file;
  private final MessageDigest digest;
  private long digested;

  public DigestChannel(SeekableByteChannel file) {
    this.file = file;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    long from = file.position();
    int start = target.position();
    int count = file.read(target);
    if (count > 0 && from <= digested && from + count > digested) {
      ByteBuffer read = target.duplicate();
      read.position(start + (int) (digested - from)).limit(start + count);
      digest.update(read);
      digested = from + count;
    }
    return count;
  }

  /** Reads what nobody has read and returns the SHA-256 of the whole file in hexadecimal. */
  public String sha256() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    file.position(digested);
    while (read(buffer) >= 0) {
      buffer.clear();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws IOException {
    return file.position();
  }

  @Override
  public DigestChannel position(long newPosition) throws IOException {
    file.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public DigestChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  /** Closes the file as well. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
