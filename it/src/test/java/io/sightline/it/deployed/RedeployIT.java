package io.sightline.it.deployed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.it.RecordedCall;
import java.io.File;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The EAR is taken away from a running server in the middle of a recorded call, and deployed again:
 * nothing of it is left in the server, calls work, and what was recorded can be played.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RedeployIT {
  private static final String APPLICATION = "sightline";

  /** Deployments, each but the last ended during a call; two take a minute and a half. */
  private static final int DEPLOYMENTS = Integer.getInteger("sightline.it.deployments", 0);

  /** What holds all else of the media plane; classes without objects are the server's matter. */
  private static final List<String> HOLDERS =
      List.of(
          "io.sightline.media.server.MediaServer",
          "io.sightline.media.transport.MediaThread",
          "io.sightline.media.recorder.RecordingDisk");

  /** Pools of the server's own, which had not grown to their size after the first deployment. */
  private static final long BUFFER_BYTES = 2 << 20;

  /** As {@link #BUFFER_BYTES}: selectors and connections to databases, brokers and this test. */
  private static final long DESCRIPTORS = 8;

  private static final long LIMIT_NS = 30_000_000_000L;

  @ArquillianResource Deployer deployer;

  /** What an undeployed application has left. */
  private record Remains(Map<String, Long> descriptors, long directBytes) {}

  @Deployment(name = APPLICATION, managed = false, testable = false)
  static EnterpriseArchive application() {
    return ShrinkWrap.createFromZipFile(
        EnterpriseArchive.class, new File(System.getProperty("sightline.it.ear")));
  }

  @Test
  void anUndeployedApplicationLeavesNothingBehind() throws Exception {
    Assumptions.assumeTrue(DEPLOYMENTS > 0, "-Dsightline.it.deployments=2 deploys anew");
    List<String> calls = new ArrayList<>();
    Remains first = null;
    for (int deployment = 1; deployment <= DEPLOYMENTS; deployment++) {
      deployer.deploy(APPLICATION);
      try (ServerProcess server = ServerProcess.find();
          RecordedCall call = RecordedCall.begin()) {
        calls.add(call.id());
        Set<Integer> ports = server.udpPorts();
        assertFalse(ports.isEmpty(), "no media port was found");
        if (deployment == DEPLOYMENTS) {
          call.end();
          for (String id : calls) {
            assertTrue(RecordedCall.awaitPlayable(id) > 1, "recording of call " + deployment);
          }
        }
        deployer.undeploy(APPLICATION);
        Remains now = remains(server, ports);
        System.getLogger("redeploy").log(System.Logger.Level.INFO, now.toString());
        if (first == null) {
          first = now;
        }
        compare(first, now);
      }
    }
  }

  /** What must be gone is awaited for some seconds, since servers end pieces of work by the way. */
  private static Remains remains(ServerProcess server, Set<Integer> ports) throws Exception {
    long deadline = System.nanoTime() + LIMIT_NS;
    while (!ofOurs(server).isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(200_000_000L);
    }
    assertEquals(List.of(), ofOurs(server));
    for (int port : ports) {
      try (DatagramSocket socket = new DatagramSocket(port)) {
        assertTrue(socket.isBound());
      }
    }
    for (String holder : HOLDERS) {
      assertEquals(0, server.instancesOf(holder), holder);
    }
    return new Remains(server.descriptorKinds(), server.directBytes());
  }

  /** Everything of ours that the process still has. */
  private static List<Object> ofOurs(ServerProcess server) throws Exception {
    List<Object> found = new ArrayList<>();
    found.addAll(server.udpPorts());
    found.addAll(server.threadsOfOurs());
    found.addAll(server.beansOfOurs());
    found.addAll(server.programs());
    found.addAll(server.files("/recordings/"));
    return found;
  }

  private static void compare(Remains first, Remains now) {
    String both = first + " and later " + now;
    now.descriptors()
        .forEach(
            (kind, count) ->
                assertTrue(
                    count <= first.descriptors().getOrDefault(kind, 0L) + DESCRIPTORS, both));
    assertTrue(now.directBytes() <= first.directBytes() + BUFFER_BYTES, both);
  }
}
