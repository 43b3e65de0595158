package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** Turns pictures of phones that are held sideways. Not thread-safe. */
public final class Turner implements AutoCloseable {
  private final NativeScope scope = new NativeScope();
  private final AVFrame turned;
  private byte[] from = new byte[0];
  private byte[] to = new byte[0];

  public Turner() throws AvException {
    turned = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
  }

  /**
   * Turns a picture clockwise.
   *
   * @param quarters of a circle, 0 to 3
   * @return the picture itself where there is nothing to turn, or its format is not one that
   *     cameras send; else one that is valid until the next call
   */
  public AVFrame turn(AVFrame picture, int quarters) throws AvException {
    boolean planar =
        picture.format() == avutil.AV_PIX_FMT_YUV420P
            || picture.format() == avutil.AV_PIX_FMT_YUVJ420P;
    if (quarters == 0 || !planar) {
      return picture;
    }
    boolean upright = quarters == 2;
    avutil.av_frame_unref(turned);
    turned.format(picture.format());
    turned.width(upright ? picture.width() : picture.height());
    turned.height(upright ? picture.height() : picture.width());
    check(avutil.av_frame_get_buffer(turned, 0), "allocating a picture");
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      turn(
          picture,
          plane,
          (picture.width() + shift) >> shift,
          (picture.height() + shift) >> shift,
          quarters);
    }
    return turned;
  }

  private void turn(AVFrame picture, int plane, int width, int height, int quarters) {
    int size = width * height;
    if (from.length < size) {
      from = new byte[size];
      to = new byte[size];
    }
    BytePointer rows = new BytePointer(picture.data(plane));
    for (int y = 0; y < height; y++) {
      rows.position((long) y * picture.linesize(plane)).get(from, y * width, width);
    }
    int toWidth = quarters == 2 ? width : height;
    int toHeight = quarters == 2 ? height : width;
    for (int y = 0; y < toHeight; y++) {
      for (int x = 0; x < toWidth; x++) {
        to[y * toWidth + x] =
            switch (quarters) {
              case 1 -> from[(height - 1 - x) * width + y];
              case 2 -> from[(height - 1 - y) * width + width - 1 - x];
              default -> from[x * width + width - 1 - y];
            };
      }
    }
    BytePointer target = new BytePointer(turned.data(plane));
    for (int y = 0; y < toHeight; y++) {
      target.position((long) y * turned.linesize(plane)).put(to, y * toWidth, toWidth);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
