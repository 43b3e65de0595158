package io.sightline.media.server;

import io.sightline.media.api.InterruptedRecording;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaException.Reason;
import io.sightline.media.api.StartRecording;
import io.sightline.media.recorder.InterruptedFiles;
import io.sightline.media.recorder.ManifestSigner;
import io.sightline.media.recorder.Recording;
import io.sightline.media.recorder.RecordingDisk;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The recordings that run or are being sealed, by id. Safe from any thread. */
final class RunningRecordings {
  private static final int KEY_BYTES = 32;

  private final MediaConfiguration configuration;
  private final RecordingDisk disk;
  private final ManagementBeans management;
  private final JsonProvider json;
  private final ManifestSigner signer;
  private final Map<UUID, Recording> byId = new ConcurrentHashMap<>();
  private Consumer<Recording> onStart = recording -> {};

  RunningRecordings(
      MediaConfiguration configuration,
      RecordingDisk disk,
      ManagementBeans management,
      JsonProvider json,
      ManifestSigner signer) {
    this.configuration = configuration;
    this.disk = disk;
    this.management = management;
    this.json = json;
    this.signer = signer;
  }

  /** Who has a recording take its call's tracks; once, before the first start. */
  void onStart(Consumer<Recording> listener) {
    onStart = listener;
  }

  void start(StartRecording request) throws MediaException {
    check(request.directory(), request.key());
    synchronized (byId) {
      if (byId.containsKey(request.recordingId())) {
        return;
      }
      if (byId.size() >= configuration.maxRecordings()) {
        throw new MediaException(
            Reason.REFUSED,
            "This media server takes "
                + configuration.maxRecordings()
                + " recordings at a time (sightline.recording.max-running)");
      }
      try {
        Recording recording = disk.open(request);
        byId.put(recording.id(), recording);
        management.add(recording);
        onStart.accept(recording);
      } catch (IOException e) {
        throw new MediaException(
            Reason.STORAGE,
            "The recording cannot be written below "
                + configuration.store()
                + " (sightline.recording.store): "
                + e.getMessage(),
            e);
      }
    }
  }

  MediaEvent.RecordingSealed sealInterrupted(InterruptedRecording request) throws MediaException {
    check(request.directory(), request.key());
    synchronized (byId) {
      if (byId.containsKey(request.recordingId())) {
        throw new MediaException(
            Reason.REFUSED, "Recording " + request.recordingId() + " runs or is being sealed");
      }
    }
    return new InterruptedFiles(request, configuration.store(), json, signer).seal();
  }

  private static void check(String directory, byte[] key) throws MediaException {
    if (!RecordingDisk.isPermitted(directory)) {
      throw new MediaException(
          Reason.INVALID, "The directory must consist of segments of [A-Za-z0-9._-]");
    }
    if (key == null || key.length != KEY_BYTES) {
      throw new MediaException(Reason.INVALID, "The key must have 32 bytes");
    }
  }

  /** The recording, or null. */
  Recording find(UUID recordingId) {
    return byId.get(recordingId);
  }

  Recording require(UUID recordingId) throws MediaException {
    Recording recording = byId.get(recordingId);
    if (recording == null) {
      throw new MediaException(Reason.NOT_FOUND, "No recording " + recordingId);
    }
    return recording;
  }

  List<Recording> all() {
    return List.copyOf(byId.values());
  }

  void forget(UUID recordingId) {
    byId.remove(recordingId);
    management.remove(recordingId);
  }

  void clear() {
    byId.clear();
  }
}
