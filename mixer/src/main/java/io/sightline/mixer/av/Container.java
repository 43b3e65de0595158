package io.sightline.mixer.av;

import java.util.Locale;

/** The file formats that are written, and what goes into them. */
public enum Container {
  WEBM("webm", "matroska", "libvpx", "libopus", "video/webm", "audio/webm"),
  MP4("mp4", "mov", "libopenh264", "aac", "video/mp4", "audio/mp4");

  final String muxer;
  final String demuxer;
  final String videoEncoder;
  final String audioEncoder;
  private final String videoMime;
  private final String audioMime;

  Container(
      String muxer,
      String demuxer,
      String videoEncoder,
      String audioEncoder,
      String videoMime,
      String audioMime) {
    this.muxer = muxer;
    this.demuxer = demuxer;
    this.videoEncoder = videoEncoder;
    this.audioEncoder = audioEncoder;
    this.videoMime = videoMime;
    this.audioMime = audioMime;
  }

  /** Returns null for an unknown name. */
  public static Container named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "webm" -> WEBM;
      case "mp4" -> MP4;
      default -> null;
    };
  }

  /** The file name's extension, which is also the name in jobs. */
  public String extension() {
    return muxer;
  }

  public String mime(boolean video) {
    return video ? videoMime : audioMime;
  }
}
