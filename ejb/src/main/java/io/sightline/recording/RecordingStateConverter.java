package io.sightline.recording;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores a state as its word, which stays readable whatever order the constants take. */
@Converter
public class RecordingStateConverter implements AttributeConverter<RecordingState, String> {
  @Override
  public String convertToDatabaseColumn(RecordingState state) {
    return state == null ? null : state.word();
  }

  @Override
  public RecordingState convertToEntityAttribute(String word) {
    return word == null ? null : RecordingState.ofWord(word);
  }
}
