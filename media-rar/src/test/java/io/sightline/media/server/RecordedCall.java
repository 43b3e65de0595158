package io.sightline.media.server;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program that records a call of two peers into {@code demo/one} below its argument, says so in a
 * line once all four tracks flow, and goes on until it is killed.
 */
public final class RecordedCall {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private RecordedCall() {}

  public static void main(String[] words) throws Exception {
    TestServer server = TestServer.start(Path.of(words[0]));
    PeerLoop loop = PeerLoop.start("peers");
    TestCall call = new TestCall(server.media);
    TestCall.Party agent = new TestCall.Party("agent", 1000);
    TestCall.Party customer = new TestCall.Party("customer", 2000);
    try (MediaPeer left = MediaPeer.open(loop, PeerOptions.of(Side.AGENT));
        MediaPeer right = MediaPeer.open(loop, PeerOptions.of(Side.CUSTOMER))) {
      call.connect(agent, customer, left);
      left.connected().get(30, TimeUnit.SECONDS);
      call.connect(customer, agent, right);
      right.connected().get(30, TimeUnit.SECONDS);
      for (MediaPeer peer : new MediaPeer[] {left, right}) {
        peer.awaitPackets(false, 5, LIMIT);
        peer.awaitPackets(true, 5, LIMIT);
      }
      server.media.startRecording(
          new StartRecording(
              UUID.randomUUID(),
              call.callId,
              RecordingMedia.AUDIO_VIDEO,
              "demo/one",
              new byte[32]));
      server.await(MediaEvent.RecordingStarted.class, e -> true);
      System.out.write("recording\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      System.out.flush();
      new CountDownLatch(1).await();
    }
  }
}
