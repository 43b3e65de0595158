package io.sightline.mixer;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;

/** Encodes 20 ms of mono at 48 kHz to an Opus packet. */
final class TestOpusEncoder implements AutoCloseable {
  private final AVCodecContext context;
  private final AVFrame frame = avutil.av_frame_alloc();
  private final AVPacket packet = avcodec.av_packet_alloc();
  private long position;

  TestOpusEncoder() {
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name("libopus");
    context = avcodec.avcodec_alloc_context3(encoder);
    avutil.av_channel_layout_default(context.ch_layout(), 1);
    context.sample_rate(48_000).sample_fmt(avutil.AV_SAMPLE_FMT_FLT).bit_rate(32_000);
    context.time_base().num(1).den(48_000);
    if (avcodec.avcodec_open2(context, encoder, (AVDictionary) null) < 0) {
      throw new IllegalStateException("cannot open libopus");
    }
    frame.format(avutil.AV_SAMPLE_FMT_FLT).nb_samples(960).sample_rate(48_000);
    avutil.av_channel_layout_default(frame.ch_layout(), 1);
    avutil.av_frame_get_buffer(frame, 0);
  }

  byte[] encode(float[] samples) {
    avutil.av_frame_make_writable(frame);
    new FloatPointer(frame.data(0)).put(samples, 0, samples.length);
    frame.pts(position);
    position += samples.length;
    if (avcodec.avcodec_send_frame(context, frame) < 0
        || avcodec.avcodec_receive_packet(context, packet) < 0) {
      throw new IllegalStateException("cannot encode");
    }
    byte[] bytes = new byte[packet.size()];
    packet.data().get(bytes);
    avcodec.av_packet_unref(packet);
    return bytes;
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
  }
}
