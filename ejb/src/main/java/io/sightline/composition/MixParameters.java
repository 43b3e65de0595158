package io.sightline.composition;

import io.sightline.recording.RenditionOptions;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a mixing job makes, each in one file; all of them share layout, profile and names. */
record MixParameters(List<RenditionOptions> outputs) {

  MixParameters {
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("a mix without outputs");
    }
  }

  static MixParameters of(RenditionOptions one) {
    return new MixParameters(List.of(one));
  }

  /** The formats alone, with a profile and a layout, such as a tenant's standard. */
  static MixParameters standard(List<String> formats, String profile, String layout) {
    return new MixParameters(
        formats.stream()
            .map(format -> RenditionOptions.of(format, layout, profile, false, null, null, profile))
            .toList());
  }

  /** What shapes the picture is taken from the first output that has one. */
  RenditionOptions picture() {
    return outputs.stream()
        .filter(output -> !RenditionOptions.isSound(output.format()))
        .findFirst()
        .orElse(outputs.get(0));
  }

  String json() {
    JsonArrayBuilder array = Json.createArrayBuilder();
    outputs.forEach(output -> array.add(output.json()));
    return array.build().toString();
  }

  static MixParameters parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return new MixParameters(
          reader.readArray().getValuesAs(JsonString.class).stream()
              .map(output -> RenditionOptions.parse(output.getString()))
              .toList());
    }
  }

  /** By which the database tells orders apart. */
  String hash() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(json().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
