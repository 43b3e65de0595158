package io.sightline.mixer.av;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;

/** A call of libav failed. */
public class AvException extends IOException {
  private static final long serialVersionUID = 1L;

  public AvException(String message) {
    super(message);
  }

  public AvException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Passes on what a libav function returned, unless it is an error. */
  static int check(int result, String what) throws AvException {
    if (result < 0) {
      throw new AvException(what + ": " + text(result));
    }
    return result;
  }

  static String text(int error) {
    byte[] text = new byte[128];
    avutil.av_strerror(error, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }
}
