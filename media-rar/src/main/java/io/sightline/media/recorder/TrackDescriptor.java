package io.sightline.media.recorder;

import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.TrackSource;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.UUID;

/**
 * What a recorded stream is at one time: whose, from where, in which codecs.
 *
 * @param ssrc unsigned 32-bit, as received
 */
public record TrackDescriptor(
    UUID participantId,
    String role,
    UUID endpointId,
    String mid,
    MediaKind kind,
    TrackSource source,
    List<Codec> codecs,
    long ssrc) {
  public TrackDescriptor {
    if (codecs.isEmpty()) {
      throw new IllegalArgumentException("a track has a codec");
    }
  }

  /** Whether a recording of this media takes the track. */
  boolean belongsTo(RecordingMedia media) {
    return switch (media) {
      case AUDIO_VIDEO -> source == TrackSource.MICROPHONE || source == TrackSource.CAMERA;
      case AUDIO -> source == TrackSource.MICROPHONE;
      case SCREEN -> source != TrackSource.CAMERA;
    };
  }

  /** The codec of a payload type; the first one when the type is not among them. */
  Codec codec(int payloadType) {
    for (Codec codec : codecs) {
      if (codec.payloadType() == payloadType) {
        return codec;
      }
    }
    return codecs.get(0);
  }

  /** The body of a TRACK record. */
  String toJson(JsonProvider json) {
    JsonArrayBuilder codecList = json.createArrayBuilder();
    for (Codec codec : codecs) {
      JsonObjectBuilder fmtp = json.createObjectBuilder();
      codec.parameters().forEach(fmtp::add);
      codecList.add(
          json.createObjectBuilder()
              .add("pt", codec.payloadType())
              .add("name", codec.name())
              .add("clockRate", codec.clockRate())
              .add("channels", codec.channels())
              .add("fmtp", fmtp));
    }
    return json.createObjectBuilder()
        .add("participantId", participantId.toString())
        .add("role", role)
        .add("endpointId", endpointId.toString())
        .add("mid", mid)
        .add("kind", kind.name())
        .add("source", source.name())
        .add("codecs", codecList)
        .add("ssrcs", json.createArrayBuilder().add(ssrc))
        .build()
        .toString();
  }
}
