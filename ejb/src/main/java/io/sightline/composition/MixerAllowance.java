package io.sightline.composition;

import io.sightline.recording.Capture;
import io.sightline.recording.RecordingSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many mixer programs may run: as many as configured, fewer where live media needs the
 * processors. Live media always wins: what it takes, and half a processor more, is left to it; at 0
 * mixers that run already are suspended. Safe from any thread.
 */
@ApplicationScoped
public class MixerAllowance {
  /** CPU that one RTP packet costs, taken or sent, recording included; docs/performance.md. */
  private static final double SECONDS_PER_PACKET = 12e-6;

  private static final double RESERVE = 0.5;
  private static final long INTERVAL_NS = Duration.ofSeconds(1).toNanos();

  private Capture capture;
  private RecordingSettings settings;
  private LongSupplier nanoTime = System::nanoTime;
  private int processors = Runtime.getRuntime().availableProcessors();
  private long lastPackets = -1;
  private long lastNs;
  private double live;

  /** For the container. */
  public MixerAllowance() {}

  @Inject
  MixerAllowance(Capture capture, RecordingSettings settings) {
    this.capture = capture;
    this.settings = settings;
  }

  MixerAllowance(
      Capture capture, RecordingSettings settings, LongSupplier nanoTime, int processors) {
    this(capture, settings);
    this.nanoTime = nanoTime;
    this.processors = processors;
  }

  /** Mixer programs that may run now; 0 suspends starting them. */
  public int mixers() {
    double needed = liveProcessors();
    double reserved = needed == 0 ? 0 : needed + RESERVE;
    return Math.max(0, Math.min(settings.mixers(), (int) Math.floor(processors - reserved)));
  }

  /** Processors that live media takes, measured over at least a second; 0 without any. */
  public synchronized double liveProcessors() {
    long now = nanoTime.getAsLong();
    if (lastPackets >= 0 && now - lastNs < INTERVAL_NS) {
      return live;
    }
    long packets = capture.packets();
    if (lastPackets >= 0 && packets >= lastPackets) {
      live = (packets - lastPackets) * SECONDS_PER_PACKET / ((now - lastNs) / 1e9);
    } else {
      live = 0;
    }
    lastPackets = Math.max(packets, 0);
    lastNs = now;
    return live;
  }
}
