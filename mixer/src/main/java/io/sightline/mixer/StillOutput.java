package io.sightline.mixer;

import io.sightline.mixer.av.Canvas;
import io.sightline.mixer.av.Container;
import io.sightline.mixer.av.JpegEncoder;
import io.sightline.mixer.av.Picture;
import io.sightline.mixer.scene.Scene;
import io.sightline.mixer.text.Letters;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One still picture of a mix: a poster, the earliest of some moments at which most people are to be
 * seen; or a contact sheet of moments over the whole length. Pictures may come in any order and
 * from several threads.
 */
final class StillOutput implements AutoCloseable {
  /** Moments that a poster is chosen from, in hundredths of the length. */
  private static final int[] POSTER_MOMENTS = {10, 25, 40, 55, 70, 85};

  private static final int SHEET_SIDE = 4;
  private static final int THUMB_WIDTH = 320;
  private static final int BORDER = 4;
  private static final int WORDS_HEIGHT = 20;

  private final Job.Output output;
  private final OutputFile file;
  private final int framesPerSecond;
  private final List<Long> moments = new ArrayList<>();
  private final List<Canvas.Cell> cells = new ArrayList<>();
  private final Letters letters = new Letters();
  private Picture poster;
  private int posterPeople = -1;
  private long posterTick;
  private Canvas sheet;
  private int width;
  private int height;

  /**
   * @param ticks number of pictures in the recording, at least 1
   */
  StillOutput(Job.Output output, byte[] key, Scene scene, long ticks, int framesPerSecond)
      throws IOException {
    this.output = output;
    this.framesPerSecond = framesPerSecond;
    this.file = new OutputFile(output.path(), key);
    boolean done = false;
    try {
      if (output.container() == Container.POSTER) {
        width = scene.width();
        height = scene.height();
        poster = new Picture();
        for (int moment : POSTER_MOMENTS) {
          moments.add(ticks * moment / 100);
        }
      } else {
        lay(scene, ticks);
      }
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private void lay(Scene scene, long ticks) throws IOException {
    int thumbHeight = THUMB_WIDTH * scene.height() / scene.width() & ~1;
    width = SHEET_SIDE * (THUMB_WIDTH + BORDER) + BORDER;
    height = SHEET_SIDE * (thumbHeight + BORDER) + BORDER;
    sheet = new Canvas(width, height);
    int count = SHEET_SIDE * SHEET_SIDE;
    for (int i = 0; i < count; i++) {
      moments.add(ticks * (2 * i + 1) / (2L * count));
      int x = BORDER + i % SHEET_SIDE * (THUMB_WIDTH + BORDER);
      int y = BORDER + i / SHEET_SIDE * (thumbHeight + BORDER);
      cells.add(new Canvas.Cell(x, y, THUMB_WIDTH, thumbHeight));
    }
  }

  /**
   * Looks at the picture of a tick; called for every tick, whether anything has changed or not.
   *
   * @param people how many living pictures are to be seen
   */
  synchronized void see(AVFrame canvas, int people, long tick) throws IOException {
    for (int i = 0; i < moments.size(); i++) {
      if (moments.get(i) != tick) {
        continue;
      }
      if (sheet != null) {
        Canvas.Cell cell = cells.get(i);
        sheet.place(cell, canvas, false);
        sheet.label(cell, letters.draw(time(tick / framesPerSecond), WORDS_HEIGHT, cell.width()));
      } else if (people > posterPeople || (people == posterPeople && tick < posterTick)) {
        poster.hold(canvas);
        posterPeople = people;
        posterTick = tick;
      }
    }
  }

  static String time(long seconds) {
    String minutes = seconds / 60 % 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60;
    if (seconds < 3600) {
      return minutes;
    }
    return seconds / 3600 + ":" + (seconds / 60 % 60 < 10 ? "0" : "") + minutes;
  }

  void finish() throws IOException {
    AVFrame picture = sheet != null ? sheet.frame() : poster.frame();
    if (picture == null) {
      throw new IOException("no picture was composed");
    }
    ByteBuffer bytes = ByteBuffer.wrap(JpegEncoder.encode(picture));
    while (bytes.hasRemaining()) {
      file.channel().write(bytes);
    }
    file.finish();
  }

  JsonObjectBuilder verified() throws JobException {
    return file.verifiedStill(output.container(), width, height);
  }

  @Override
  public void close() throws IOException {
    if (poster != null) {
      poster.close();
    }
    if (sheet != null) {
      sheet.close();
    }
    file.close();
  }
}
