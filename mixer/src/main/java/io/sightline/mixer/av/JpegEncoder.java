package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Makes one JPEG file of one picture. */
public final class JpegEncoder {
  /** libav's scale, 2 the best and 31 the worst. */
  private static final int QUALITY = 4;

  private JpegEncoder() {}

  /** Returns the whole file. */
  public static byte[] encode(AVFrame picture) throws AvException {
    try (NativeScope scope = new NativeScope();
        Scaler scaler = new Scaler()) {
      AVFrame full = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
      full.format(avutil.AV_PIX_FMT_YUVJ420P).width(picture.width()).height(picture.height());
      full.color_range(avutil.AVCOL_RANGE_JPEG);
      check(avutil.av_frame_get_buffer(full, 0), "allocating a picture");
      scaler.scale(picture, full, new Canvas.Cell(0, 0, full.width(), full.height()));
      AVCodec encoder = avcodec.avcodec_find_encoder_by_name("mjpeg");
      AVCodecContext context =
          scope.own(avcodec.avcodec_alloc_context3(encoder), avcodec::avcodec_free_context);
      context.width(full.width()).height(full.height()).pix_fmt(avutil.AV_PIX_FMT_YUVJ420P);
      context.color_range(avutil.AVCOL_RANGE_JPEG);
      context.time_base().num(1).den(1);
      context.thread_count(1);
      context.flags(context.flags() | avcodec.AV_CODEC_FLAG_QSCALE);
      context.global_quality(QUALITY * avutil.FF_QP2LAMBDA);
      full.quality(context.global_quality());
      full.pts(0);
      check(avcodec.avcodec_open2(context, encoder, (AVDictionary) null), "opening the encoder");
      AVPacket packet = scope.own(avcodec.av_packet_alloc(), avcodec::av_packet_free);
      check(avcodec.avcodec_send_frame(context, full), "encoding a picture");
      check(avcodec.avcodec_send_frame(context, null), "encoding a picture");
      check(avcodec.avcodec_receive_packet(context, packet), "encoding a picture");
      byte[] file = new byte[packet.size()];
      packet.data().get(file);
      return file;
    }
  }
}
