package io.sightline.benchmarks;

import io.sightline.media.api.MediaException;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.media.server.MediaConfiguration;
import io.sightline.media.server.MediaServer;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The media server alone in a process. Takes commands on standard input and answers on standard
 * output; see {@link ServerProcess} for the other end.
 */
final class MediaServerProgram {
  /** Commands; each is answered in the order given. */
  enum Command {
    /** i32 call, bool agent: answers UTF offer; takes UTF answer. */
    CONNECT,
    /** Starts a recording of every call; answers bool. */
    RECORD,
    /** Answers {@link ServerFigures}. */
    FIGURES,
    /** Collects garbage, answers {@link IdleFigures}: i64, i32. */
    IDLE,
    /** Seals, stops, answers bool, ends. */
    STOP
  }

  private final MediaServer server;
  private final ServerProbe probe;
  private final List<LoadCall> calls = new ArrayList<>();

  private MediaServerProgram(MediaServer server, ServerProbe probe) {
    this.server = server;
    this.probe = probe;
  }

  /** Runs until STOP or the end of input. The argument is the directory of recordings. */
  public static void main(String[] arguments) throws IOException, MediaException {
    Map<String, String> settings = new HashMap<>();
    System.getProperties().forEach((key, value) -> settings.put(key.toString(), value.toString()));
    settings.putIfAbsent("sightline.media.udp-port", "0");
    settings.putIfAbsent("sightline.media.bind-address", "127.0.0.1");
    settings.putIfAbsent("sightline.media.max-endpoints", "100000");
    settings.putIfAbsent("sightline.media.max-load-percent", "100");
    settings.putIfAbsent("sightline.recording.max-running", "10000");
    settings.put("sightline.recording.store", Path.of(arguments[0]).toString());
    ServerProbe probe = new ServerProbe();
    ExecutorService threads = Executors.newCachedThreadPool();
    MediaServer server =
        new MediaServer(
            MediaConfiguration.from(settings::get),
            task -> threads.execute(probe.watching(task)),
            event -> {});
    server.start();
    try (DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(
                    new java.io.FileOutputStream(java.io.FileDescriptor.out)))) {
      MediaServerProgram program = new MediaServerProgram(server, probe);
      boolean more = true;
      while (more) {
        more = program.serve(Command.valueOf(in.readUTF()), in, out);
        out.flush();
      }
    } finally {
      server.stop();
      threads.shutdown();
    }
  }

  private boolean serve(Command command, DataInputStream in, DataOutputStream out)
      throws IOException, MediaException {
    switch (command) {
      case CONNECT -> {
        LoadCall call = call(in.readInt());
        boolean agent = in.readBoolean();
        out.writeUTF(call.offer(agent));
        out.flush();
        call.answer(agent, in.readUTF());
      }
      case RECORD -> {
        for (LoadCall call : calls) {
          server.startRecording(
              new StartRecording(
                  UUID.randomUUID(),
                  call.id(),
                  RecordingMedia.AUDIO_VIDEO,
                  call.id().toString(),
                  new byte[32]));
        }
        out.writeBoolean(true);
      }
      case FIGURES -> probe.figures(server.counters()).write(out);
      case IDLE -> probe.idle().write(out);
      case STOP -> {
        server.stop();
        out.writeBoolean(true);
      }
    }
    return command != Command.STOP;
  }

  private LoadCall call(int number) {
    while (calls.size() <= number) {
      calls.add(new LoadCall(server, calls.size()));
    }
    return calls.get(number);
  }
}
