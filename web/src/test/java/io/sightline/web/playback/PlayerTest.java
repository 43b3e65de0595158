package io.sightline.web.playback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sightline.media.store.SealedFile;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies out of real sealed files, onto a connection that may halt or break. */
class PlayerTest {
  private static final int SEGMENT = 65_536;
  private static final int SIZE = 3 * SEGMENT + 12_345;

  @TempDir private Path directory;
  private final Random random = new Random(9_110);
  private final byte[] key = new byte[32];
  private final byte[] plain = new byte[SIZE];
  private final AtomicInteger ends = new AtomicInteger();
  private Path file;

  @BeforeEach
  void seal() throws IOException {
    random.nextBytes(key);
    random.nextBytes(plain);
    file = directory.resolve("sealed");
    try (SealedFile sealed = SealedFile.create(file, key)) {
      sealed.write(ByteBuffer.wrap(plain));
    }
  }

  /** Every pair of places around the segments' borders, the pieces' borders and both ends. */
  @Test
  void sendsExactlyTheStretch() throws IOException {
    int[] places = {0, Player.PIECE, SEGMENT, 2 * SEGMENT, 3 * SEGMENT, SIZE - 1};
    for (int place : places) {
      for (int first = Math.max(0, place - 1); first <= Math.min(SIZE - 1, place + 1); first++) {
        for (int other : places) {
          for (int last = Math.max(first, other - 1);
              last <= Math.min(SIZE - 1, other + 1);
              last++) {
            assertStretch(first, last - first + 1);
          }
        }
      }
    }
    for (int i = 0; i < 100; i++) {
      int first = random.nextInt(SIZE);
      assertStretch(first, random.nextInt(SIZE - first) + 1);
    }
  }

  @Test
  void sendsAnEmptyFile() throws IOException {
    Path empty = directory.resolve("empty");
    SealedFile.create(empty, key).close();
    Connection connection = new Connection();
    connection.send(new Player(SealedFile.open(empty, key), 0, 0, ended -> ends.incrementAndGet()));
    assertEquals(0, connection.sent.size());
    assertEquals(1, ends.get());
  }

  @Test
  void refusesAStretchBeyondTheEnd() throws IOException {
    try (SealedFile sealed = SealedFile.open(file, key)) {
      assertThrows(EOFException.class, () -> new Player(sealed, SIZE - 5, 6, ended -> {}));
    }
  }

  @Test
  void refusesADamagedBeginning() throws IOException {
    flip(100);
    try (SealedFile sealed = SealedFile.open(file, key)) {
      assertThrows(IOException.class, () -> new Player(sealed, 0, SIZE, ended -> {}));
    }
  }

  /** The segment before goes out, nothing of the damaged one, and the file is closed. */
  @Test
  void endsAtAFlippedBit() throws IOException {
    flip(25 + SEGMENT + 28 + 40_000);
    SealedFile sealed = SealedFile.open(file, key);
    Connection connection = new Connection();
    connection.send(new Player(sealed, 0, SIZE, ended -> ends.incrementAndGet()));
    assertArrayEquals(Arrays.copyOf(plain, SEGMENT), connection.sent.toByteArray());
    assertOver(sealed, connection);
  }

  /**
   * A receiver that takes nothing: the write is interrupted, and the thread is clean afterwards.
   */
  @Test
  void endsOneThatWaitsInItsWrite() throws IOException, InterruptedException {
    SealedFile sealed = SealedFile.open(file, key);
    Connection connection = new Connection();
    connection.halted.acquireUninterruptibly();
    Player player = new Player(sealed, 0, SIZE, ended -> ends.incrementAndGet());
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              connection.send(player);
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    connection.waiting.await();
    player.end(true);
    thread.join();
    assertEquals(0, connection.sent.size());
    assertFalse(interrupted.get(), "left to the thread's next use");
    assertOver(sealed, connection);
  }

  @Test
  void sendsNothingWhenEndedBeforeItsThreadRuns() throws IOException {
    SealedFile sealed = SealedFile.open(file, key);
    Connection connection = new Connection();
    Player player = new Player(sealed, 0, SIZE, ended -> ends.incrementAndGet());
    player.end(true);
    connection.send(player);
    assertEquals(0, connection.sent.size());
    assertOver(sealed, connection);
  }

  /** As where the head is decided otherwise after all: no connection was taken over. */
  @Test
  void closesItsFileWhenItIsNeverRun() throws IOException {
    SealedFile sealed = SealedFile.open(file, key);
    new Player(sealed, 0, SIZE, ended -> ends.incrementAndGet()).end(false);
    assertEquals(1, ends.get());
    assertFalse(sealed.isOpen());
  }

  @Test
  void endsWhenTheConnectionIsGone() throws IOException {
    SealedFile sealed = SealedFile.open(file, key);
    Connection connection = new Connection();
    connection.gone = true;
    connection.send(new Player(sealed, 0, SIZE, ended -> ends.incrementAndGet()));
    assertOver(sealed, connection);
  }

  private void assertStretch(int first, int length) throws IOException {
    ends.set(0);
    SealedFile sealed = SealedFile.open(file, key);
    Connection connection = new Connection();
    connection.send(new Player(sealed, first, length, ended -> ends.incrementAndGet()));
    assertArrayEquals(
        Arrays.copyOfRange(plain, first, first + length),
        connection.sent.toByteArray(),
        first + "+" + length);
    assertOver(sealed, connection);
  }

  private void assertOver(SealedFile sealed, Connection connection) {
    assertEquals(1, connection.completions);
    assertEquals(1, ends.get());
    assertFalse(sealed.isOpen());
  }

  private void flip(int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  /** Takes what is written, waits while it is halted, fails when it is gone. */
  private static final class Connection extends ServletOutputStream {
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    final Semaphore halted = new Semaphore(1);
    final CountDownLatch waiting = new CountDownLatch(1);
    boolean gone;
    int completions;

    void send(Player player) {
      player.takeOver(context());
      player.run();
    }

    AsyncContext context() {
      InvocationHandler response = (proxy, method, arguments) -> this;
      Object answer = proxy(ServletResponse.class, response);
      return (AsyncContext)
          proxy(
              AsyncContext.class,
              (proxy, method, arguments) -> {
                if (method.getName().equals("complete")) {
                  completions++;
                }
                return method.getName().equals("getResponse") ? answer : null;
              });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
      return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    @Override
    public boolean isReady() {
      throw new IllegalStateException("nobody asks: writes wait");
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("nobody asks: writes wait");
    }

    @Override
    public void write(int octet) {
      sent.write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      waiting.countDown();
      if (gone) {
        throw new IOException("reset by peer");
      }
      try {
        halted.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      halted.release();
      sent.write(bytes, offset, length);
    }
  }
}
