package io.sightline.media.management;

/** One running recording; object name {@code io.sightline:type=Recording,call=…,id=…}. */
public interface RecordingMXBean {
  String getCall();

  /** Share of the ring between media thread and disk in use, 0 to 1. */
  double getRingFill();

  /** Whether the disk gave up. */
  boolean isFailed();
}
