package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import io.sightline.mixer.text.Mask;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The picture that is composed: planar YUV 4:2:0 in video range. A picture of a cell's size is
 * copied, any other is scaled into it with its aspect ratio kept. Not thread-safe.
 */
public final class Canvas implements AutoCloseable {
  /** A rectangle of the canvas; all values even. */
  public record Cell(int x, int y, int width, int height) {
    /** Whether the two have a pixel in common. */
    public boolean overlaps(Cell other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }

  private static final int BLACK = 16;
  private static final int CARD_LUMA = 44;
  private static final int CARD_BLUE = 136;
  private static final int CARD_RED = 124;
  private static final int LABEL_LUMA = 30;
  private static final int TEXT_LUMA = 215;
  private static final int NEUTRAL = 128;

  private final NativeScope scope = new NativeScope();
  private final AVFrame frame;
  private final Scaler scaler;

  public Canvas(int width, int height) throws AvException {
    boolean done = false;
    try {
      frame = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
      frame.format(avutil.AV_PIX_FMT_YUV420P).width(width).height(height);
      frame.color_range(avutil.AVCOL_RANGE_MPEG);
      check(avutil.av_frame_get_buffer(frame, 0), "allocating the canvas");
      scaler = scope.own(new Scaler(), Scaler::close);
      clear();
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

  /** Makes everything black. */
  public void clear() throws AvException {
    fill(new Cell(0, 0, frame.width(), frame.height()), BLACK, NEUTRAL, NEUTRAL);
  }

  /** Shows that there is no picture, with words in the middle that say why. */
  public void card(Cell cell, Mask words) throws AvException {
    fill(cell, CARD_LUMA, CARD_BLUE, CARD_RED);
    int x = cell.x + (cell.width - words.width()) / 2;
    int y = cell.y + (cell.height - words.height()) / 2;
    draw(words, x, y, CARD_LUMA);
  }

  /** Writes words into a dark field at the lower left of a cell. */
  public void label(Cell cell, Mask words) throws AvException {
    if (words.height() == 0) {
      return;
    }
    int margin = words.height() / 4 & ~1;
    int height = Math.min(cell.height, words.height() + 1 & ~1);
    int width = Math.min(cell.width, (words.width() + 2 * margin + 1) & ~1);
    int top = cell.y + cell.height - height;
    fill(new Cell(cell.x, top, width, height), LABEL_LUMA, NEUTRAL, NEUTRAL);
    draw(words, cell.x + margin, top, LABEL_LUMA);
  }

  /**
   * Puts a picture into a cell.
   *
   * @param clear whether the picture's size has changed and margins are to be blackened
   */
  public void place(Cell cell, AVFrame picture, boolean clear) throws AvException {
    check(avutil.av_frame_make_writable(frame), "writing to the canvas");
    int width = picture.width();
    int height = picture.height();
    if (width == cell.width
        && height == cell.height
        && picture.format() == avutil.AV_PIX_FMT_YUV420P) {
      copy(cell, picture);
      return;
    }
    Cell inner = fit(cell, width, height);
    if (clear && !inner.equals(cell)) {
      fill(cell, BLACK, NEUTRAL, NEUTRAL);
    }
    scaler.scale(picture, frame, inner);
  }

  /** Whether two pictures are the same; ends at the first row that differs. */
  public static boolean same(AVFrame one, AVFrame other) {
    if (one.width() != other.width()
        || one.height() != other.height()
        || one.format() != other.format()
        || one.format() != avutil.AV_PIX_FMT_YUV420P) {
      return false;
    }
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      BytePointer row = new BytePointer(one.data(plane));
      BytePointer otherRow = new BytePointer(other.data(plane));
      for (int y = 0; y < one.height() >> shift; y++) {
        if (Pointer.memcmp(row, otherRow, one.width() >> shift) != 0) {
          return false;
        }
        row.position(row.position() + one.linesize(plane));
        otherRow.position(otherRow.position() + other.linesize(plane));
      }
    }
    return true;
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
          at(frame, plane, cell.x, cell.y),
          frame.linesize(plane),
          picture.data(plane),
          picture.linesize(plane),
          cell.width >> shift,
          cell.height >> shift);
    }
  }

  /** Draws in light grey upon a plain ground; colours stay those of the ground. */
  private void draw(Mask words, int x, int y, int ground) throws AvException {
    check(avutil.av_frame_make_writable(frame), "writing to the canvas");
    int left = Math.max(0, x);
    int width = Math.min(words.width(), frame.width() - left);
    if (width <= 0) {
      return;
    }
    byte[] luma = new byte[width];
    BytePointer row = new BytePointer(frame.data(0));
    for (int line = 0; line < words.height(); line++) {
      if (y + line < 0 || y + line >= frame.height()) {
        continue;
      }
      for (int i = 0; i < width; i++) {
        int cover = words.coverage()[line * words.width() + i] & 0xFF;
        luma[i] = (byte) (ground + (TEXT_LUMA - ground) * cover / 255);
      }
      row.position(frame.data(0).position() + (long) (y + line) * frame.linesize(0) + left);
      row.put(luma, 0, width);
    }
  }

  private void fill(Cell cell, int luma, int blue, int red) throws AvException {
    check(avutil.av_frame_make_writable(frame), "writing to the canvas");
    int[] values = {luma, blue, red};
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      BytePointer row = at(frame, plane, cell.x, cell.y);
      for (int y = 0; y < cell.height >> shift; y++) {
        Pointer.memset(row, values[plane], cell.width >> shift);
        row.position(row.position() + frame.linesize(plane));
      }
    }
  }

  static BytePointer at(AVFrame frame, int plane, int x, int y) {
    int shift = plane == 0 ? 0 : 1;
    long offset = (long) (y >> shift) * frame.linesize(plane) + (x >> shift);
    return new BytePointer(frame.data(plane)).position(frame.data(plane).position() + offset);
  }

  @Override
  public void close() {
    scope.close();
  }
}
