package io.sightline.mixer.av;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** Loads the native libraries. */
public final class Libav {
  /** AVERROR(EAGAIN) on Linux. */
  static final int EAGAIN = -11;

  /** AVERROR(EIO) on Linux. */
  static final int EIO = -5;

  private Libav() {}

  /** Loads libav, once; before any other use of this package. */
  public static void load() {
    // JavaCPP would otherwise take the size of the Java heap as the limit of native memory, and
    // free
    // by garbage collection what NativeScope frees at once.
    setDefault("org.bytedeco.javacpp.nopointergc", "true");
    setDefault("org.bytedeco.javacpp.maxbytes", "0");
    setDefault("org.bytedeco.javacpp.maxphysicalbytes", "0");
    Loader.load(avutil.class);
    Loader.load(swresample.class);
    Loader.load(swscale.class);
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * The decoder for a codec by its name in SDP, or null. For Opus libav's own, which takes less
   * than half the time of the bundled libopus.
   */
  static String decoderName(String codec) {
    return switch (codec) {
      case "VP8" -> "vp8";
      case "VP9" -> "vp9";
      case "H264" -> "h264";
      case "AV1" -> "libaom-av1";
      case "OPUS" -> "opus";
      case "G722" -> "g722";
      case "PCMU" -> "pcm_mulaw";
      case "PCMA" -> "pcm_alaw";
      default -> null;
    };
  }
}
