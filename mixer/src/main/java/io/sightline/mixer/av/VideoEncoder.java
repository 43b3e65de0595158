package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Encodes the canvas. Not thread-safe. */
public final class VideoEncoder implements AutoCloseable {
  private static final int KEY_FRAME_SECONDS = 4;

  /** Takes packets, in the order of their time. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param packet with times in frame durations; must be left empty
     */
    void accept(AVPacket packet) throws AvException;
  }

  private final NativeScope scope = new NativeScope();
  private final Sink sink;
  private final AVCodecContext context;
  private final AVPacket packet;
  private final int framesPerSecond;
  private long nextKeyTick;

  /**
   * @param cells number of pictures side by side, by which the bit rate grows
   */
  public VideoEncoder(
      Sink sink, VideoCodec codec, EncoderProfile profile, int width, int height, int cells)
      throws AvException {
    this.sink = sink;
    this.framesPerSecond = profile.framesPerSecond;
    boolean done = false;
    try {
      AVCodec encoder = avcodec.avcodec_find_encoder_by_name(codec.encoder);
      context = scope.own(avcodec.avcodec_alloc_context3(encoder), avcodec::avcodec_free_context);
      context.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
      context.color_range(avutil.AVCOL_RANGE_MPEG);
      context.time_base().num(1).den(framesPerSecond);
      context.framerate().num(framesPerSecond).den(1);
      context.bit_rate((long) profile.videoBitsPerSecond * Math.max(1, cells) / 2);
      context.gop_size(framesPerSecond * KEY_FRAME_SECONDS);
      context.max_b_frames(0);
      context.thread_count(1);
      if (codec == VideoCodec.H264) {
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
      }
      open(encoder, codec);
      packet = scope.own(avcodec.av_packet_alloc(), avcodec::av_packet_free);
      done = true;
    } finally {
      if (!done) {
        scope.close();
      }
    }
  }

  private void open(AVCodec encoder, VideoCodec codec) throws AvException {
    try (AVDictionary options = new AVDictionary(null)) {
      if (codec != VideoCodec.H264) {
        avutil.av_dict_set(options, "deadline", "realtime", 0);
        // A positive value makes VP8 choose its effort by the clock, and no two runs alike.
        avutil.av_dict_set(options, "cpu-used", codec == VideoCodec.VP8 ? "-8" : "8", 0);
        avutil.av_dict_set(options, "lag-in-frames", "0", 0);
        avutil.av_dict_set(options, "static-thresh", "1000", 0);
        context.qmin(4).qmax(56);
      } else {
        avutil.av_dict_set(options, "allow_skip_frames", "0", 0);
        avutil.av_dict_set(options, "rc_mode", "bitrate", 0);
        avutil.av_dict_set(options, "profile", "constrained_baseline", 0);
      }
      int result = avcodec.avcodec_open2(context, encoder, options);
      avutil.av_dict_free(options);
      check(result, "opening the video encoder");
    }
  }

  /**
   * Encodes a picture.
   *
   * @param tick its time in frame durations, growing
   */
  public void encode(AVFrame picture, long tick) throws AvException {
    boolean key = tick >= nextKeyTick;
    picture.pts(tick).duration(1);
    picture.pict_type(key ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
    if (key) {
      nextKeyTick = tick + (long) framesPerSecond * KEY_FRAME_SECONDS;
    }
    check(avcodec.avcodec_send_frame(context, picture), "encoding a picture");
    drain();
  }

  /** Makes the next picture a key frame, from which key frames are counted anew. */
  public void begin() {
    nextKeyTick = Long.MIN_VALUE;
  }

  /** What a container has to know of the stream. */
  AVCodecContext context() {
    return context;
  }

  /** Passes on what the encoder still holds. */
  public void finish() throws AvException {
    check(avcodec.avcodec_send_frame(context, null), "ending the video");
    drain();
  }

  private void drain() throws AvException {
    int result;
    while ((result = avcodec.avcodec_receive_packet(context, packet)) >= 0) {
      if (packet.duration() == 0) {
        packet.duration(1);
      }
      sink.accept(packet);
    }
    if (result != Libav.EAGAIN && result != avutil.AVERROR_EOF) {
      check(result, "encoding a picture");
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
