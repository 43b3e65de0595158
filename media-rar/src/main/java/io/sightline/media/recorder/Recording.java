package io.sightline.media.recorder;

import io.sightline.media.api.Annotation;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.TrackSource;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A running recording. The media thread feeds it; the disk thread reads ring, descriptors and end.
 */
public final class Recording {
  /** Voices take less than a tenth of what comes with pictures, in bytes with their headers. */
  private static final int AUDIO_RING_SHARE = 8;

  /** One participant's source: what a track log follows over reconnections. */
  private record TrackKey(UUID participantId, TrackSource source) {}

  /** An event for which the ring had no room. */
  private record LateEvent(byte type, long ns, byte[] body) {}

  private final UUID id;
  private final UUID callId;
  private final RecordingMedia media;
  private final long startedEpochMillis;
  private final long startedNs;
  private final RecordRing ring;
  private final Queue<LateEvent> late = new ConcurrentLinkedQueue<>();
  private final JsonProvider json;
  private final MediaCounters counters;
  private final Consumer<MediaEvent> events;
  private final Map<TrackKey, RecordingTrack> tracks = new HashMap<>();
  private final List<TrackDescriptor> descriptors = new CopyOnWriteArrayList<>();
  private boolean paused;
  private int pauses;
  private long resumedNs;
  private boolean started;
  private volatile boolean failed;
  private volatile boolean keyFramesWanted;
  private volatile long endedEpochMillis;

  Recording(
      UUID id,
      UUID callId,
      RecordingMedia media,
      int ringBytes,
      JsonProvider json,
      MediaCounters counters,
      Consumer<MediaEvent> events) {
    this.id = id;
    this.callId = callId;
    this.media = media;
    this.ring =
        new RecordRing(media == RecordingMedia.AUDIO ? ringBytes / AUDIO_RING_SHARE : ringBytes);
    this.json = json;
    this.counters = counters;
    this.events = events;
    this.startedEpochMillis = System.currentTimeMillis();
    this.startedNs = System.nanoTime();
  }

  public UUID id() {
    return id;
  }

  public UUID callId() {
    return callId;
  }

  RecordingMedia media() {
    return media;
  }

  long startedEpochMillis() {
    return startedEpochMillis;
  }

  RecordRing ring() {
    return ring;
  }

  /** Share of the ring in use, 0 to 1; from any thread. */
  public double ringFill() {
    return (double) ring.fill() / ring.capacity();
  }

  /**
   * The track to feed with an endpoint's stream, or null when this recording does not take it.
   * Media thread.
   */
  public RecordingTrack track(TrackDescriptor descriptor) {
    if (failed || endedEpochMillis != 0 || !descriptor.belongsTo(media)) {
      return null;
    }
    TrackKey key = new TrackKey(descriptor.participantId(), descriptor.source());
    RecordingTrack track = tracks.get(key);
    if (track == null) {
      track = new RecordingTrack(this, tracks.size(), descriptor);
      tracks.put(key, track);
      descriptors.add(descriptor);
    } else {
      track.describe(descriptor);
      descriptors.set(track.number(), descriptor);
    }
    return track;
  }

  /** Stops taking samples at once; repeated calls have no effect. Media thread. */
  public void pause(long nowNs) {
    if (!paused) {
      paused = true;
      pauses++;
      note("pause", nowNs);
    }
  }

  /** Ends a pause; true when there was one, and key frames should be asked for. Media thread. */
  public boolean resume(long nowNs) {
    if (!paused) {
      return false;
    }
    paused = false;
    resumedNs = nowNs;
    note("resume", nowNs);
    return true;
  }

  /** Keeps what the application tells of the call. Media thread. */
  public void annotate(Annotation annotation, long nowNs) {
    JsonObjectBuilder event = json.createObjectBuilder().add("type", annotation.type());
    if (annotation.participantId() != null) {
      event.add("participantId", annotation.participantId());
    }
    if (annotation.source() != null) {
      event.add("source", annotation.source());
    }
    tell(RecordType.ANNOTATION, sinceStart(nowNs), event.build().toString());
  }

  /** Ends the recording: the disk thread drains what is there and seals. Media thread. */
  public void end() {
    if (endedEpochMillis == 0) {
      endedEpochMillis = System.currentTimeMillis();
    }
  }

  boolean isPaused() {
    return paused;
  }

  /** Pauses begun so far. Media thread. */
  int pauses() {
    return pauses;
  }

  /** When the last pause ended, as {@link System#nanoTime()}; defined once one has. */
  long resumedNs() {
    return resumedNs;
  }

  /** When it ended, or 0 while it runs. */
  long endedEpochMillis() {
    return endedEpochMillis;
  }

  /** The disk thread gave up: taps stop. */
  void fail() {
    failed = true;
  }

  /** Whether the disk gave up; from any thread. */
  public boolean hasFailed() {
    return failed;
  }

  /** The disk takes media again after it did not: what follows should be decodable. */
  void wantKeyFrames() {
    keyFramesWanted = true;
  }

  /** Whether key frames should be asked for; asks once. Media thread. */
  public boolean takeKeyFrameWish() {
    boolean wanted = keyFramesWanted;
    if (wanted) {
      keyFramesWanted = false;
    }
    return wanted;
  }

  TrackDescriptor descriptor(int track) {
    return descriptors.get(track);
  }

  long sinceStart(long monotonicNs) {
    return Math.max(0, monotonicNs - startedNs);
  }

  boolean offer(byte type, int track, long ns, byte[] body, int offset, int length) {
    return !failed && ring.offer(type, track, ns, body, offset, length);
  }

  boolean offerText(byte type, int track, long ns, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return offer(type, track, ns, body, 0, body.length);
  }

  void onPacket(long ns) {
    counters.increment(MediaCounter.PACKETS_RECORDED);
    if (!started) {
      started = true;
      events.accept(
          new MediaEvent.RecordingStarted(callId, id, startedEpochMillis + ns / 1_000_000));
    }
  }

  void countDrop() {
    counters.increment(MediaCounter.DROPPED_RING_FULL);
  }

  String describe(TrackDescriptor descriptor) {
    return descriptor.toJson(json);
  }

  String gapJson(int track, long fromNs, long toNs, String cause) {
    return json.createObjectBuilder()
        .add("type", "gap")
        .add("track", track)
        .add("fromNs", fromNs)
        .add("toNs", toNs)
        .add("cause", cause)
        .build()
        .toString();
  }

  String closedJson(int track, UUID endpointId) {
    return json.createObjectBuilder()
        .add("type", "closed")
        .add("track", track)
        .add("endpointId", endpointId.toString())
        .build()
        .toString();
  }

  /** Hands an event on; a full ring loses media, but not what is said of the call. */
  private void tell(byte type, long ns, String text) {
    if (!offerText(type, -1, ns, text) && !failed) {
      late.add(new LateEvent(type, ns, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Hands out the events for which the ring had no room. Disk thread, after the ring. */
  void drainLate(RecordRing.Reader reader) {
    for (LateEvent event = late.poll(); event != null; event = late.poll()) {
      reader.onRecord(event.type(), -1, event.ns(), event.body(), 0, event.body().length);
    }
  }

  /** Pictures were asked for and there is no room for them. Before the media thread knows it. */
  void noteAudioOnly() {
    String event = json.createObjectBuilder().add("type", "audio-only").build().toString();
    offerText(RecordType.ANNOTATION, -1, 0, event);
  }

  private void note(String type, long nowNs) {
    String event = json.createObjectBuilder().add("type", type).build().toString();
    tell(RecordType.EVENT, sinceStart(nowNs), event);
  }
}
