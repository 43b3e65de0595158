package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Scales pictures into parts of others, and keeps what it set up for each pair of sizes: cells of
 * several sizes take turns. Not thread-safe.
 */
final class Scaler implements AutoCloseable {
  private static final int KEPT = 24;

  private record Sizes(
      int width, int height, int format, int toWidth, int toHeight, int toFormat) {}

  private final NativeScope scope = new NativeScope();
  private final PointerPointer<BytePointer> target;
  private final IntPointer targetStride;
  private final Map<Sizes, SwsContext> contexts = new LinkedHashMap<>(16, 0.75f, true);

  Scaler() throws AvException {
    target = scope.own(new PointerPointer<BytePointer>(4), PointerPointer::close);
    targetStride = scope.own(new IntPointer(4L), IntPointer::close);
  }

  /** Fills a part of a 4:2:0 picture with the whole of another one. */
  void scale(AVFrame picture, AVFrame into, Canvas.Cell cell) throws AvException {
    SwsContext context =
        context(
            new Sizes(
                picture.width(),
                picture.height(),
                picture.format(),
                cell.width(),
                cell.height(),
                into.format()));
    for (int plane = 0; plane < 3; plane++) {
      target.put(plane, Canvas.at(into, plane, cell.x(), cell.y()));
      targetStride.put(plane, into.linesize(plane));
    }
    target.put(3, (Pointer) null);
    targetStride.put(3, 0);
    check(
        swscale.sws_scale(
            context,
            new PointerPointer<BytePointer>(picture.data()),
            picture.linesize(),
            0,
            picture.height(),
            target,
            targetStride),
        "scaling a picture");
  }

  private SwsContext context(Sizes sizes) throws AvException {
    SwsContext known = contexts.get(sizes);
    if (known != null) {
      return known;
    }
    if (contexts.size() >= KEPT) {
      Sizes eldest = contexts.keySet().iterator().next();
      swscale.sws_freeContext(contexts.remove(eldest));
    }
    SwsContext created =
        swscale.sws_getContext(
            sizes.width,
            sizes.height,
            sizes.format,
            sizes.toWidth,
            sizes.toHeight,
            sizes.toFormat,
            swscale.SWS_BILINEAR,
            null,
            null,
            (DoublePointer) null);
    if (created == null) {
      throw new AvException("a picture of this kind cannot be scaled");
    }
    contexts.put(sizes, created);
    return created;
  }

  @Override
  public void close() {
    contexts.values().forEach(swscale::sws_freeContext);
    contexts.clear();
    scope.close();
  }
}
