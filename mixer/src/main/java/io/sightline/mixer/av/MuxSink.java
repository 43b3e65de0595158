package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Writes a container into a channel: streams are added, then the header, packets, and at last the
 * end. WebM gets its cues behind the media, MP4 its index in front where there is room for it. Not
 * thread-safe. The channel stays the caller's to close.
 */
public final class MuxSink implements AutoCloseable {
  private final NativeScope scope = new NativeScope();
  private final Container container;
  private final ChannelIo io;
  private final AVFormatContext context;
  private final AVPacket packet;
  private final List<PacketPrint> prints = new ArrayList<>();

  public MuxSink(SeekableByteChannel channel, Container container) throws AvException {
    this.container = container;
    boolean done = false;
    try (PointerPointer<AVFormatContext> created = new PointerPointer<>(1)) {
      io = scope.own(ChannelIo.writing(channel), ChannelIo::close);
      created.put(0, (AVFormatContext) null);
      check(
          avformat.avformat_alloc_output_context2(
              created, (AVOutputFormat) null, new BytePointer(container.muxer), (BytePointer) null),
          "creating the container");
      context = scope.own(created.get(AVFormatContext.class, 0), avformat::avformat_free_context);
      context.pb(io.context());
      // Without the second flag a file gets a random number, and no two runs are alike.
      context.flags(
          context.flags()
              | AVFormatContext.AVFMT_FLAG_CUSTOM_IO
              | AVFormatContext.AVFMT_FLAG_BITEXACT);
      packet = scope.own(avcodec.av_packet_alloc(), avcodec::av_packet_free);
      done = true;
    } finally {
      if (!done) {
        scope.close();
      }
    }
  }

  boolean wantsGlobalHeader() {
    return (context.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0;
  }

  /** Adds the stream of an encoder and returns its number. */
  int add(AVCodecContext encoder) throws AvException {
    AVStream stream = newStream();
    check(
        avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder), "describing a stream");
    stream.time_base(encoder.time_base());
    stream.avg_frame_rate(encoder.framerate());
    return stream.index();
  }

  /** Adds a stream for the packets of encoders with the same settings, and returns its number. */
  public int add(VideoEncoder encoder) throws AvException {
    return add(encoder.context());
  }

  /**
   * Adds a video stream that is copied, with times in microseconds.
   *
   * @param codec VP8, VP9, H264 or AV1
   * @param extradata H.264's parameter sets in Annex B form, AV1's sequence header, or null
   */
  public int addVideo(String codec, int width, int height, byte[] extradata) throws AvException {
    AVStream stream = newStream();
    stream.codecpar().codec_type(avutil.AVMEDIA_TYPE_VIDEO);
    stream.codecpar().codec_id(codecId(codec)).width(width).height(height);
    stream.codecpar().format(avutil.AV_PIX_FMT_YUV420P);
    setExtradata(stream, extradata);
    return stream.index();
  }

  /** Adds an Opus stream that is copied, with times in microseconds. */
  public int addOpus(int channels) throws AvException {
    AVStream stream = newStream();
    stream.codecpar().codec_type(avutil.AVMEDIA_TYPE_AUDIO);
    stream.codecpar().codec_id(avcodec.AV_CODEC_ID_OPUS).sample_rate(48_000).frame_size(960);
    avutil.av_channel_layout_default(stream.codecpar().ch_layout(), channels);
    byte[] head = {
      'O',
      'p',
      'u',
      's',
      'H',
      'e',
      'a',
      'd',
      1,
      (byte) channels,
      0,
      0,
      (byte) 0x80,
      (byte) 0xBB,
      0,
      0,
      0,
      0,
      0
    };
    setExtradata(stream, head);
    return stream.index();
  }

  /** Writes the header of a file of unknown length: an MP4's index follows its media. */
  public void start() throws AvException {
    start(-1, 0);
  }

  /**
   * Writes the header.
   *
   * @param videoFrames upper bound, for the room of an MP4's index
   * @param audioFrames likewise
   */
  public void start(long videoFrames, long audioFrames) throws AvException {
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(1)) {
      options.put(0, (AVDictionary) null);
      if (container == Container.MP4) {
        if (videoFrames >= 0) {
          set(options, "moov_size", Long.toString(indexBytes(videoFrames, audioFrames)));
        }
        set(options, "brand", "mp42");
      } else if (container == Container.WEBM) {
        set(options, "cluster_time_limit", "2000");
      } else if (container == Container.WAV) {
        set(options, "rf64", "auto");
      }
      int result = avformat.avformat_write_header(context, options);
      avutil.av_dict_free(options);
      io.rethrow();
      check(result, "writing the header");
    }
  }

  /** The most an index takes: per sample its size, time, offset, chunk and key frame entries. */
  static long indexBytes(long videoFrames, long audioFrames) {
    return 65_536 + 40 * videoFrames + 32 * audioFrames;
  }

  private static void set(PointerPointer<AVDictionary> options, String name, String value) {
    try (BytePointer nameBytes = new BytePointer(name);
        BytePointer valueBytes = new BytePointer(value)) {
      avutil.av_dict_set(options, nameBytes, valueBytes, 0);
    }
  }

  /** Writes a packet of an encoder, which is left empty. */
  void write(int stream, AVPacket encoded, AVRational timeBase) throws AvException {
    encoded.stream_index(stream);
    prints.get(stream).add(encoded);
    avcodec.av_packet_rescale_ts(encoded, timeBase, context.streams(stream).time_base());
    int result = avformat.av_interleaved_write_frame(context, encoded);
    io.rethrow();
    check(result, "writing a packet");
  }

  /**
   * Writes a copied frame.
   *
   * @param durationUs 0 if unknown
   * @param extradata parameter sets that hold from this frame on, or null for those before
   */
  public void write(
      int stream, byte[] data, long timeUs, long durationUs, boolean key, byte[] extradata)
      throws AvException {
    Packets.fill(packet, data);
    if (extradata != null) {
      avcodec
          .av_packet_new_side_data(packet, avcodec.AV_PKT_DATA_NEW_EXTRADATA, extradata.length)
          .capacity(extradata.length)
          .put(extradata, 0, extradata.length);
    }
    packet.pts(timeUs).dts(timeUs).duration(durationUs);
    packet.flags(key ? avcodec.AV_PKT_FLAG_KEY : 0);
    try (AVRational micros = new AVRational().num(1).den(1_000_000)) {
      write(stream, packet, micros);
    }
  }

  /**
   * What was written, stream by stream, for comparison with what is read back; null where the
   * container does not keep packets as they are.
   */
  public List<PacketPrint> prints() {
    return container.verbatim() ? prints : null;
  }

  /** Writes the end; nothing can be written afterwards. */
  public void finish() throws AvException {
    int result = avformat.av_write_trailer(context);
    io.rethrow();
    check(result, "ending the file");
    avformat.avio_flush(io.context());
    io.rethrow();
  }

  @Override
  public void close() {
    scope.close();
  }

  private AVStream newStream() throws AvException {
    AVStream stream = avformat.avformat_new_stream(context, null);
    if (stream == null) {
      throw new AvException("no memory for a stream");
    }
    stream.time_base().num(1).den(1_000_000);
    prints.add(new PacketPrint());
    return stream;
  }

  private static int codecId(String codec) throws AvException {
    return switch (codec) {
      case "VP8" -> avcodec.AV_CODEC_ID_VP8;
      case "VP9" -> avcodec.AV_CODEC_ID_VP9;
      case "H264" -> avcodec.AV_CODEC_ID_H264;
      case "AV1" -> avcodec.AV_CODEC_ID_AV1;
      default -> throw new AvException("cannot copy " + codec);
    };
  }

  private static void setExtradata(AVStream stream, byte[] bytes) {
    if (bytes != null) {
      long room = bytes.length + (long) avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
      BytePointer copy = new BytePointer(avutil.av_mallocz(room)).capacity(room);
      copy.put(bytes, 0, bytes.length);
      stream.codecpar().extradata(copy).extradata_size(bytes.length);
    }
  }
}
