package io.sightline.mixer.export;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The tool. Exit codes: 0 done, 1 the recording is not as it was signed, 2 the command is wrong, 3
 * something cannot be read or written.
 */
public final class SightlineExport {
  private static final String USAGE =
      """
      sightline-export verify DIRECTORY --public-key FILE [--key FILE|-] [--installation-key FILE]
          Checks the manifest's signature and every file's SHA-256; with a key also that every
          chunk of every log is authentic.
      sightline-export rtpdump DIRECTORY --output DIRECTORY --key FILE|- [--installation-key FILE]
          Writes one rtpdump file per track.
      sightline-export pcapng DIRECTORY --output FILE --key FILE|- [--installation-key FILE]
          Writes all tracks into one file for Wireshark.

      The key is read from a file that only its owner can read, or from standard input (-): the
      recording's key in Base64, or {"tenantKey": ..., "recordingKey": ...} as they lie wrapped in
      the database, which takes the installation key's file to open.
      """;

  private SightlineExport() {}

  public static void main(String[] words) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(run(List.of(words), System.in, out, err));
  }

  static int run(List<String> words, InputStream in, PrintStream out, PrintStream err) {
    try {
      Arguments arguments = Arguments.parse(words);
      return switch (arguments.command()) {
        case "verify" -> verify(arguments, in, out);
        case "rtpdump" -> {
          export(arguments, in, out, new RtpDump(arguments.path("output")));
          yield 0;
        }
        case "pcapng" -> {
          export(arguments, in, out, new Pcapng(arguments.path("output")));
          yield 0;
        }
        default -> throw new IllegalArgumentException("no command " + arguments.command());
      };
    } catch (IllegalArgumentException e) {
      err.println("sightline-export: " + e.getMessage());
      err.print(USAGE);
      return 2;
    } catch (IOException e) {
      err.println("sightline-export: " + e.getMessage());
      return 3;
    }
  }

  private static int verify(Arguments arguments, InputStream in, PrintStream out)
      throws IOException {
    byte[] key = arguments.has("key") ? KeyInput.read(arguments, in) : null;
    List<String> faults =
        new Verification(arguments.directory(), arguments.path("public-key")).faults(key);
    faults.forEach(fault -> out.println("FAULT " + fault));
    out.println(faults.isEmpty() ? "OK " + arguments.directory() : faults.size() + " faults");
    return faults.isEmpty() ? 0 : 1;
  }

  private static void export(
      Arguments arguments, InputStream in, PrintStream out, PacketOutput output)
      throws IOException {
    byte[] key = KeyInput.read(arguments, in);
    try (output;
        RecordingPackets packets = RecordingPackets.open(arguments.directory(), key)) {
      long written = packets.writeTo(output);
      out.println(written + " packets of " + packets.tracks() + " tracks");
    }
  }

  /**
   * The words of a command.
   *
   * @param options by name without dashes
   */
  record Arguments(String command, Path directory, Map<String, String> options) {
    private static final List<String> OPTIONS =
        List.of("public-key", "key", "installation-key", "output");

    static Arguments parse(List<String> words) {
      if (words.size() < 2) {
        throw new IllegalArgumentException("a command and a directory are needed");
      }
      Map<String, String> options = new java.util.TreeMap<>();
      for (int i = 2; i < words.size(); i += 2) {
        String name = words.get(i).startsWith("--") ? words.get(i).substring(2) : "";
        if (!OPTIONS.contains(name) || i + 1 == words.size()) {
          throw new IllegalArgumentException("unknown or incomplete: " + words.get(i));
        }
        options.put(name, words.get(i + 1));
      }
      return new Arguments(words.get(0), Path.of(words.get(1)), options);
    }

    boolean has(String name) {
      return options.containsKey(name);
    }

    Path path(String name) {
      if (!has(name)) {
        throw new IllegalArgumentException("--" + name + " is missing");
      }
      return Path.of(options.get(name));
    }
  }
}
