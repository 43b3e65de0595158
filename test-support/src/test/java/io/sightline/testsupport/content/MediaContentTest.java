package io.sightline.testsupport.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.clip.MediaClip;
import io.sightline.testsupport.clip.MediaMarker;
import io.sightline.testsupport.clip.Side;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaContentTest {
  /** Half a video frame at 30 a second: what the reader's answer may be off. */
  private static final double READER_MILLIS = 17;

  @TempDir Path directory;

  @BeforeEach
  void ffmpegIsThere() {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffmpeg")), "no ffmpeg");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 80, -120})
  void measuresAKnownOffsetOnBothSides(int leadMillis) throws IOException {
    Path file = directory.resolve("known.webm");
    String flash = "between(mod(n,30),10,15)";
    String half =
        "color=c=0x%06x:s=640x480:r=30:d=6,drawbox=w=iw:h=ih:color=white:t=fill:enable='%s'[%s]";
    String begin = String.format(Locale.ROOT, "(1/3-%d/1000)", leadMillis);
    String sound =
        "aevalsrc='0.02*sin(600*PI*t)+0.02*sin(1000*PI*t)"
            + "+(0.2*sin(2300*PI*t)+0.2*sin(4700*PI*t))*between(mod(t,1),B,B+0.2)':s=48000:d=6:n=960[a]";
    String graph =
        String.format(Locale.ROOT, half, Side.AGENT.colour(), flash, "l")
            + ";"
            + String.format(Locale.ROOT, half, Side.CUSTOMER.colour(), flash, "r")
            + ";[l][r]hstack[v];"
            + sound.replace("B", begin);
    ChildProgram.run(
        List.of(
            "ffmpeg",
            "-v",
            "error",
            "-filter_complex",
            graph,
            "-map",
            "[v]",
            "-map",
            "[a]",
            "-c:v",
            "libvpx",
            "-deadline",
            "realtime",
            "-b:v",
            "1M",
            "-c:a",
            "libopus",
            file.toString()));

    MediaContent content = MediaContent.open(file, "webm");
    assertEquals(List.of("vp8", "opus"), content.codecs());
    assertEquals("1280x480", content.pictureSize());
    assertEquals(6, content.decodedSeconds(), 0.1);
    VideoTimeline video = content.video();
    AudioTimeline audio = content.audio();
    assertEquals(0.8, video.share(Region.LEFT, Side.AGENT.colour(), 25), 0.05);
    assertEquals(0.8, video.share(Region.RIGHT, Side.CUSTOMER.colour(), 25), 0.05);
    check(video, audio, Region.LEFT, Side.AGENT, leadMillis);
    check(video, audio, Region.RIGHT, Side.CUSTOMER, leadMillis);
    assertEquals(0, audio.tonePresence(700, 4));
  }

  private static void check(
      VideoTimeline video, AudioTimeline audio, Region region, Side side, int leadMillis) {
    AvSync sync =
        AvSync.of(
            video.wholeFlashes(region, side.colour(), Side.FLASH_SECONDS),
            audio.beeps(side.beepHertz(), 300));
    assertEquals(6, sync.flashes());
    assertEquals(6, sync.beeps());
    assertEquals(6, sync.leadMillis().size());
    assertEquals(leadMillis, sync.medianMillis(), READER_MILLIS);
    assertEquals(leadMillis == 0, sync.withinBroadcastTolerance());
    assertTrue(audio.tonePresence(side.toneHertz(), 4) > 0.9);
  }

  @Test
  void understandsWhatMediaPeersSend() throws IOException {
    for (Side side : Side.values()) {
      Path pictures = Files.write(directory.resolve(side + ".ivf"), ivf(MediaClip.of(side), 45));
      List<byte[]> packets = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        packets.add(new MediaMarker(1, i, 0).inPaddingOf(MediaClip.of(side).opusPacket(i)));
      }
      Path sound = Files.write(directory.resolve(side + ".ogg"), OggFile.of(packets));

      VideoTimeline video = MediaContent.open(pictures, "ivf").video();
      AudioTimeline audio = MediaContent.open(sound, "ogg").audio();
      assertEquals(45, video.frames());
      assertEquals(0.8, video.share(Region.WHOLE, side.colour(), 25), 0.01);
      AvSync sync =
          AvSync.of(
              video.wholeFlashes(Region.WHOLE, side.colour(), Side.FLASH_SECONDS),
              audio.beeps(side.beepHertz(), 300));
      assertEquals(3, sync.leadMillis().size(), sync.toString());
      assertEquals(0, sync.medianMillis(), 5, sync.toString());
      assertTrue(audio.tonePresence(side.toneHertz(), 4) > 0.9);
    }
  }

  /** Frames with markers behind them, every tenth a key frame out of turn. */
  private static byte[] ivf(MediaClip clip, int frames) {
    ByteBuffer file = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    file.put("DKIF".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0).putShort((short) 32);
    file.put("VP80".getBytes(StandardCharsets.US_ASCII)).putShort((short) 640);
    file.putShort((short) 480).putInt(15).putInt(1).putInt(frames).putInt(0);
    for (int i = 0; i < frames; i++) {
      byte[] frame = new MediaMarker(1, i, 0).behind(clip.videoFrame(i, i % 10 == 0));
      file.putInt(frame.length).putLong(i).put(frame);
    }
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    return bytes;
  }
}
