package io.sightline.mixer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** Encodes pictures as a browser would send them. */
final class TestVideoEncoder implements AutoCloseable {
  /**
   * A picture's values.
   *
   * @param noise how far luma strays from pixel to pixel and from picture to picture
   */
  record Picture(int luma, int blue, int red, int noise) {
    Picture(int luma, int blue, int red) {
      this(luma, blue, red, 0);
    }
  }

  private final AVCodecContext context;
  private final AVFrame frame = avutil.av_frame_alloc();
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final SplittableRandom random = new SplittableRandom(3);
  private long count;

  TestVideoEncoder(String codec, int width, int height, int framesPerSecond) {
    String name =
        switch (codec) {
          case "VP8" -> "libvpx";
          case "VP9" -> "libvpx-vp9";
          case "AV1" -> "libaom-av1";
          default -> "libopenh264";
        };
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name(name);
    context = avcodec.avcodec_alloc_context3(encoder);
    context.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
    context.time_base().num(1).den(framesPerSecond);
    context.framerate().num(framesPerSecond).den(1);
    context.bit_rate(600_000).gop_size(framesPerSecond * 3).max_b_frames(0).thread_count(1);
    AVDictionary options = new AVDictionary(null);
    if (codec.equals("AV1")) {
      avutil.av_dict_set(options, "usage", "realtime", 0);
      avutil.av_dict_set(options, "cpu-used", "8", 0);
      avutil.av_dict_set(options, "lag-in-frames", "0", 0);
    } else if (!codec.equals("H264")) {
      avutil.av_dict_set(options, "deadline", "realtime", 0);
      avutil.av_dict_set(options, "cpu-used", "8", 0);
      avutil.av_dict_set(options, "lag-in-frames", "0", 0);
    } else {
      avutil.av_dict_set(options, "profile", "constrained_baseline", 0);
    }
    if (avcodec.avcodec_open2(context, encoder, options) < 0) {
      throw new IllegalStateException("cannot open " + name);
    }
    frame.format(avutil.AV_PIX_FMT_YUV420P).width(width).height(height);
    if (avutil.av_frame_get_buffer(frame, 0) < 0) {
      throw new IllegalStateException("no memory");
    }
  }

  /** Encodes a picture with a moving bar, so that frames differ. */
  byte[] encode(Picture picture) {
    avutil.av_frame_make_writable(frame);
    int bar = (int) (count * 8 % (frame.width() - 16));
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      int value = plane == 0 ? picture.luma() : plane == 1 ? picture.blue() : picture.red();
      byte[] row = new byte[frame.width() >> shift];
      Arrays.fill(row, (byte) value);
      if (plane == 0) {
        Arrays.fill(row, bar, bar + 8, (byte) (value + 12));
      }
      BytePointer data = frame.data(plane);
      for (int y = 0; y < frame.height() >> shift; y++) {
        if (plane == 0 && picture.noise() > 0) {
          noise(row, value, picture.noise());
        }
        data.position((long) y * frame.linesize(plane)).put(row, 0, row.length);
      }
    }
    frame.pts(count++);
    if (avcodec.avcodec_send_frame(context, frame) < 0) {
      throw new IllegalStateException("cannot encode");
    }
    List<byte[]> out = new ArrayList<>();
    while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      out.add(bytes);
      avcodec.av_packet_unref(packet);
    }
    return out.isEmpty() ? null : out.get(0);
  }

  private void noise(byte[] row, int value, int noise) {
    long bits = 0;
    for (int x = 0; x < row.length; x++) {
      bits = x % 8 == 0 ? random.nextLong() : bits >>> 8;
      row[x] = (byte) (value + ((((int) bits & 0xFF) * noise) >> 8) + (x & 0x3F));
    }
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
  }
}
