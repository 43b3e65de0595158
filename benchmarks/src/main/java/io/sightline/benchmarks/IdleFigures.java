package io.sightline.benchmarks;

import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A server at rest.
 *
 * @param heapBytes in use after a collection
 * @param threads of the process
 */
record IdleFigures(long heapBytes, int threads) {

  void write(DataOutputStream out) throws IOException {
    out.writeLong(heapBytes);
    out.writeInt(threads);
  }
}
