package io.sightline.benchmarks;

import io.sightline.media.foreign.ForeignException;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.srtp.SrtpCrypto;
import io.sightline.media.srtp.SrtpProfile;
import io.sightline.media.srtp.SrtpTransform;
import io.sightline.media.transport.Transport;
import io.sightline.media.transport.UdpSocket;
import io.sightline.media.transport.UdpSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The floor below a media server: packets of 1100 bytes taken from a port, unprotected, protected
 * under another key, sent on, and nothing else. One thread does the sender's and the receiver's
 * part as well, so that the floor is {@link #forwarded} less {@link #loopback}, in nanoseconds for
 * each forwarded packet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ForwarderFloorBenchmark {
  private static final int BATCH = 32;
  private static final int LENGTH = 1100;
  private static final int CAPACITY = 2048;
  private static final SrtpProfile PROFILE = SrtpProfile.AEAD_AES_128_GCM;

  /** NIO goes with the Java runtime's cipher, NATIVE, on Java 22 or later, with OpenSSL's. */
  @Param({"NIO", "NATIVE"})
  public Transport transport;

  private final byte[] packet = new byte[CAPACITY];
  private final byte[] sent = new byte[CAPACITY];
  private final byte[] taken = new byte[CAPACITY];
  private UdpSockets sender;
  private UdpSockets forwarder;
  private UdpSockets receiver;
  private UdpSocket senderSocket;
  private UdpSocket forwarderSocket;
  private UdpSocket receiverSocket;
  private SrtpTransform protect;
  private SrtpTransform unprotect;
  private SrtpTransform again;
  private int sequence;
  private int arrived;

  /** Opens the ports on loopback and makes keys. */
  @Setup
  public void open() throws IOException, ForeignException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    MediaCounters counters = new MediaCounters();
    sender = transport.open(counters);
    forwarder = transport.open(counters);
    receiver = transport.open(counters);
    senderSocket = bind(sender, loopback);
    forwarderSocket = bind(forwarder, loopback);
    receiverSocket = bind(receiver, loopback);
    SrtpCrypto crypto = transport == Transport.NIO ? SrtpCrypto.jce() : SrtpCrypto.openSsl();
    byte[] key = new byte[PROFILE.keyLength()];
    byte[] salt = new byte[PROFILE.saltLength()];
    byte[] other = new byte[PROFILE.keyLength()];
    new Random(5).nextBytes(other);
    protect = SrtpTransform.outbound(crypto, PROFILE, key, salt, 4);
    unprotect = SrtpTransform.inbound(crypto, PROFILE, key, salt, 4);
    again = SrtpTransform.outbound(crypto, PROFILE, other, salt, 4);
    packet[0] = (byte) 0x80;
  }

  private UdpSocket bind(UdpSockets sockets, InetAddress address) throws IOException {
    UdpSocket socket = transport.bind(address, 0, UdpSocket.SHARED_BUFFER_BYTES);
    sockets.add(socket);
    return socket;
  }

  /** Closes the ports. */
  @TearDown
  public void close() throws IOException {
    sender.close();
    forwarder.close();
    receiver.close();
    protect.close();
    unprotect.close();
    again.close();
  }

  private void send(InetSocketAddress target) {
    for (int i = 0; i < BATCH; i++) {
      sequence++;
      System.arraycopy(packet, 0, sent, 0, LENGTH);
      sent[2] = (byte) (sequence >> 8);
      sent[3] = (byte) sequence;
      sender.send(sent, protect.protect(sent, 0, LENGTH, CAPACITY), senderSocket, target);
    }
    sender.flush();
  }

  private void takeAll(UdpSockets from, UdpSockets.Sink sink) throws IOException {
    arrived = 0;
    while (arrived < BATCH) {
      from.receive(taken, sink);
    }
  }

  private void count(int length, UdpSocket local, InetSocketAddress source) {
    arrived++;
  }

  private void forward(int length, UdpSocket local, InetSocketAddress source) {
    arrived++;
    int plain = unprotect.unprotect(taken, 0, length);
    int size = again.protect(taken, 0, plain, CAPACITY);
    forwarder.send(taken, size, local, receiverSocket.local());
  }

  /** Sent, forwarded, received. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int forwarded() throws IOException {
    send(forwarderSocket.local());
    takeAll(forwarder, this::forward);
    forwarder.flush();
    takeAll(receiver, this::count);
    return arrived;
  }

  /** Sent and received: what of {@link #forwarded} is not the forwarder's. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int loopback() throws IOException {
    send(receiverSocket.local());
    takeAll(receiver, this::count);
    return arrived;
  }
}
