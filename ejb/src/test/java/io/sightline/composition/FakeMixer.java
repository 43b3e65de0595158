package io.sightline.composition;

import io.sightline.media.store.SealedFile;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A mixer program that makes sealed files of a few bytes, or misbehaves as its first word says. */
public final class FakeMixer {
  private static final byte[] CONTENT =
      "not a film, but sealed".repeat(5_000).getBytes(StandardCharsets.UTF_8);

  /** Where to die as if killed; null for nowhere. */
  private static String dying;

  private final PrintStream out;
  private final JsonObject order;

  private FakeMixer(PrintStream out, JsonObject order) {
    this.out = out;
    this.order = order;
  }

  public static void main(String[] words) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String manner = words[0];
    if (manner.equals("deaf")) {
      System.exit(2);
    }
    if (words[words.length - 1].equals("copies")) {
      copies(out, manner);
    }
    JsonObject order = Json.createReader(System.in).readObject();
    FakeMixer mixer = new FakeMixer(out, order);
    switch (manner) {
      case "die-after-order" -> Runtime.getRuntime().halt(137);
      case "die-in-part", "die-after-part", "die-after-rename", "die-after-result" -> {
        dying = manner;
        mixer.work(false);
      }
      case "good" -> mixer.work(false);
      case "unverified" -> {
        mixer.published();
        System.exit(5);
      }
      case "lying" -> mixer.work(true);
      case "hanging" -> mixer.hang();
      case "talking" -> mixer.talk();
      case "noise" -> {
        out.println("{\"progress\":\"much\"}\n{{{\n[1]\nhello\n" + "x".repeat(100_000));
        mixer.work(false);
      }
      case "endless" -> {
        while (true) {
          out.print("x".repeat(10_000));
        }
      }
      case "silent" -> System.exit(0);
      default -> System.exit(Integer.parseInt(manner));
    }
  }

  /** As the program that stays: answers every line, and has a result once it is to finish. */
  private static void copies(PrintStream out, String manner) throws Exception {
    Map<String, JsonObject> followed = new HashMap<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonObject told = Json.createReader(new StringReader(line)).readObject();
      String recording = told.getString("recording");
      String named = "{\"recording\":\"" + recording + "\",";
      switch (told.getString("do")) {
        case "follow" -> followed.put(recording, told);
        case "advance" -> {
          Path place = Path.of(followed.get(recording).getString("outputDirectory"));
          Files.createDirectories(place);
          Files.writeString(place.resolve("advanced"), "");
          out.println(named + "\"advanced\":true}");
        }
        case "finish" -> {
          if (manner.equals("die-after-order")) {
            Runtime.getRuntime().halt(137);
          }
          JsonObject job =
              Json.createObjectBuilder(followed.get(recording)).add("job", "remux").build();
          Files.createDirectories(Path.of(job.getString("outputDirectory")));
          ByteArrayOutputStream said = new ByteArrayOutputStream();
          FakeMixer mixer = new FakeMixer(new PrintStream(said, true, StandardCharsets.UTF_8), job);
          mixer.work(false);
          for (String word : said.toString(StandardCharsets.UTF_8).split("\n")) {
            out.println(named + word.substring(1));
          }
        }
        default -> followed.remove(recording);
      }
    }
    System.exit(0);
  }

  private JsonArrayBuilder copied(boolean lie) throws Exception {
    byte[] key = Base64.getDecoder().decode(order.getString("outputKey"));
    Path directory = Path.of(order.getString("outputDirectory"));
    return Json.createArrayBuilder()
        .add(
            Json.createObjectBuilder(file(directory.resolve("p.webm"), "webm", key, lie))
                .add("participantId", "00000000-0000-0001-0000-000000000001")
                .add("offsetMs", 1_250)
                .add(
                    "turns",
                    Json.createArrayBuilder()
                        .add(Json.createObjectBuilder().add("atMs", 500).add("quarters", 1))));
  }

  private JsonArray published() throws Exception {
    JsonArray files = copied(false).build();
    JsonArrayBuilder unread = Json.createArrayBuilder();
    for (JsonObject file : files.getValuesAs(JsonObject.class)) {
      unread.add(Json.createObjectBuilder(file).remove("sha256"));
    }
    out.println(
        Json.createObjectBuilder()
            .add("published", Json.createObjectBuilder().add("files", unread))
            .build());
    return files;
  }

  private void hang() throws InterruptedException {
    out.println("{\"progress\":0.1}");
    new CountDownLatch(1).await();
  }

  private void talk() {
    while (true) {
      out.println("{\"progress\":0.5}");
    }
  }

  private void work(boolean lie) throws Exception {
    out.println("{\"progress\":0.5}");
    byte[] key = Base64.getDecoder().decode(order.getString("outputKey"));
    JsonArrayBuilder files = Json.createArrayBuilder();
    if (order.getString("job").equals("mix")) {
      JsonArray outputs = order.getJsonArray("outputs");
      for (int i = 0; i < outputs.size(); i++) {
        JsonObject output = outputs.getJsonObject(i);
        files.add(file(Path.of(output.getString("path")), output.getString("format"), key, lie));
      }
    } else if (dying == null && !lie) {
      published().forEach(files::add);
    } else {
      files = copied(lie);
    }
    out.println("{\"progress\":1.0}");
    out.println(
        Json.createObjectBuilder()
            .add(
                "result",
                Json.createObjectBuilder()
                    .add("files", files)
                    .add("startNs", 0)
                    .add("durationMs", 10_000)
                    .add("tracks", Json.createArrayBuilder()))
            .build());
    dieAt("die-after-result");
  }

  private static JsonObject file(Path path, String format, byte[] key, boolean lie)
      throws Exception {
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try (SealedFile sealed = SealedFile.create(part, key)) {
      if ("die-in-part".equals(dying)) {
        sealed.write(ByteBuffer.wrap(CONTENT, 0, 70_000));
        sealed.force();
        Runtime.getRuntime().halt(137);
      }
      write(sealed);
    }
    dieAt("die-after-part");
    Files.move(part, path);
    dieAt("die-after-rename");
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(CONTENT);
    return Json.createObjectBuilder()
        .add("path", path.toString())
        .add("format", format)
        .add("mime", mime(format))
        .add("bytes", CONTENT.length)
        .add("sha256", lie ? "0".repeat(64) : HexFormat.of().formatHex(hash))
        .add("durationMs", 10_000)
        .build();
  }

  private static String mime(String format) {
    return switch (format) {
      case "mp3" -> "audio/mpeg";
      case "wav" -> "audio/wav";
      case "poster", "contact-sheet" -> "image/jpeg";
      default -> "video/" + format;
    };
  }

  /** Of what every file holds. */
  static String sha256() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
  }

  private static void dieAt(String place) {
    if (place.equals(dying)) {
      Runtime.getRuntime().halt(137);
    }
  }

  private static void write(SealedFile sealed) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(CONTENT);
    while (content.hasRemaining()) {
      sealed.write(content);
    }
  }
}
