package io.sightline.media.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.sightline.media.Hex;
import io.sightline.media.demux.Demultiplexer;
import io.sightline.media.demux.PacketKind;
import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.TransportFeedbackReader;
import io.sightline.media.rtp.ExtensionRewriter;
import io.sightline.media.rtp.HeaderExtensions;
import io.sightline.media.rtp.PictureDescriptor;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.Rtx;
import io.sightline.media.rtp.VideoCodec;
import io.sightline.media.rtp.Vp8Descriptor;
import io.sightline.media.rtp.Vp9Descriptor;
import io.sightline.media.srtp.SrtpCrypto;
import io.sightline.media.srtp.SrtpProfile;
import io.sightline.media.srtp.SrtpTransform;
import io.sightline.media.stream.ReceiveStream;
import io.sightline.media.stream.SendStream;
import io.sightline.media.stun.BindingRequest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every parser of bytes from the network, with the packets of the corpus and what becomes of them
 * by chance: no exception, no more than 5 ms of processor time. {@code -Dfuzz.rounds=50000000} goes
 * on for longer, {@code -Dfuzz.seed=7} elsewhere.
 */
class ParserFuzzTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 60_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_121L);

  /** Requirement: no packet costs more. The first rounds are the compiler's. */
  private static final long LONGEST_NS = 5_000_000;

  private static final int WARM_UP = 20_000;
  private static final int ROOM = 2_048;

  /** What is done with a kind of bytes. */
  enum Target {
    RTP("rtp") {
      @Override
      void parse(byte[] buffer, int length) {
        if (PACKET.wrap(buffer, 0, length)) {
          for (EXTENSIONS.wrap(PACKET); EXTENSIONS.next(); ) {
            EXTENSIONS.dataText();
          }
          STREAM.receive(PACKET, System.nanoTime());
          SENDER.forward(PACKET, STREAM.index(), System.nanoTime());
          REWRITER.rewrite(PACKET);
          Rtx.unwrap(PACKET, 5, 96);
        }
      }
    },
    RTCP("rtcp") {
      @Override
      void parse(byte[] buffer, int length) {
        READER.wrap(buffer, 0, length);
        while (READER.next()) {
          everyField();
        }
      }
    },
    STUN("stun") {
      @Override
      void parse(byte[] buffer, int length) {
        BindingRequest request = BindingRequest.parse(buffer, 0, length);
        request.isAuthenticatedBy("VOkJxbRl1RmTxUk/WvJxBt");
        request.unknownAttributes();
      }
    },
    DTLS("dtls") {
      @Override
      void parse(byte[] buffer, int length) {
        PacketKind kind = Demultiplexer.classify(buffer, 0, length);
        assertTrue(kind != null);
      }
    },
    VP8("vp8") {
      @Override
      void parse(byte[] buffer, int length) {
        picture(new Vp8Descriptor(), VideoCodec.VP8, buffer, length);
      }
    },
    VP9("vp9") {
      @Override
      void parse(byte[] buffer, int length) {
        picture(new Vp9Descriptor(), VideoCodec.VP9, buffer, length);
      }
    },
    H264("h264") {
      @Override
      void parse(byte[] buffer, int length) {
        VideoCodec.H264.startsKeyFrame(buffer, 0, length);
      }
    },
    AV1("av1") {
      @Override
      void parse(byte[] buffer, int length) {
        VideoCodec.AV1.startsKeyFrame(buffer, 0, length);
      }
    },
    SRTP("rtp") {
      @Override
      void parse(byte[] buffer, int length) {
        assertTrue(SRTP_IN.unprotect(buffer, 0, length) < 0, "nobody has the key");
      }
    },
    SRTCP("rtcp") {
      @Override
      void parse(byte[] buffer, int length) {
        assertTrue(SRTP_IN.unprotectRtcp(buffer, 0, length) < 0, "nobody has the key");
      }
    };

    private static final RtpPacket PACKET = new RtpPacket();
    private static final HeaderExtensions EXTENSIONS = new HeaderExtensions();
    private static final ExtensionRewriter REWRITER = new ExtensionRewriter();
    private static final ReceiveStream STREAM = new ReceiveStream(1, 90_000, true);
    private static final SendStream SENDER = new SendStream(2, 90_000, 64, 1, 1);
    private static final RtcpReader READER = new RtcpReader();
    private static final TransportFeedbackReader FEEDBACK = new TransportFeedbackReader();
    private static final int[] SEQUENCES = new int[64];
    private static final SrtpTransform SRTP_IN =
        SrtpTransform.fromExporter(
            SrtpCrypto.jce(),
            SrtpProfile.AEAD_AES_128_GCM,
            new byte[SrtpProfile.AEAD_AES_128_GCM.exportLength()],
            true,
            false,
            64);

    static {
      REWRITER.map(1, 4);
      REWRITER.map(2, 200);
      REWRITER.setMid(4, "1");
      SENDER.setRtxSsrc(3, 1);
      for (VideoCodec codec : VideoCodec.values()) {
        SENDER.mapPayloadType(96 + codec.ordinal(), 100, codec, 101);
      }
    }

    private final String corpus;

    Target(String corpus) {
      this.corpus = corpus;
    }

    abstract void parse(byte[] buffer, int length);

    private static void everyField() {
      for (int i = 0; i < READER.reportCount(); i++) {
        READER.reportSsrc(i);
        READER.reportDelaySinceLastSr(i);
      }
      if (READER.isNack()) {
        READER.nackSequences(SEQUENCES);
      } else if (READER.isTransportFeedback() && FEEDBACK.wrap(READER)) {
        while (FEEDBACK.next()) {
          FEEDBACK.arrivalNs();
        }
      } else if (READER.isRemb()) {
        READER.rembBitrate();
        for (int i = 0; i < READER.rembSsrcCount(); i++) {
          READER.rembSsrc(i);
        }
      }
      for (int i = 0; i < READER.firCount(); i++) {
        READER.firSsrc(i);
        READER.firSequence(i);
      }
    }

    private static void picture(
        PictureDescriptor descriptor, VideoCodec codec, byte[] buffer, int length) {
      if (descriptor.wrap(buffer, 0, length)) {
        descriptor.setPictureId(descriptor.pictureId() + 1);
        descriptor.setTl0PicIdx(descriptor.tl0PicIdx() + 1);
      }
      codec.startsKeyFrame(buffer, 0, length);
    }
  }

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(Target.class)
  void survivesAnyBytes(Target target) {
    Corpus corpus = Corpus.of(target.corpus, SEED);
    for (byte[] seed : corpus.seeds()) {
      parse(target, seed);
    }
    long slowest = 0;
    byte[] slow = new byte[0];
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = corpus.next();
      long took = parse(target, bytes);
      if (round > WARM_UP && took > slowest) {
        slowest = took;
        slow = bytes;
      }
    }
    assertTrue(slowest < LONGEST_NS, slowest + " ns for " + Hex.of(slow, 0, slow.length));
  }

  /** With room behind it, as packets lie in the media thread's buffer; answers processor time. */
  private long parse(Target target, byte[] bytes) {
    byte[] buffer = java.util.Arrays.copyOf(bytes, ROOM);
    long from = threads.getCurrentThreadCpuTime();
    try {
      target.parse(buffer, bytes.length);
    } catch (RuntimeException e) {
      fail(target + " of " + Hex.of(bytes, 0, bytes.length), e);
    }
    return threads.getCurrentThreadCpuTime() - from;
  }
}
