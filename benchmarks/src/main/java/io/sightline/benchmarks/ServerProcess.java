package io.sightline.benchmarks;

import io.sightline.benchmarks.MediaServerProgram.Command;
import io.sightline.testsupport.peer.MediaPeer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link MediaServerProgram} as a child of this process. One thread. */
public final class ServerProcess implements AutoCloseable {
  private static final String SETTINGS = "sightline.";

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;

  private ServerProcess(Process process) {
    this.process = process;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /** Starts it with this process's Java, class path and {@code sightline.} properties. */
  public static ServerProcess start(Path store, String heap) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "--enable-native-access=ALL-UNNAMED"));
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(SETTINGS)) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MediaServerProgram.class.getName(), store.toString()));
    return new ServerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Offers one side of a call to a peer and takes its answer. */
  public void connect(int call, boolean agent, MediaPeer peer) throws IOException {
    send(Command.CONNECT);
    out.writeInt(call);
    out.writeBoolean(agent);
    out.flush();
    out.writeUTF(peer.answer(in.readUTF()));
    out.flush();
  }

  /** Starts a recording of every call. */
  public void record() throws IOException {
    send(Command.RECORD);
    out.flush();
    in.readBoolean();
  }

  /** Number of the process. */
  public long pid() {
    return process.pid();
  }

  ServerFigures figures() throws IOException {
    send(Command.FIGURES);
    out.flush();
    return ServerFigures.read(in);
  }

  IdleFigures idleFigures() throws IOException {
    send(Command.IDLE);
    out.flush();
    return new IdleFigures(in.readLong(), in.readInt());
  }

  private void send(Command command) throws IOException {
    out.writeUTF(command.name());
  }

  /** Stops the server, its recordings sealed, and waits for the process's end. */
  @Override
  public void close() throws IOException {
    try {
      send(Command.STOP);
      out.flush();
      in.readBoolean();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroy();
    }
  }
}
