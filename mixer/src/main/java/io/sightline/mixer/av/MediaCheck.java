package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What reading a file back found. Every packet is read. Where it is known what was written, all
 * packets are compared with that, and decoded are all key frames, the first and last two seconds
 * and of the audio each tenth second; elsewhere all audio, all key frames and the first and last
 * ten seconds.
 */
public final class MediaCheck {
  private static final long FULL_MS = 10_000;
  private static final long KNOWN_FULL_MS = 2_000;
  private static final long SAMPLE_EVERY_MS = 10_000;
  private static final long SAMPLE_MS = 1_000;
  private static final long TOLERANCE_MS = 1_000;

  /**
   * A stream of the file.
   *
   * @param codec libav's name of it
   * @param tried packets that were given to a decoder
   */
  public record Stream(
      boolean video,
      String codec,
      int width,
      int height,
      long packets,
      long tried,
      long decoded,
      long errors) {
    /** Whether this is one whole picture of a size. */
    public boolean isStill(int wantedWidth, int wantedHeight) {
      return video && errors == 0 && decoded == 1 && width == wantedWidth && height == wantedHeight;
    }
  }

  private final List<Stream> streams;
  private final long durationMs;
  private final long endMs;
  private final boolean altered;

  private MediaCheck(List<Stream> streams, long durationMs, long endMs, boolean altered) {
    this.altered = altered;
    this.streams = List.copyOf(streams);
    this.durationMs = durationMs;
    this.endMs = endMs;
  }

  /**
   * Reads a file from its beginning to its end.
   *
   * @param written what was written, stream by stream; or null, and then all sound is decoded
   */
  public static MediaCheck of(
      SeekableByteChannel channel, Container container, List<PacketPrint> written)
      throws AvException {
    try (NativeScope scope = new NativeScope();
        ChannelIo io = ChannelIo.reading(channel)) {
      AVFormatContext context = avformat.avformat_alloc_context();
      context.pb(io.context());
      int opened =
          avformat.avformat_open_input(
              context,
              (String) null,
              avformat.av_find_input_format(container.demuxer),
              (AVDictionary) null);
      io.rethrow();
      check(opened, "opening the file");
      scope.own(context, avformat::avformat_close_input);
      check(
          avformat.avformat_find_stream_info(context, (PointerPointer<?>) null),
          "finding the streams");
      long durationMs = context.duration() / 1000;
      List<Reading> readings = new ArrayList<>();
      for (int i = 0; i < context.nb_streams(); i++) {
        readings.add(new Reading(scope, context.streams(i), durationMs, written != null));
      }
      AVPacket packet = scope.own(avcodec.av_packet_alloc(), avcodec::av_packet_free);
      int result;
      while ((result = avformat.av_read_frame(context, packet)) >= 0) {
        readings.get(packet.stream_index()).take(packet);
        avcodec.av_packet_unref(packet);
      }
      io.rethrow();
      if (result != avutil.AVERROR_EOF) {
        check(result, "reading the file");
      }
      List<Stream> streams = new ArrayList<>();
      long endMs = 0;
      boolean altered = written != null && written.size() != readings.size();
      for (Reading reading : readings) {
        altered |=
            written != null && !altered && !reading.print.matches(written.get(streams.size()));
        streams.add(reading.found());
        endMs = Math.max(endMs, reading.endMs);
      }
      return new MediaCheck(streams, durationMs, endMs, altered);
    }
  }

  public List<Stream> streams() {
    return streams;
  }

  /** As the container states it. */
  public long durationMs() {
    return durationMs;
  }

  /**
   * Says in words what is wrong, or returns null.
   *
   * @param tolerated which part of the packets tried may fail to decode: none of ours, some of a
   *     sender's
   */
  public String fault(boolean video, boolean audio, long plannedMs, double tolerated) {
    if (streams.stream().anyMatch(Stream::video) != video
        || streams.stream().anyMatch(stream -> !stream.video()) != audio) {
      return "a stream is missing";
    }
    if (altered) {
      return "what is read back is not what was written";
    }
    for (Stream stream : streams) {
      String name = stream.video() ? "video" : "audio";
      if (stream.packets() == 0 || stream.decoded() == 0) {
        return "the " + name + " is empty";
      }
      if (stream.errors() > tolerated * stream.tried()) {
        return "the " + name + " has " + stream.errors() + " packets that do not decode";
      }
    }
    if (Math.abs(durationMs - plannedMs) > TOLERANCE_MS) {
      return "the file states " + durationMs + " ms where " + plannedMs + " ms were planned";
    }
    if (Math.abs(endMs - plannedMs) > TOLERANCE_MS) {
      return "the file ends at " + endMs + " ms where " + plannedMs + " ms were planned";
    }
    return null;
  }

  /** The state of reading one stream. */
  private static final class Reading {
    private final AVStream stream;
    private final AVCodecContext decoder;
    private final AVFrame frame;
    private final boolean video;
    private final long headMs;
    private final long tailMs;
    private final boolean known;
    private final PacketPrint print = new PacketPrint();
    private boolean inTail;
    private boolean skipping;
    private long tried;
    private long decoded;
    private long errors;
    private long endMs;

    Reading(NativeScope scope, AVStream stream, long durationMs, boolean known) throws AvException {
      this.stream = stream;
      this.known = known;
      this.video = stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO;
      this.headMs = known ? KNOWN_FULL_MS : FULL_MS;
      this.tailMs = durationMs - headMs;
      AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
      decoder = scope.own(avcodec.avcodec_alloc_context3(codec), avcodec::avcodec_free_context);
      check(
          avcodec.avcodec_parameters_to_context(decoder, stream.codecpar()),
          "describing a decoder");
      decoder.thread_count(1);
      check(avcodec.avcodec_open2(decoder, codec, (AVDictionary) null), "opening a decoder");
      frame = scope.own(avutil.av_frame_alloc(), avutil::av_frame_free);
    }

    void take(AVPacket packet) {
      print.add(packet);
      AVRational timeBase = stream.time_base();
      double unitMs = 1000.0 * timeBase.num() / timeBase.den();
      long timeMs = Math.round(packet.pts() * unitMs);
      endMs = Math.max(endMs, timeMs + Math.round(packet.duration() * unitMs));
      boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
      if (video ? showsVideo(key, timeMs) : hearsAudio(timeMs)) {
        decode(packet);
      }
    }

    /** A stretch of video is decoded from a key frame on. */
    private boolean showsVideo(boolean key, long timeMs) {
      inTail |= key && timeMs >= tailMs;
      boolean shown = key || inTail || (timeMs < headMs && !skipping);
      skipping |= !shown;
      return shown;
    }

    private boolean hearsAudio(long timeMs) {
      return !known || timeMs < headMs || timeMs >= tailMs || timeMs % SAMPLE_EVERY_MS < SAMPLE_MS;
    }

    private void decode(AVPacket packet) {
      tried++;
      if (avcodec.avcodec_send_packet(decoder, packet) < 0) {
        errors++;
        return;
      }
      while (avcodec.avcodec_receive_frame(decoder, frame) >= 0) {
        decoded++;
        errors += (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 ? 1 : 0;
        avutil.av_frame_unref(frame);
      }
    }

    Stream found() {
      return new Stream(
          video,
          avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString(),
          stream.codecpar().width(),
          stream.codecpar().height(),
          print.packets(),
          tried,
          decoded,
          errors);
    }
  }
}
