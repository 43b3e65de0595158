package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Decodes one audio stream to mono floats at 48 kHz. Not thread-safe. */
public final class AudioDecoder implements AutoCloseable {
  /** Samples per second of what comes out. */
  public static final int RATE = 48_000;

  private static final int MAX_SAMPLES = RATE;

  private final NativeScope scope = new NativeScope();
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private final FloatPointer samples;
  private final PointerPointer<FloatPointer> output;
  private final AVChannelLayout mono;
  private SwrContext resampler;

  /**
   * @param codec OPUS, G722, PCMU or PCMA
   * @param channels as negotiated
   */
  public AudioDecoder(String codec, int channels) throws AvException {
    boolean done = false;
    try {
      AVCodec decoder = avcodec.avcodec_find_decoder_by_name(Libav.decoderName(codec));
      context = scope.own(avcodec.avcodec_alloc_context3(decoder), avcodec::avcodec_free_context);
      avutil.av_channel_layout_default(context.ch_layout(), Math.max(1, channels));
      context.sample_rate(rate(codec));
      context.request_sample_fmt(avutil.AV_SAMPLE_FMT_FLT);
      context.thread_count(1);
      check(avcodec.avcodec_open2(context, decoder, (AVDictionary) null), "opening the decoder");
      packet = scope.own(avcodec.av_packet_alloc(), avcodec::av_packet_free);
      frame = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
      samples = scope.own(new FloatPointer(MAX_SAMPLES), FloatPointer::close);
      output = scope.own(new PointerPointer<FloatPointer>(1), PointerPointer::close);
      output.put(0, samples);
      mono = scope.own(new AVChannelLayout(), AVChannelLayout::close);
      avutil.av_channel_layout_default(mono, 1);
      done = true;
    } finally {
      if (!done) {
        scope.close();
      }
    }
  }

  /** Returns the samples of one packet, in -1 to 1; none if it cannot be decoded. */
  public float[] decode(byte[] data) throws AvException {
    Packets.fill(packet, data);
    int sent = avcodec.avcodec_send_packet(context, packet);
    avcodec.av_packet_unref(packet);
    float[] all = new float[0];
    if (sent < 0) {
      return all;
    }
    while (avcodec.avcodec_receive_frame(context, frame) >= 0) {
      int count = convert();
      float[] joined = Arrays.copyOf(all, all.length + count);
      samples.position(0).get(joined, all.length, count);
      all = joined;
      avutil.av_frame_unref(frame);
    }
    return all;
  }

  private int convert() throws AvException {
    if (resampler == null) {
      PointerPointer<SwrContext> created = new PointerPointer<>(1);
      try {
        created.put(0, (SwrContext) null);
        check(
            swresample.swr_alloc_set_opts2(
                created,
                mono,
                avutil.AV_SAMPLE_FMT_FLT,
                RATE,
                frame.ch_layout(),
                frame.format(),
                frame.sample_rate(),
                0,
                null),
            "setting up the resampler");
        resampler = scope.own(created.get(SwrContext.class, 0), swresample::swr_free);
      } finally {
        created.close();
      }
      check(swresample.swr_init(resampler), "starting the resampler");
    }
    return check(
        swresample.swr_convert(
            resampler,
            output,
            MAX_SAMPLES,
            new PointerPointer<BytePointer>(frame.extended_data()),
            frame.nb_samples()),
        "resampling");
  }

  private static int rate(String codec) {
    return switch (codec) {
      case "OPUS" -> RATE;
      case "G722" -> 16_000;
      default -> 8_000;
    };
  }

  @Override
  public void close() {
    scope.close();
  }
}
