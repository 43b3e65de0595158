package io.sightline.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The media server's process at one moment. All but the last three grow; {@link #since} subtracts.
 *
 * @param cpuNs of the process, JIT compiler and garbage collector included
 * @param mediaThreadCpuNs of the media thread alone
 * @param mediaThreadBytes allocated by the media thread
 * @param received datagrams
 * @param sent datagrams
 * @param dropped packets, all reasons together
 * @param recorded packets written to track logs
 * @param collections of garbage
 * @param collectionMillis spent in them
 * @param residentBytes of the process (VmRSS)
 * @param heapBytes in use
 * @param longestPauseMillis of the collections since the last figures
 */
record ServerFigures(
    long cpuNs,
    long mediaThreadCpuNs,
    long mediaThreadBytes,
    long received,
    long sent,
    long dropped,
    long recorded,
    long collections,
    long collectionMillis,
    long residentBytes,
    long heapBytes,
    long longestPauseMillis) {

  ServerFigures since(ServerFigures before) {
    return new ServerFigures(
        cpuNs - before.cpuNs,
        mediaThreadCpuNs - before.mediaThreadCpuNs,
        mediaThreadBytes - before.mediaThreadBytes,
        received - before.received,
        sent - before.sent,
        dropped - before.dropped,
        recorded - before.recorded,
        collections - before.collections,
        collectionMillis - before.collectionMillis,
        residentBytes,
        heapBytes,
        longestPauseMillis);
  }

  /** Datagrams received and sent. */
  long packets() {
    return received + sent;
  }

  void write(DataOutputStream out) throws IOException {
    long[] all = {
      cpuNs,
      mediaThreadCpuNs,
      mediaThreadBytes,
      received,
      sent,
      dropped,
      recorded,
      collections,
      collectionMillis,
      residentBytes,
      heapBytes,
      longestPauseMillis
    };
    for (long value : all) {
      out.writeLong(value);
    }
  }

  static ServerFigures read(DataInputStream in) throws IOException {
    return new ServerFigures(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }
}
