package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.media.srtp.SrtpCrypto;
import io.sightline.media.transport.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * On a Java that has no native calls: runs the behaviour tests in one that has, where there is one,
 * so that they hold with datagrams and ciphers by the system as well.
 */
class NewerJavaTest {
  private static final int NATIVE_CALLS = 22;
  private static final long LIMIT_SECONDS = 120;
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  @Test
  void theSameHoldsNatively() throws IOException, InterruptedException {
    assumeTrue(
        Runtime.version().feature() < NATIVE_CALLS, "all tests run with native calls already");
    Optional<Path> newer = newerJava();
    assumeTrue(newer.isPresent(), "no Java of " + NATIVE_CALLS + " or later in " + INSTALLED);
    Path output = Path.of("target", "newer-java.txt");
    Process process =
        new ProcessBuilder(
                newer.get().resolve("bin/java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "done in time");
      assertEquals(0, process.exitValue(), () -> tail(output));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String tail(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return file + ": " + e;
    }
  }

  private static Optional<Path> newerJava() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(INSTALLED)) {
      return all.sorted().filter(NewerJavaTest::isNewer).findFirst();
    }
  }

  private static boolean isNewer(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() && Integer.parseInt(version.group(1)) >= NATIVE_CALLS;
    } catch (IOException e) {
      return false;
    }
  }

  /** What the newer Java runs; ends with 0 when everything ran, natively, and passed. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      Transport.NATIVE.require();
      SrtpCrypto.openSsl();
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(
                      DiscoverySelectors.selectClass(OpenSslTest.class),
                      DiscoverySelectors.selectClass("io.sightline.media.transport.UdpSocketsTest"),
                      DiscoverySelectors.selectClass(
                          "io.sightline.media.transport.RealtimeSchedulingTest"),
                      DiscoverySelectors.selectClass("io.sightline.media.recorder.StoreSyncTest"),
                      DiscoverySelectors.selectClass(AddressesTest.class),
                      DiscoverySelectors.selectClass(MediaServerTest.class),
                      DiscoverySelectors.selectClass(HostilePeerTest.class),
                      DiscoverySelectors.selectClass(ForwardedCallTest.class))
                  .build(),
              listener);
      TestExecutionSummary summary = listener.getSummary();
      PrintWriter out =
          new PrintWriter(
              new java.io.FileOutputStream(java.io.FileDescriptor.out),
              true,
              StandardCharsets.UTF_8);
      summary.printTo(out);
      summary.printFailuresTo(out, 20);
      boolean passed =
          summary.getTestsFailedCount() == 0
              && summary.getContainersFailedCount() == 0
              && summary.getTestsSucceededCount() > 0;
      Runtime.getRuntime().halt(passed ? 0 : 1);
    }
  }
}
