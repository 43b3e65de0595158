package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The picture that is composed: planar YUV 4:2:0 in video range. A picture of a cell's size is
 * copied, any other is scaled into it with its aspect ratio kept. Not thread-safe.
 */
public final class Canvas implements AutoCloseable {
  /** A rectangle of the canvas; all values even. */
  public record Cell(int x, int y, int width, int height) {}

  private static final int BLACK = 16;
  private static final int CARD_LUMA = 44;
  private static final int CARD_BLUE = 136;
  private static final int CARD_RED = 124;
  private static final int NEUTRAL = 128;

  private final NativeScope scope = new NativeScope();
  private final AVFrame frame;
  private final PointerPointer<BytePointer> target;
  private final IntPointer targetStride;
  private SwsContext scaler;

  public Canvas(int width, int height) throws AvException {
    boolean done = false;
    try {
      frame = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
      frame.format(avutil.AV_PIX_FMT_YUV420P).width(width).height(height);
      frame.color_range(avutil.AVCOL_RANGE_MPEG);
      check(avutil.av_frame_get_buffer(frame, 0), "allocating the canvas");
      target = scope.own(new PointerPointer<BytePointer>(4), PointerPointer::close);
      targetStride = scope.own(new IntPointer(4L), IntPointer::close);
      fill(new Cell(0, 0, width, height), BLACK, NEUTRAL, NEUTRAL);
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** The composed picture; whoever keeps it beyond a call must reference it. */
  public AVFrame frame() {
    return frame;
  }

  /** Shows that there is no picture. */
  public void card(Cell cell) throws AvException {
    fill(cell, CARD_LUMA, CARD_BLUE, CARD_RED);
  }

  /**
   * Puts a picture into a cell.
   *
   * @param clear whether the picture's size has changed and margins are to be blackened
   * @return false when the cell shows that very picture already; not found out of scaled ones
   */
  public boolean place(Cell cell, AVFrame picture, boolean clear) throws AvException {
    int width = picture.width();
    int height = picture.height();
    boolean fits = width == cell.width && height == cell.height && is420(picture.format());
    if (fits && shows(cell, picture)) {
      return false;
    }
    check(avutil.av_frame_make_writable(frame), "writing to the canvas");
    if (fits) {
      copy(cell, picture);
      return true;
    }
    Cell inner = fit(cell, width, height);
    if (clear && !inner.equals(cell)) {
      fill(cell, BLACK, NEUTRAL, NEUTRAL);
    }
    scale(inner, picture);
    return true;
  }

  /** Ends at the first row that differs: of a living picture, an early one. */
  private boolean shows(Cell cell, AVFrame picture) {
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      BytePointer shown = at(plane, cell);
      BytePointer row = new BytePointer(picture.data(plane));
      for (int y = 0; y < cell.height >> shift; y++) {
        if (Pointer.memcmp(shown, row, cell.width >> shift) != 0) {
          return false;
        }
        shown.position(shown.position() + frame.linesize(plane));
        row.position(row.position() + picture.linesize(plane));
      }
    }
    return true;
  }

  private static boolean is420(int format) {
    return format == avutil.AV_PIX_FMT_YUV420P;
  }

  /** The largest rectangle of the picture's shape in the middle of the cell. */
  static Cell fit(Cell cell, int width, int height) {
    long scaledWidth = Math.min(cell.width, (long) cell.height * width / height);
    long scaledHeight = Math.min(cell.height, (long) cell.width * height / width);
    int innerWidth = (int) Math.max(2, scaledWidth & ~1L);
    int innerHeight = (int) Math.max(2, scaledHeight & ~1L);
    int x = cell.x + ((cell.width - innerWidth) / 2 & ~1);
    int y = cell.y + ((cell.height - innerHeight) / 2 & ~1);
    return new Cell(x, y, innerWidth, innerHeight);
  }

  private void copy(Cell cell, AVFrame picture) {
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      avutil.av_image_copy_plane(
          at(plane, cell),
          frame.linesize(plane),
          picture.data(plane),
          picture.linesize(plane),
          cell.width >> shift,
          cell.height >> shift);
    }
  }

  private void scale(Cell cell, AVFrame picture) throws AvException {
    scaler =
        swscale.sws_getCachedContext(
            scaler,
            picture.width(),
            picture.height(),
            picture.format(),
            cell.width,
            cell.height,
            avutil.AV_PIX_FMT_YUV420P,
            swscale.SWS_BILINEAR,
            null,
            null,
            (DoublePointer) null);
    if (scaler == null) {
      throw new AvException("a picture's format cannot be scaled");
    }
    for (int plane = 0; plane < 3; plane++) {
      target.put(plane, at(plane, cell));
      targetStride.put(plane, frame.linesize(plane));
    }
    target.put(3, (Pointer) null);
    targetStride.put(3, 0);
    check(
        swscale.sws_scale(
            scaler,
            new PointerPointer<BytePointer>(picture.data()),
            picture.linesize(),
            0,
            picture.height(),
            target,
            targetStride),
        "scaling a picture");
  }

  private void fill(Cell cell, int luma, int blue, int red) throws AvException {
    check(avutil.av_frame_make_writable(frame), "writing to the canvas");
    int[] values = {luma, blue, red};
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      BytePointer row = at(plane, cell);
      for (int y = 0; y < cell.height >> shift; y++) {
        Pointer.memset(row, values[plane], cell.width >> shift);
        row.position(row.position() + frame.linesize(plane));
      }
    }
  }

  private BytePointer at(int plane, Cell cell) {
    int shift = plane == 0 ? 0 : 1;
    long offset = (long) (cell.y >> shift) * frame.linesize(plane) + (cell.x >> shift);
    return new BytePointer(frame.data(plane)).position(frame.data(plane).position() + offset);
  }

  @Override
  public void close() {
    if (scaler != null) {
      swscale.sws_freeContext(scaler);
      scaler = null;
    }
    scope.close();
  }
}
