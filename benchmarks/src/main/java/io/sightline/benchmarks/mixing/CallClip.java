package io.sightline.benchmarks.mixing;

import io.sightline.testsupport.clip.EncodedFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Some seconds of one side of a call, as a browser encodes it: VP8 at 1 Mbit/s with one key frame
 * at the beginning, and Opus.
 */
final class CallClip {
  static final int SECONDS = 20;

  private static final int NOISE = 12;

  final List<byte[]> video;
  final List<byte[]> audio;

  private CallClip(List<byte[]> video, List<byte[]> audio) {
    this.video = video;
    this.audio = audio;
  }

  static CallClip make(Path scratch, boolean agent, String content)
      throws IOException, InterruptedException {
    FakeCamera camera = new FakeCamera(agent, content.equals("noisy") ? NOISE : 0);
    Path ivf = scratch.resolve("clip.ivf");
    String size = FakeCamera.WIDTH + "x" + FakeCamera.HEIGHT;
    String encoder =
        " -c:v libvpx -deadline realtime -cpu-used 8 -lag-in-frames 0 -b:v 1000k -g 9999";
    Process encoding =
        ffmpeg(
            "-f rawvideo -pix_fmt yuv420p -s "
                + size
                + " -r "
                + FakeCamera.FRAME_RATE
                + " -i -"
                + encoder,
            ivf);
    try (OutputStream pictures = encoding.getOutputStream()) {
      for (int i = 0; i < SECONDS * FakeCamera.FRAME_RATE; i++) {
        pictures.write(camera.paint(i));
      }
    }
    ended(encoding);
    Path ogg = scratch.resolve("clip.ogg");
    String tone = "0.3*sin(2*PI*" + (agent ? 500 : 900) + "*t)*lt(mod(t\\,1)\\,0.12)";
    String sound = "aevalsrc=" + tone + "+0.06*(random(0)-0.5):s=48000:d=" + SECONDS;
    ended(ffmpeg("-f lavfi -i " + sound + " -c:a libopus -b:a 32k", ogg));
    List<byte[]> packets = EncodedFiles.oggPackets(Files.readAllBytes(ogg));
    // Two header packets (RFC 7845 section 3).
    return new CallClip(
        EncodedFiles.ivfFrames(Files.readAllBytes(ivf)),
        List.copyOf(packets.subList(2, packets.size())));
  }

  private static Process ffmpeg(String options, Path file) throws IOException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/ffmpeg", "-v", "error", "-y"));
    command.addAll(List.of(options.split(" ")));
    command.add(file.toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void ended(Process process) throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new IOException("ffmpeg could not make the clip");
    }
  }
}
