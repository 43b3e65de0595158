package io.sightline.media.transport;

import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignMemory;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Socket addresses between C and Java, each made once: a datagram from an address seen lately costs
 * no object. Two addresses that fall into one place take turns. Media thread only.
 */
final class SocketAddresses {
  /** Room for the longer of sockaddr_in and sockaddr_in6, rounded up to whole longs. */
  static final int STRUCT = 32;

  static final int IN_LENGTH = 16;
  static final int IN6_LENGTH = 28;

  /** Places: four for each participant that a media server takes by default. */
  private static final int PLACES = 4096;

  private static final int BITS = 12;
  private final InetSocketAddress[] sources = new InetSocketAddress[PLACES];
  private final long[] sourceKeys = new long[3 * PLACES];
  private final InetSocketAddress[] targets = new InetSocketAddress[PLACES];
  private final ForeignMemory structs;

  SocketAddresses() throws ForeignException {
    this.structs = new ForeignMemory(PLACES * STRUCT);
  }

  /** Bytes of the structure of an address. */
  static int length(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address ? IN_LENGTH : IN6_LENGTH;
  }

  private static boolean isSix(ByteBuffer memory, int at) {
    return memory.getShort(at) == LinuxSockets.AF_INET6;
  }

  /** The address in the structure at an index. */
  InetSocketAddress read(ByteBuffer memory, int at) {
    boolean six = isSix(memory, at);
    long head = memory.getLong(at);
    long high = six ? memory.getLong(at + 8) : 0;
    long low = six ? memory.getLong(at + 16) : 0;
    int place = place(head * 31 + high * 17 + low);
    InetSocketAddress known = sources[place];
    int key = 3 * place;
    if (known != null
        && sourceKeys[key] == head
        && sourceKeys[key + 1] == high
        && sourceKeys[key + 2] == low) {
      return known;
    }
    InetSocketAddress made = decode(memory, at);
    sources[place] = made;
    sourceKeys[key] = head;
    sourceKeys[key + 1] = high;
    sourceKeys[key + 2] = low;
    return made;
  }

  /** Decodes without remembering. */
  static InetSocketAddress decode(ByteBuffer memory, int at) {
    boolean six = isSix(memory, at);
    int port = (memory.get(at + 2) & 0xFF) << 8 | (memory.get(at + 3) & 0xFF);
    byte[] address = new byte[six ? 16 : 4];
    memory.get(at + (six ? 8 : 4), address);
    try {
      InetAddress plain = InetAddress.getByAddress(address);
      int scope = six ? memory.getInt(at + 24) : 0;
      return new InetSocketAddress(
          scope == 0 ? plain : Inet6Address.getByAddress(null, address, scope), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address has 4 or 16 bytes", e);
    }
  }

  /**
   * Writes the structure of an address.
   *
   * @return its place, the same for the same address
   */
  int write(InetSocketAddress address, ByteBuffer memory, int at) {
    int place = place(31L * address.getAddress().hashCode() + address.getPort());
    InetSocketAddress known = targets[place];
    if (known != address) {
      if (!address.equals(known)) {
        encode(address, structs.bytes(), place * STRUCT);
      }
      targets[place] = address;
    }
    for (int i = 0; i < STRUCT; i += Long.BYTES) {
      memory.putLong(at + i, structs.bytes().getLong(place * STRUCT + i));
    }
    return place;
  }

  /** Encodes without remembering; returns the length. */
  static int encode(InetSocketAddress address, ByteBuffer memory, int at) {
    for (int i = 0; i < STRUCT; i += Long.BYTES) {
      memory.putLong(at + i, 0);
    }
    boolean six = !(address.getAddress() instanceof Inet4Address);
    memory.putShort(at, (short) (six ? LinuxSockets.AF_INET6 : LinuxSockets.AF_INET));
    memory.put(at + 2, (byte) (address.getPort() >> 8));
    memory.put(at + 3, (byte) address.getPort());
    memory.put(at + (six ? 8 : 4), address.getAddress().getAddress());
    if (six) {
      memory.putInt(at + 24, ((Inet6Address) address.getAddress()).getScopeId());
    }
    return length(address);
  }

  static int places() {
    return PLACES;
  }

  private static int place(long key) {
    return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> (64 - BITS));
  }
}
