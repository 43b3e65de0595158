package io.sightline.media.transport;

import io.sightline.media.foreign.ErrorNumber;
import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignMemory;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * Datagrams that leave with one call (sendmmsg). Those of one size to one target, as the packets of
 * a picture are, go through the system as one message that it cuts at the end (UDP_SEGMENT); their
 * order is kept. Media thread only.
 */
final class DatagramBatch {
  private static final int CAPACITY = 256;

  /** Datagrams of one message at most; a message has to stay below 64 KiB. */
  private static final int SEGMENTS = 32;

  /** Longer ones may not fit a path's MTU, and are cut by IP or refused, one by one. */
  private static final int LONGEST_SEGMENT = 1452;

  /** Refusals of cut messages after which nothing is put together any more. */
  private static final int PATIENCE = 16;

  private final SocketAddresses addresses;
  private final MediaCounters counters;
  private final ForeignMemory messages = new ForeignMemory((CAPACITY + 1) * MessageLayout.MMSGHDR);
  private final ForeignMemory names = new ForeignMemory((CAPACITY + 1) * SocketAddresses.STRUCT);
  private final ForeignMemory controls = new ForeignMemory(CAPACITY * MessageLayout.CONTROL);
  private final ForeignMemory vectors =
      new ForeignMemory((CAPACITY * SEGMENTS + 1) * MessageLayout.IOVEC);
  private final ForeignMemory data = new ForeignMemory(CAPACITY * MediaThread.BUFFER_BYTES);
  private final int[] segments = new int[CAPACITY];
  private final int[] segmentBytes = new int[CAPACITY];
  private final int[] messageBytes = new int[CAPACITY];
  private final InetSocketAddress[] messageTargets = new InetSocketAddress[CAPACITY];
  private final NativeUdpSocket[] messageSockets = new NativeUdpSocket[CAPACITY];

  /** Headers socket by socket, for a batch that goes by several, and whose message each is. */
  private final ForeignMemory sorted = new ForeignMemory(CAPACITY * MessageLayout.MMSGHDR);

  private final int[] order = new int[CAPACITY];
  private final boolean[] placed = new boolean[CAPACITY];

  /** By place of the target's address: its latest message, if of this batch. */
  private final int[] latest = new int[SocketAddresses.places()];

  private int packetCount;
  private int messageCount;
  private boolean severalSockets;
  private int refusals;

  DatagramBatch(SocketAddresses addresses, MediaCounters counters) throws ForeignException {
    this.addresses = addresses;
    this.counters = counters;
    for (int i = 0; i <= CAPACITY; i++) {
      MessageLayout.message(
          messages.bytes(),
          i * MessageLayout.MMSGHDR,
          names.address() + (long) i * SocketAddresses.STRUCT,
          vectors.address() + (long) i * SEGMENTS * MessageLayout.IOVEC);
    }
  }

  boolean isFull() {
    return packetCount == CAPACITY;
  }

  /** Takes a copy of a datagram, which must not be {@link #isFull}. */
  void add(byte[] buffer, int length, NativeUdpSocket socket, InetSocketAddress target) {
    if (length > MediaThread.BUFFER_BYTES) {
      counters.increment(MediaCounter.DROPPED_SEND_FAILED);
      return;
    }
    int place = addresses.write(target, names.bytes(), messageCount * SocketAddresses.STRUCT);
    int packet = packetCount++;
    data.bytes().put(packet * MediaThread.BUFFER_BYTES, buffer, 0, length);
    int message = latest[place];
    if (!continues(message, length, socket, target)) {
      message = messageCount++;
      severalSockets |= socket != messageSockets[0] && message > 0;
      messageSockets[message] = socket;
      MessageLayout.nameLength(
          messages.bytes(), message * MessageLayout.MMSGHDR, SocketAddresses.length(target));
      segments[message] = 0;
      segmentBytes[message] = length;
      messageBytes[message] = 0;
      messageTargets[message] = target;
      latest[place] = message;
      MessageLayout.control(messages.bytes(), message * MessageLayout.MMSGHDR, 0);
    }
    append(message, packet, length);
  }

  /** Whether a datagram may follow in a message: only its last one may be shorter. */
  private boolean continues(
      int message, int length, NativeUdpSocket socket, InetSocketAddress target) {
    return message < messageCount
        && messageSockets[message] == socket
        && messageTargets[message].equals(target)
        && refusals < PATIENCE
        && segments[message] < SEGMENTS
        && length > 0
        && length <= segmentBytes[message]
        && segmentBytes[message] <= LONGEST_SEGMENT
        && messageBytes[message] == segments[message] * segmentBytes[message];
  }

  private void append(int message, int packet, int length) {
    int header = message * MessageLayout.MMSGHDR;
    int count = ++segments[message];
    messageBytes[message] += length;
    MessageLayout.vector(
        vectors.bytes(),
        (message * SEGMENTS + count - 1) * MessageLayout.IOVEC,
        data.address() + (long) packet * MediaThread.BUFFER_BYTES,
        length);
    MessageLayout.vectorCount(messages.bytes(), header, count);
    if (count == 2) {
      int control = message * MessageLayout.CONTROL;
      MessageLayout.segmentation(controls.bytes(), control, segmentBytes[message]);
      MessageLayout.control(messages.bytes(), header, controls.address() + control);
    }
  }

  /** Sends everything; what the system does not take is counted, never waited for. */
  void flush(ErrorNumber errno) {
    if (severalSockets) {
      flushSorted(errno);
    } else if (messageCount > 0) {
      for (int i = 0; i < messageCount; i++) {
        order[i] = i;
      }
      send(errno, messages.address(), 0, messageCount);
    }
    packetCount = 0;
    messageCount = 0;
    severalSockets = false;
  }

  /** Sends socket by socket, in the order in which each had its first message. */
  private void flushSorted(ErrorNumber errno) {
    Arrays.fill(placed, 0, messageCount, false);
    int count = 0;
    for (int first = 0; first < messageCount; first++) {
      if (!placed[first]) {
        int from = count;
        for (int i = first; i < messageCount; i++) {
          if (messageSockets[i] == messageSockets[first]) {
            count = place(i, count);
          }
        }
        send(errno, sorted.address(), from, count);
      }
    }
  }

  private int place(int message, int at) {
    for (int i = 0; i < MessageLayout.MMSGHDR; i += Long.BYTES) {
      long part = messages.bytes().getLong(message * MessageLayout.MMSGHDR + i);
      sorted.bytes().putLong(at * MessageLayout.MMSGHDR + i, part);
    }
    order[at] = message;
    placed[message] = true;
    return at + 1;
  }

  /** Sends the messages of one socket, whose headers follow each other. */
  private void send(ErrorNumber errno, long headers, int from, int to) {
    int socket = messageSockets[order[from]].descriptor();
    int next = from;
    while (next < to) {
      int sent =
          LinuxSockets.sendmmsg(
              errno, socket, headers + (long) next * MessageLayout.MMSGHDR, to - next);
      if (sent > 0) {
        countSent(next, next + sent);
        next += sent;
      } else if (errno.value() == LinuxSockets.EAGAIN || errno.value() == LinuxSockets.ENOBUFS) {
        countDropped(next, to);
        next = to;
      } else if (errno.value() != LinuxSockets.EINTR) {
        sendSingly(errno, socket, order[next]);
        next++;
      }
    }
  }

  /** Sends a refused message's datagrams one by one, with the spare header behind the others. */
  private void sendSingly(ErrorNumber errno, int socket, int message) {
    if (segments[message] == 1) {
      counters.increment(MediaCounter.DROPPED_SEND_FAILED);
      return;
    }
    int spare = CAPACITY * MessageLayout.MMSGHDR;
    for (int i = 0; i < SocketAddresses.STRUCT; i += Long.BYTES) {
      long part = names.bytes().getLong(message * SocketAddresses.STRUCT + i);
      names.bytes().putLong(CAPACITY * SocketAddresses.STRUCT + i, part);
    }
    MessageLayout.nameLength(
        messages.bytes(), spare, SocketAddresses.length(messageTargets[message]));
    int taken = 0;
    for (int i = 0; i < segments[message]; i++) {
      int vector = (message * SEGMENTS + i) * MessageLayout.IOVEC;
      long length = vectors.bytes().getLong(vector + Long.BYTES);
      MessageLayout.vector(
          vectors.bytes(),
          CAPACITY * SEGMENTS * MessageLayout.IOVEC,
          vectors.bytes().getLong(vector),
          length);
      if (LinuxSockets.sendmmsg(errno, socket, messages.address() + spare, 1) == 1) {
        taken++;
        counters.increment(MediaCounter.DATAGRAMS_SENT);
        counters.add(MediaCounter.BYTES_SENT, length);
      } else {
        counters.increment(MediaCounter.DROPPED_SEND_FAILED);
      }
    }
    // An unreachable target refuses both; a path that cannot cut refuses the whole only.
    refusals += taken > 0 ? 1 : 0;
  }

  private void countSent(int from, int to) {
    int datagrams = 0;
    int bytes = 0;
    for (int i = from; i < to; i++) {
      datagrams += segments[order[i]];
      bytes += messageBytes[order[i]];
    }
    counters.add(MediaCounter.DATAGRAMS_SENT, datagrams);
    counters.add(MediaCounter.BYTES_SENT, bytes);
  }

  private void countDropped(int from, int to) {
    for (int i = from; i < to; i++) {
      counters.add(MediaCounter.DROPPED_SEND_FAILED, segments[order[i]]);
    }
  }
}
