package io.sightline.benchmarks;

import io.sightline.media.recorder.RecordRing;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.VideoCodec;
import io.sightline.media.srtp.SrtpProfile;
import io.sightline.media.srtp.SrtpTransform;
import io.sightline.media.stream.ReceiveStream;
import io.sightline.media.stream.SendStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the stages of the packet path cost for one VP8 packet of 1100 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class PacketBenchmark {
  private static final int LENGTH = 1100;
  private static final long SSRC = 0x1234_5678L;

  @Param({"AEAD_AES_128_GCM", "AES128_CM_SHA1_80"})
  public SrtpProfile profile;

  private final byte[] template = new byte[LENGTH];
  private final byte[] buffer = new byte[2048];
  private final RtpPacket packet = new RtpPacket();
  private final ReceiveStream received = new ReceiveStream(SSRC, 90_000, true);
  private final SendStream sent = new SendStream(99, 90_000, 512, 17, 4711);
  private final RecordRing ring = new RecordRing(1 << 20);
  private SrtpTransform protect;
  private SrtpTransform unprotect;
  private int sequence;
  private long nowNs;

  /** A key frame's first packet as the template: every packet may be forwarded. */
  @Setup
  public void prepare() {
    new Random(5).nextBytes(template);
    template[0] = (byte) 0x80;
    template[1] = 96;
    template[8] = 0x12;
    template[9] = 0x34;
    template[10] = 0x56;
    template[11] = 0x78;
    template[12] = 0x10;
    template[13] = 0;
    sent.mapPayloadType(96, 97, VideoCodec.VP8, -1);
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    protect = SrtpTransform.outbound(profile, key, salt, 4);
    unprotect = SrtpTransform.inbound(profile, key, salt, 4);
  }

  private void next() {
    System.arraycopy(template, 0, buffer, 0, LENGTH);
    sequence++;
    buffer[2] = (byte) (sequence >> 8);
    buffer[3] = (byte) sequence;
    nowNs += 1_000_000;
  }

  /** Copying the template: to be taken off the others. */
  @Benchmark
  public byte[] floor() {
    next();
    return buffer;
  }

  @Benchmark
  public int protect() {
    next();
    return protect.protect(buffer, 0, LENGTH, buffer.length);
  }

  @Benchmark
  public int protectAndUnprotect() {
    next();
    int size = protect.protect(buffer, 0, LENGTH, buffer.length);
    return unprotect.unprotect(buffer, 0, size);
  }

  @Benchmark
  public boolean parse() {
    next();
    return packet.wrap(buffer, 0, LENGTH);
  }

  @Benchmark
  public Object receiveAndRewrite() {
    next();
    packet.wrap(buffer, 0, LENGTH);
    received.receive(packet, nowNs);
    return sent.forward(packet, received.index(), nowNs);
  }

  @Benchmark
  public boolean ring() {
    next();
    boolean taken = ring.offer((byte) 2, 0, nowNs, buffer, 0, LENGTH);
    ring.drain((type, track, arrivalNs, bytes, offset, length) -> {});
    return taken;
  }
}
