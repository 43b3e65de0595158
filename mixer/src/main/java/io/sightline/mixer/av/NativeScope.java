package io.sightline.mixer.av;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Owns native objects and frees them in the reverse order. Not thread-safe. */
public final class NativeScope implements AutoCloseable {
  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Takes ownership of an object that {@code release} frees. */
  public <T> T own(T object, Consumer<? super T> release) throws AvException {
    if (object == null) {
      throw new AvException("out of native memory, or a codec is missing");
    }
    releases.push(() -> release.accept(object));
    return object;
  }

  @Override
  public void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
