package io.sightline.mixer.av;

import java.util.Arrays;
import java.util.List;

/** The file formats that are written, and what their sound is encoded with. */
public enum Container {
  WEBM("webm", "webm", "matroska", "libopus", "video/webm", "audio/webm"),
  MP4("mp4", "mp4", "mov", "aac", "video/mp4", "audio/mp4"),
  MP3("mp3", "mp3", "mp3", "libmp3lame", "audio/mpeg", "audio/mpeg"),
  WAV("wav", "wav", "wav", "pcm_s16le", "audio/wav", "audio/wav"),
  /** One picture that shows what the recording is about. */
  POSTER("poster", null, "jpeg_pipe", null, "image/jpeg", "image/jpeg"),
  /** Small pictures over the whole length, with their times. */
  CONTACT_SHEET("contact-sheet", null, "jpeg_pipe", null, "image/jpeg", "image/jpeg");

  final String muxer;
  final String demuxer;
  final String audioEncoder;
  private final String label;
  private final String videoMime;
  private final String audioMime;

  Container(
      String label,
      String muxer,
      String demuxer,
      String audioEncoder,
      String videoMime,
      String audioMime) {
    this.label = label;
    this.muxer = muxer;
    this.demuxer = demuxer;
    this.audioEncoder = audioEncoder;
    this.videoMime = videoMime;
    this.audioMime = audioMime;
  }

  /** Returns null for an unknown name. */
  public static Container named(String name) {
    for (Container container : values()) {
      if (container.label.equals(name)) {
        return container;
      }
    }
    return null;
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(Container::label).toList();
  }

  /** The name in jobs and results. */
  public String label() {
    return label;
  }

  /** Without the dot. */
  public String extension() {
    return still() ? "jpg" : muxer;
  }

  /** Whether it holds moving pictures. */
  public boolean moving() {
    return this == WEBM || this == MP4;
  }

  /** Whether it is one still picture. */
  public boolean still() {
    return this == POSTER || this == CONTACT_SHEET;
  }

  /** Whether packets lie in the file byte for byte as the encoder gave them. */
  boolean verbatim() {
    return this == WEBM;
  }

  public String mime(boolean video) {
    return video ? videoMime : audioMime;
  }
}
