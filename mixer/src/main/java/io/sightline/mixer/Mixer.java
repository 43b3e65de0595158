package io.sightline.mixer;

import io.sightline.mixer.av.AvException;
import io.sightline.mixer.av.Libav;
import io.sightline.mixer.track.RecordingTracks;
import jakarta.json.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The program. Reads one job from standard input, writes lines of JSON to standard output: any
 * number of {@code {"progress":0.0..1.0}}, for copies one {@code {"published":{...}}}, then one
 * {@code {"result":{...}}}. Log lines go to standard error. Exit codes: 0 done, 2 bad job, 3 input
 * unreadable, 4 encoding failed, 5 verification failed, 1 anything else.
 */
public final class Mixer {
  private static final Logger LOG = Logger.getLogger(Mixer.class.getName());

  private Mixer() {}

  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    int code = 1;
    try {
      if (arguments.length > 0 && arguments[0].equals("copies")) {
        new CopyingProgram(out).run(System.in);
        System.exit(0);
      }
      Progress progress = new Progress(out);
      progress.say("result", run(System.in, progress));
      code = out.checkError() ? 4 : 0;
    } catch (JobException e) {
      LOG.log(Level.SEVERE, e, () -> "job failed: " + e.reason + ", " + e.getMessage());
      code = e.reason.exitCode;
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(Level.SEVERE, "job failed", e);
    }
    System.exit(code);
  }

  static JsonObject run(InputStream in, Progress progress) throws JobException {
    Job job = Job.read(in);
    try {
      Libav.load();
    } catch (LinkageError e) {
      throw new JobException(JobException.Reason.ENCODING_FAILED, "libav cannot be loaded", e);
    }
    if (job.remux()) {
      return copy(job, progress);
    }
    RecordingTracks tracks;
    try {
      tracks = RecordingTracks.scan(job.directory(), job.key());
    } catch (IOException e) {
      throw new JobException(
          JobException.Reason.INPUT_UNREADABLE, "the recording cannot be read", e);
    }
    progress.report(0.02);
    try {
      return new MixRun(job, tracks, progress).run();
    } catch (AvException e) {
      throw new JobException(JobException.Reason.ENCODING_FAILED, e.getMessage(), e);
    } catch (IOException e) {
      throw new JobException(JobException.Reason.ENCODING_FAILED, "reading or writing failed", e);
    }
  }

  private static JsonObject copy(Job job, Progress progress) throws JobException {
    try (Copies copies = new Copies(job)) {
      progress.say("published", copies.finish(done -> progress.report(0.7 * done)));
      return copies.verified(done -> progress.report(0.7 + 0.3 * done));
    } catch (AvException e) {
      throw new JobException(JobException.Reason.ENCODING_FAILED, e.getMessage(), e);
    } catch (IOException e) {
      throw new JobException(JobException.Reason.ENCODING_FAILED, "reading or writing failed", e);
    }
  }
}
