package io.sightline.media.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.Fingerprint;
import io.sightline.media.srtp.SrtpProfile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DtlsAssociationTest {
  private static final int[] CHROMIUM = {0x0001, 0x0008, 0x0007};
  private static final int[] FIREFOX = {0x0007, 0x0008, 0x0001, 0x0002};

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final DtlsIdentity server = DtlsIdentity.generate(new SecureRandom());
  private final DtlsIdentity client = DtlsIdentity.generate(new SecureRandom());
  private final Outcome outcome = new Outcome();
  private final BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
  private DtlsAssociation association =
      new DtlsAssociation(server, new DtlsWorkers(threads, 2), 5_000, toClient::add, outcome);

  /** What the association told. */
  private static final class Outcome implements DtlsAssociation.Listener {
    final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    final CompletableFuture<Void> closed = new CompletableFuture<>();

    @Override
    public void onEstablished(SrtpKeys established) {
      keys.complete(established);
    }

    @Override
    public void onFailed(String reason) {
      keys.completeExceptionally(new IOException(reason));
    }

    @Override
    public void onClosed() {
      closed.complete(null);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    association.close();
    threads.shutdown();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS), "no worker is left behind");
  }

  private CompletableFuture<DTLSTransport> connect(TestTlsClient tls, int sendLimit) {
    TestTransport transport = new TestTransport(toClient, association, sendLimit);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new DTLSClientProtocol().connect(tls, transport);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        threads);
  }

  private String failure() {
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> outcome.keys.get(20, TimeUnit.SECONDS));
    return thrown.getCause().getMessage();
  }

  @Test
  void agreesOnKeysAndPrefersAes128Gcm() throws Exception {
    association.expect(client.fingerprint(), DtlsRole.SERVER);
    TestTlsClient chromium = new TestTlsClient(client, CHROMIUM);
    connect(chromium, 1200).get(20, TimeUnit.SECONDS);
    SrtpKeys keys = outcome.keys.get(20, TimeUnit.SECONDS);

    assertEquals(SrtpProfile.AEAD_AES_128_GCM, keys.profile());
    assertArrayEquals(chromium.exported(), keys.exported());
  }

  @Test
  void takesAClientHelloSplitOverManyDatagrams() throws Exception {
    association.expect(client.fingerprint(), DtlsRole.SERVER);
    TestTlsClient firefox = new TestTlsClient(client, FIREFOX);
    connect(firefox, 120).get(20, TimeUnit.SECONDS);
    SrtpKeys keys = outcome.keys.get(20, TimeUnit.SECONDS);

    assertArrayEquals(firefox.exported(), keys.exported());
  }

  @Test
  void waitsForTheFingerprintBeforeItAnswers() throws Exception {
    TestTlsClient early = new TestTlsClient(client, CHROMIUM);
    CompletableFuture<DTLSTransport> connecting = connect(early, 1200);
    assertFalse(connecting.isDone());
    assertTrue(toClient.isEmpty(), "nothing is sent before the answer is known");
    association.expect(client.fingerprint(), DtlsRole.SERVER);
    connecting.get(20, TimeUnit.SECONDS);
    outcome.keys.get(20, TimeUnit.SECONDS);
  }

  @Test
  void refusesAnotherCertificate() {
    association.expect(DtlsIdentity.generate(new SecureRandom()).fingerprint(), DtlsRole.SERVER);
    CompletableFuture<DTLSTransport> connecting =
        connect(new TestTlsClient(client, CHROMIUM), 1200);

    assertEquals("dtls-fingerprint-mismatch", failure());
    assertThrows(ExecutionException.class, () -> connecting.get(20, TimeUnit.SECONDS));
  }

  @Test
  void refusesNoCertificate() {
    association.expect(client.fingerprint(), DtlsRole.SERVER);
    CompletableFuture<DTLSTransport> connecting = connect(new TestTlsClient(null, CHROMIUM), 1200);

    assertEquals("dtls-fingerprint-mismatch", failure());
    assertThrows(ExecutionException.class, () -> connecting.get(20, TimeUnit.SECONDS));
  }

  /** The victim's certificate is public, its key is not. */
  @Test
  void refusesAStolenCertificate() {
    association.expect(client.fingerprint(), DtlsRole.SERVER);
    DtlsIdentity thief = DtlsIdentity.generate(new SecureRandom());
    CompletableFuture<DTLSTransport> connecting =
        connect(new TestTlsClient(client.certificate(), thief, CHROMIUM), 1200);

    assertEquals("dtls-handshake-failed", failure());
    assertThrows(ExecutionException.class, () -> connecting.get(20, TimeUnit.SECONDS));
  }

  /** A first fragment of 16 MB, for each of the messages that may come ahead. */
  @Test
  void announcedMessagesTakeNoMemory() throws Exception {
    association.expect(client.fingerprint(), DtlsRole.SERVER);
    for (int message = 0; message < 16; message++) {
      byte[] fragment = new byte[13 + 12 + 1];
      fragment[0] = 22;
      fragment[1] = (byte) 0xFE;
      fragment[2] = (byte) 0xFD;
      fragment[10] = (byte) message;
      fragment[12] = 13;
      fragment[13] = 1;
      fragment[14] = (byte) 0xFF;
      fragment[15] = (byte) 0xFF;
      fragment[16] = (byte) 0xFF;
      fragment[18] = (byte) message;
      fragment[24] = 1;
      assertFalse(association.offer(fragment, fragment.length), "message " + message);
    }
    connect(new TestTlsClient(client, CHROMIUM), 1200).get(20, TimeUnit.SECONDS);
    outcome.keys.get(20, TimeUnit.SECONDS);
  }

  @Test
  void refusesWithoutAProfileOfOurs() {
    association.expect(client.fingerprint(), DtlsRole.SERVER);
    CompletableFuture<DTLSTransport> connecting =
        connect(new TestTlsClient(client, new int[] {0x0002}), 1200);

    assertEquals("dtls-handshake-failed", failure());
    assertThrows(ExecutionException.class, () -> connecting.get(20, TimeUnit.SECONDS));
  }

  @Test
  void weakFingerprintsMatchNothing() {
    assertFalse(DtlsIdentity.isAcceptable("sha-1"));
    assertFalse(DtlsIdentity.isAcceptable("md5"));
    assertFalse(
        DtlsIdentity.matches(
            new Fingerprint("sha-1", client.fingerprint().value()), client.certificate()));
    assertTrue(DtlsIdentity.matches(client.fingerprint(), client.certificate()));
  }

  @Test
  void silentClientIsGivenUpInTime() {
    association =
        new DtlsAssociation(server, new DtlsWorkers(threads, 1), 300, toClient::add, outcome);
    association.expect(client.fingerprint(), DtlsRole.SERVER);
    byte[] nonsense = new byte[40];
    nonsense[0] = 22;
    association.offer(nonsense, nonsense.length);

    assertEquals("dtls-handshake-failed", failure());
  }

  @Test
  void queueIsBounded() {
    byte[] datagram = new byte[20];
    int taken = 0;
    while (taken < 1000 && association.offer(datagram, datagram.length)) {
      taken++;
    }
    assertTrue(taken < 100, "took " + taken);
  }

  @Test
  void noticesThatTheClientCloses() throws Exception {
    association.expect(client.fingerprint(), DtlsRole.SERVER);
    DTLSTransport transport =
        connect(new TestTlsClient(client, CHROMIUM), 1200).get(20, TimeUnit.SECONDS);
    outcome.keys.get(20, TimeUnit.SECONDS);
    transport.close();

    outcome.closed.get(20, TimeUnit.SECONDS);
  }
}
