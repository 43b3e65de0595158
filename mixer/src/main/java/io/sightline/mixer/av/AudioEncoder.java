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
import org.bytedeco.javacpp.FloatPointer;

/** Encodes mono floats at 48 kHz for one container. Not thread-safe. */
public final class AudioEncoder implements AutoCloseable {
  private final NativeScope scope = new NativeScope();
  private final MuxSink sink;
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private final float[] pending;
  private final int stream;
  private int pendingCount;
  private long position;

  public AudioEncoder(MuxSink sink, Container container, EncoderProfile profile)
      throws AvException {
    this.sink = sink;
    boolean done = false;
    try {
      AVCodec encoder = avcodec.avcodec_find_encoder_by_name(container.audioEncoder);
      context = scope.own(avcodec.avcodec_alloc_context3(encoder), avcodec::avcodec_free_context);
      avutil.av_channel_layout_default(context.ch_layout(), 1);
      context.sample_rate(AudioDecoder.RATE);
      context.sample_fmt(
          container == Container.WEBM ? avutil.AV_SAMPLE_FMT_FLT : avutil.AV_SAMPLE_FMT_FLTP);
      context.bit_rate(profile.audioBitsPerSecond);
      context.time_base().num(1).den(AudioDecoder.RATE);
      context.compression_level(container == Container.WEBM ? 5 : -1);
      if (sink.wantsGlobalHeader()) {
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
      }
      open(encoder, container);
      packet = scope.own(avcodec.av_packet_alloc(), avcodec::av_packet_free);
      frame = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
      frame.format(context.sample_fmt()).nb_samples(context.frame_size());
      frame.sample_rate(AudioDecoder.RATE);
      avutil.av_channel_layout_default(frame.ch_layout(), 1);
      check(avutil.av_frame_get_buffer(frame, 0), "allocating an audio frame");
      pending = new float[context.frame_size()];
      stream = sink.add(context);
      done = true;
    } finally {
      if (!done) {
        scope.close();
      }
    }
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

  /** Takes the next samples, in -1 to 1. */
  public void encode(float[] samples, int count) throws AvException {
    for (int taken = 0; taken < count; ) {
      int part = Math.min(pending.length - pendingCount, count - taken);
      System.arraycopy(samples, taken, pending, pendingCount, part);
      pendingCount += part;
      taken += part;
      if (pendingCount == pending.length) {
        send(pendingCount);
      }
    }
  }

  /** Passes on what is still held, here and in the encoder. */
  public void finish() throws AvException {
    if (pendingCount > 0) {
      Arrays.fill(pending, pendingCount, pending.length, 0f);
      send(pending.length);
    }
    check(avcodec.avcodec_send_frame(context, null), "ending the audio");
    drain();
  }

  private void send(int count) throws AvException {
    check(avutil.av_frame_make_writable(frame), "writing to an audio frame");
    try (FloatPointer target = new FloatPointer(frame.data(0))) {
      target.put(pending, 0, count);
    }
    frame.pts(position);
    position += count;
    pendingCount = 0;
    check(avcodec.avcodec_send_frame(context, frame), "encoding audio");
    drain();
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
