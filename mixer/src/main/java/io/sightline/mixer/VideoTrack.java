package io.sightline.mixer;

import io.sightline.mixer.av.Canvas;
import io.sightline.mixer.av.VideoDecoder;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.TrackReader;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One video track as it appears in its cell: a card before its first picture, the last picture over
 * gaps, and a card again where nothing came for long. Not thread-safe.
 */
final class VideoTrack implements AutoCloseable {
  /** A gap this long is no loss: the camera is off, or its owner away. */
  private static final long CARD_AFTER_NS = 5_000_000_000L;

  final RecordingTracks.Track track;
  final TrackReader reader;
  private final Canvas canvas;
  private final Canvas.Cell cell;
  private VideoDecoder decoder;
  private int stream = -1;
  private TrackReader.Frame ahead;
  private boolean needKey;
  private boolean showing;
  private int width;
  private int height;
  private long shownNs;
  private long decoded;
  private long undecodable;

  VideoTrack(RecordingTracks tracks, RecordingTracks.Track track, Canvas canvas, Canvas.Cell cell)
      throws IOException {
    this.track = track;
    this.canvas = canvas;
    this.cell = cell;
    this.reader = tracks.open(track);
    this.ahead = reader.next();
  }

  /**
   * Draws what is to be seen at a time.
   *
   * @return whether the cell has changed
   */
  boolean advance(long timeNs) throws IOException {
    AVFrame picture = null;
    boolean paused = false;
    while (ahead != null && ahead.timeNs() <= timeNs) {
      paused = ahead.data().length == 0;
      if (paused) {
        ahead = reader.next();
        picture = null;
        continue;
      }
      AVFrame next = decode(ahead);
      if (next != null) {
        picture = next;
        shownNs = Math.max(shownNs, ahead.timeNs());
      }
      ahead = reader.next();
    }
    if (picture != null) {
      boolean resized = !showing || picture.width() != width || picture.height() != height;
      width = picture.width();
      height = picture.height();
      showing = true;
      return canvas.place(cell, picture, resized);
    }
    if (showing && (paused || timeNs - shownNs > CARD_AFTER_NS)) {
      canvas.card(cell);
      showing = false;
      return true;
    }
    return false;
  }

  long decoded() {
    return decoded;
  }

  /** Frames that were whole and yet could not be decoded. */
  long undecodable() {
    return undecodable;
  }

  private AVFrame decode(TrackReader.Frame frame) throws IOException {
    if (frame.stream() != stream) {
      stream = frame.stream();
      closeDecoder();
      decoder = new VideoDecoder(frame.codec().name());
      needKey = true;
    }
    if (needKey && !frame.key()) {
      undecodable++;
      return null;
    }
    AVFrame picture = decoder.decode(frame.data());
    needKey = picture == null;
    if (picture == null) {
      undecodable++;
    } else {
      decoded++;
    }
    return picture;
  }

  private void closeDecoder() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeDecoder();
    reader.close();
  }
}
