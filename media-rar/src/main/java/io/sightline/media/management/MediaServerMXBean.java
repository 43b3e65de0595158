package io.sightline.media.management;

import java.util.List;
import java.util.Map;

/** The media server as operators see it; object name {@code io.sightline:type=MediaServer}. */
public interface MediaServerMXBean {
  boolean isRunning();

  /** Whether new calls are refused, by {@link #drain}. */
  boolean isDraining();

  /**
   * Takes no new calls from now on; those that are in go on. For an update without broken calls.
   */
  void drain();

  /** Takes new calls again. */
  void resume();

  /** Of each media thread the share of the last two seconds in which it was busy, 0 to 1. */
  double[] getLoads();

  /** By what datagrams come and go: {@code nio} or {@code native}. */
  String getTransport();

  /** By what SRTP is encrypted: {@code jce} or {@code native}, which is OpenSSL. */
  String getCipher();

  /** What browsers are told to send to now, with a range the addresses alone. */
  List<String> getAnnouncedAddresses();

  /** What STUN servers said, such as {@code 10.0.0.5:55000 as 203.0.113.7:55000}. */
  List<String> getMappedAddresses();

  /** UDP port numbers bound. */
  int getPortsInUse();

  /** Calls with at least one endpoint. */
  int getCalls();

  int getEndpoints();

  /** Recordings that run or are being sealed. */
  int getRecordings();

  /** RTP packets taken from browsers since start. */
  long getPacketsReceived();

  /** RTP packets sent to browsers since start. */
  long getPacketsForwarded();

  /** Packets dropped since start, of whatever reason. */
  long getPacketsDropped();

  /** Packets dropped by reason, only reasons that occurred. */
  Map<String, Long> getPacketsDroppedByReason();

  /** All counters by name. */
  Map<String, Long> getCounters();

  /** Events that wait for the application. */
  int getEventsWaiting();

  /** Whether the recording store is nearly full: new recordings are refused or reduced. */
  boolean isStoreLow();

  /** Bytes free in the recording store when it was last looked at, or -1. */
  long getStoreFreeBytes();

  /** Size of the file system of the recording store in bytes, or -1. */
  long getStoreTotalBytes();

  /** Files of recordings forced to disk since start. */
  long getFilesForced();

  /**
   * Milliseconds the slowest forced write took since this was last read, waiting included: with
   * force-millis added, how old media may be that a power cut takes.
   */
  long getLongestForceMillis();
}
