package io.sightline.composition;

import java.io.IOException;
import java.util.List;

/** Told of files that the mixer program has written and not read back yet. */
@FunctionalInterface
interface PublishedFiles {
  /** For work whose files count only once they were read back. */
  PublishedFiles UNTOLD = files -> {};

  void take(List<MixerResult.MadeFile> files) throws MixerFailure, IOException;
}
