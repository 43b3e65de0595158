package io.sightline.mixer;

import io.sightline.mixer.av.Canvas;
import io.sightline.mixer.av.Picture;
import io.sightline.mixer.av.Turner;
import io.sightline.mixer.av.VideoDecoder;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.Span;
import io.sightline.mixer.track.TrackReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One video track as it is seen over time: nothing before its first picture, the last picture over
 * short gaps, and nothing again where none comes for long. Not thread-safe.
 */
final class VideoTrack implements AutoCloseable {
  /** Pictures that could not be decoded leave the one before standing, but not for ever. */
  private static final long FROZEN_NS = 5_000_000_000L;

  /** A picture that comes so soon is waited for without words. */
  private static final long SOON_NS = 1_500_000_000L;

  final RecordingTracks.Track track;
  final TrackReader reader;
  final Spread errors = new Spread();

  /** Stretches for which there were packets, and a decoder refused what they held. */
  final List<Span> refused = new ArrayList<>();

  private final List<Span> pauses;
  private final boolean screen;
  private final Picture shown = new Picture();
  private final Turner turner = new Turner();
  private VideoDecoder decoder;
  private int stream = -1;
  private TrackReader.Frame ahead;
  private boolean needKey;
  private long shownNs;
  private long decodedNs = Long.MIN_VALUE;
  private long refusedSinceNs = Long.MIN_VALUE;
  private long decoded;
  private long undecodable;
  private final long countedFromNs;

  /**
   * @param fromNs the first time for which a picture will be asked; the track is decoded from the
   *     key frame before
   * @param countedFromNs pictures for times before are not counted
   */
  VideoTrack(RecordingTracks tracks, RecordingTracks.Track track, long fromNs, long countedFromNs)
      throws IOException {
    this.countedFromNs = countedFromNs;
    this.track = track;
    this.pauses = tracks.pauses();
    this.screen = track.description().screen();
    this.reader = fromNs > 0 ? tracks.open(track, fromNs) : tracks.open(track);
    this.ahead = reader.next();
  }

  /**
   * Decodes what is to be seen at a time.
   *
   * @param timeNs frames up to this one are taken
   * @param writtenNs the time that the picture gets in the file
   * @return whether it is something else than before
   */
  boolean advance(long timeNs, long writtenNs) throws IOException {
    AVFrame picture = null;
    int quarters = 0;
    long pictureNs = shownNs;
    boolean paused = false;
    boolean counted = writtenNs >= countedFromNs;
    while (ahead != null && ahead.timeNs() <= timeNs) {
      paused = ahead.data().length == 0;
      if (paused) {
        ahead = reader.next();
        picture = null;
        continue;
      }
      AVFrame next = decode(ahead, counted);
      if (next == null) {
        refusedSinceNs = refusedSinceNs == Long.MIN_VALUE ? decodedNs : refusedSinceNs;
      } else {
        if (refusedSinceNs != Long.MIN_VALUE && counted) {
          refused.add(new Span(refusedSinceNs, ahead.timeNs()));
        }
        refusedSinceNs = Long.MIN_VALUE;
        decodedNs = ahead.timeNs();
      }
      if (next != null && !Span.any(pauses, ahead.timeNs())) {
        picture = next;
        pictureNs = Math.max(pictureNs, ahead.timeNs());
        quarters = ahead.quarters();
      }
      ahead = reader.next();
    }
    if (picture != null) {
      shownNs = pictureNs;
      if (counted) {
        errors.add(writtenNs - pictureNs);
      }
      AVFrame upright = turner.turn(picture, quarters);
      boolean same = shown.frame() != null && Canvas.same(shown.frame(), upright);
      shown.hold(upright);
      return !same;
    }
    if (shown.frame() != null && (paused || isGone(timeNs))) {
      shown.release();
      return true;
    }
    return false;
  }

  /** A screen stands until the scene has no place for it. */
  private boolean isGone(long timeNs) {
    if (screen) {
      return false;
    }
    boolean longGap = ahead == null || ahead.timeNs() - shownNs > TrackReader.ABSENT_NS;
    return timeNs - shownNs > (longGap ? TrackReader.STANDS_NS : FROZEN_NS);
  }

  /** Reads what is left without decoding it, for the reader's counters. */
  void readToEnd() throws IOException {
    while (ahead != null) {
      ahead = reader.next();
    }
  }

  /** What is to be seen, or null; valid until the next call of {@link #advance}. */
  AVFrame picture() {
    return shown.frame();
  }

  /** Whether a picture comes so soon that its absence needs no words. */
  boolean comesSoon(long timeNs) {
    return ahead != null && ahead.timeNs() - timeNs < SOON_NS;
  }

  /** When the picture was taken, on the timeline. */
  long shownNs() {
    return shownNs;
  }

  long decoded() {
    return decoded;
  }

  /** Frames that were whole and yet could not be decoded. */
  long undecodable() {
    return undecodable;
  }

  private AVFrame decode(TrackReader.Frame frame, boolean counted) throws IOException {
    if (frame.stream() != stream) {
      stream = frame.stream();
      closeDecoder();
      decoder = new VideoDecoder(frame.codec().name());
      needKey = true;
    }
    boolean fed = !needKey || frame.key();
    AVFrame picture = fed ? decoder.decode(frame.data()) : null;
    needKey = picture == null;
    if (counted) {
      decoded += picture == null ? 0 : 1;
      undecodable += picture == null ? 1 : 0;
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
    shown.close();
    turner.close();
    reader.close();
  }
}
