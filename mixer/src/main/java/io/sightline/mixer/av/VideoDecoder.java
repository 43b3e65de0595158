package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Decodes one video stream, a frame in, a picture out. Not thread-safe. */
public final class VideoDecoder implements AutoCloseable {
  private final NativeScope scope = new NativeScope();
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame next;
  private final AVFrame picture;

  /**
   * @param codec VP8, VP9, H264 or AV1
   */
  public VideoDecoder(String codec) throws AvException {
    boolean done = false;
    try {
      AVCodec decoder = avcodec.avcodec_find_decoder_by_name(Libav.decoderName(codec));
      context = scope.own(avcodec.avcodec_alloc_context3(decoder), avcodec::avcodec_free_context);
      context.thread_count(1);
      context.flags(context.flags() | avcodec.AV_CODEC_FLAG_LOW_DELAY);
      check(avcodec.avcodec_open2(context, decoder, (AVDictionary) null), "opening the decoder");
      packet = scope.own(avcodec.av_packet_alloc(), avcodec::av_packet_free);
      next = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
      picture = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
      done = true;
    } finally {
      if (!done) {
        scope.close();
      }
    }
  }

  /**
   * Decodes a frame.
   *
   * @return the picture, valid until the next call; null if there is none, be it for an error
   */
  public AVFrame decode(byte[] data) throws AvException {
    Packets.fill(packet, data);
    int sent = avcodec.avcodec_send_packet(context, packet);
    avcodec.av_packet_unref(packet);
    if (sent < 0) {
      return null;
    }
    boolean decoded = false;
    while (avcodec.avcodec_receive_frame(context, next) >= 0) {
      avutil.av_frame_unref(picture);
      avutil.av_frame_move_ref(picture, next);
      decoded = true;
    }
    return decoded ? picture : null;
  }

  @Override
  public void close() {
    scope.close();
  }
}
