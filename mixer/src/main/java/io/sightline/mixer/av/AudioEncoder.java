package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** Encodes floats at 48 kHz, one channel or two, for one container. Not thread-safe. */
public final class AudioEncoder implements AutoCloseable {
  /** Samples in a frame of an encoder that takes any number. */
  private static final int FREE_FRAME = 960;

  /** From 5 on the encoder looks for a pitch, which takes two thirds more time. */
  private static final int OPUS_COMPLEXITY = 4;

  private final NativeScope scope = new NativeScope();
  private final MuxSink sink;
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private final float[][] pending;
  private final int frameSize;
  private final int stream;
  private int pendingCount;
  private long position;

  /**
   * @param channels 1, or 2 for left and right
   */
  public AudioEncoder(MuxSink sink, Container container, EncoderProfile profile, int channels)
      throws AvException {
    this.sink = sink;
    boolean done = false;
    try {
      AVCodec encoder = avcodec.avcodec_find_encoder_by_name(container.audioEncoder);
      context = scope.own(avcodec.avcodec_alloc_context3(encoder), avcodec::avcodec_free_context);
      avutil.av_channel_layout_default(context.ch_layout(), channels);
      context.sample_rate(AudioDecoder.RATE);
      context.sample_fmt(sampleFormat(container));
      context.bit_rate((long) profile.audioBitsPerSecond * channels);
      context.time_base().num(1).den(AudioDecoder.RATE);
      context.compression_level(container == Container.WEBM ? OPUS_COMPLEXITY : -1);
      if (sink.wantsGlobalHeader()) {
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
      }
      open(encoder, container);
      packet = scope.own(avcodec.av_packet_alloc(), avcodec::av_packet_free);
      frame = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
      frameSize = context.frame_size() > 0 ? context.frame_size() : FREE_FRAME;
      frame.format(context.sample_fmt()).nb_samples(frameSize);
      frame.sample_rate(AudioDecoder.RATE);
      avutil.av_channel_layout_default(frame.ch_layout(), channels);
      check(avutil.av_frame_get_buffer(frame, 0), "allocating an audio frame");
      pending = new float[channels][frameSize];
      stream = sink.add(context);
      done = true;
    } finally {
      if (!done) {
        scope.close();
      }
    }
  }

  private static int sampleFormat(Container container) {
    return switch (container) {
      case WEBM -> avutil.AV_SAMPLE_FMT_FLT;
      case WAV -> avutil.AV_SAMPLE_FMT_S16;
      default -> avutil.AV_SAMPLE_FMT_FLTP;
    };
  }

  /** The AAC encoder's thorough search is made for music; voices do without. */
  private void open(AVCodec encoder, Container container) throws AvException {
    try (AVDictionary options = new AVDictionary(null)) {
      if (container == Container.MP4) {
        avutil.av_dict_set(options, "aac_coder", "fast", 0);
      }
      int result = avcodec.avcodec_open2(context, encoder, options);
      avutil.av_dict_free(options);
      check(result, "opening the audio encoder");
    }
  }

  /** Takes the next samples, in -1 to 1, of as many channels as there are, equally many of each. */
  public void encode(float[]... channels) throws AvException {
    int count = channels[0].length;
    for (int taken = 0; taken < count; ) {
      int part = Math.min(frameSize - pendingCount, count - taken);
      for (int channel = 0; channel < pending.length; channel++) {
        System.arraycopy(channels[channel], taken, pending[channel], pendingCount, part);
      }
      pendingCount += part;
      taken += part;
      if (pendingCount == frameSize) {
        send();
      }
    }
  }

  /** Passes on what is still held, here and in the encoder. */
  public void finish() throws AvException {
    if (pendingCount > 0) {
      for (float[] channel : pending) {
        Arrays.fill(channel, pendingCount, frameSize, 0f);
      }
      send();
    }
    check(avcodec.avcodec_send_frame(context, null), "ending the audio");
    drain();
  }

  private void send() throws AvException {
    check(avutil.av_frame_make_writable(frame), "writing to an audio frame");
    fill();
    frame.pts(position);
    position += frameSize;
    pendingCount = 0;
    check(avcodec.avcodec_send_frame(context, frame), "encoding audio");
    drain();
  }

  private void fill() {
    if (context.sample_fmt() == avutil.AV_SAMPLE_FMT_FLTP) {
      for (int channel = 0; channel < pending.length; channel++) {
        new FloatPointer(frame.data(channel)).put(pending[channel], 0, frameSize);
      }
      return;
    }
    int channels = pending.length;
    BytePointer data = frame.data(0);
    if (context.sample_fmt() == avutil.AV_SAMPLE_FMT_FLT) {
      new FloatPointer(data).put(interleaved(), 0, frameSize * channels);
      return;
    }
    float[] samples = interleaved();
    short[] shorts = new short[samples.length];
    for (int i = 0; i < shorts.length; i++) {
      shorts[i] = (short) Math.round(Math.max(-1, Math.min(1, samples[i])) * Short.MAX_VALUE);
    }
    new ShortPointer(data).put(shorts, 0, shorts.length);
  }

  private float[] interleaved() {
    if (pending.length == 1) {
      return pending[0];
    }
    float[] samples = new float[frameSize * pending.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = pending[i % pending.length][i / pending.length];
    }
    return samples;
  }

  private void drain() throws AvException {
    int result;
    while ((result = avcodec.avcodec_receive_packet(context, packet)) >= 0) {
      sink.write(stream, packet, context.time_base());
    }
    if (result != Libav.EAGAIN && result != avutil.AVERROR_EOF) {
      check(result, "encoding audio");
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
