package io.sightline.mixer;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.ShortPointer;

/** Encodes 20 ms of mono at 16 kHz to a G.722 packet of 64 kbit/s. */
final class TestG722Encoder implements AutoCloseable {
  private static final int SAMPLES = 320;

  private final AVCodecContext context;
  private final AVFrame frame = avutil.av_frame_alloc();
  private final AVPacket packet = avcodec.av_packet_alloc();

  TestG722Encoder() {
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name("g722");
    context = avcodec.avcodec_alloc_context3(encoder);
    avutil.av_channel_layout_default(context.ch_layout(), 1);
    context.sample_rate(16_000).sample_fmt(avutil.AV_SAMPLE_FMT_S16).bit_rate(64_000);
    context.frame_size(SAMPLES);
    if (avcodec.avcodec_open2(context, encoder, (AVDictionary) null) < 0) {
      throw new IllegalStateException("cannot open g722");
    }
    frame.format(avutil.AV_SAMPLE_FMT_S16).nb_samples(SAMPLES).sample_rate(16_000);
    avutil.av_channel_layout_default(frame.ch_layout(), 1);
    avutil.av_frame_get_buffer(frame, 0);
  }

  byte[] encode(short[] samples) {
    avutil.av_frame_make_writable(frame);
    new ShortPointer(frame.data(0)).put(samples, 0, samples.length);
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
