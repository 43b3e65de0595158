package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** Holds on to one decoded or composed picture, without copying it. Not thread-safe. */
public final class Picture implements AutoCloseable {
  private final NativeScope scope = new NativeScope();
  private final AVFrame frame;
  private boolean empty = true;

  public Picture() throws AvException {
    frame = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
  }

  /** Takes another picture and lets go of the one before. */
  public void hold(AVFrame picture) throws AvException {
    release();
    check(avutil.av_frame_ref(frame, picture), "holding a picture");
    empty = false;
  }

  public void release() {
    avutil.av_frame_unref(frame);
    empty = true;
  }

  /** Returns null when there is none. */
  public AVFrame frame() {
    return empty ? null : frame;
  }

  @Override
  public void close() {
    scope.close();
  }
}
