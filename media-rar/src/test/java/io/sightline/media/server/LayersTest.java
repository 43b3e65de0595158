package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.media.forwarding.EndpointFigures;
import io.sightline.media.management.MediaCounter;
import io.sightline.testsupport.clip.MediaMarker;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.PeerOptions.Fault;
import io.sightline.testsupport.peer.RtpPacket;
import io.sightline.testsupport.peer.TrackStatistics;
import io.sightline.testsupport.tracklog.TrackLog;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sender of three layers, two receivers with paths of their own, and a recording. */
@Timeout(60)
class LayersTest extends TwoPeers {
  /** The numbers in the markers of the layers. */
  private static final int LOWEST = 1;

  private static final int MIDDLE = 11;
  private static final int HIGHEST = 21;

  /** Has room for the lowest layer and not for the middle one. */
  private static final long NARROW = 300_000;

  private static final byte[] KEY = new byte[32];

  private final TestCall.Party phone = new TestCall.Party("guest", 3000);
  private final PeerOptions layers = PeerOptions.of(Side.AGENT).withLayers(3);

  @BeforeEach
  void askForLayers() {
    call.layered = true;
  }

  /** A peer that gets the sender's picture and sends none. */
  private MediaPeer receive(TestCall.Party self, int number) throws Exception {
    PeerOptions voice =
        PeerOptions.of(Side.CUSTOMER).named("receiver" + number, 50 + number, number);
    return join(self, agent, voice.withMedia(true, 0));
  }

  private static void awaitLayer(MediaPeer receiver, int source) throws Exception {
    receiver.await(
        LIMIT, tracks -> tracks.stream().anyMatch(t -> t.video() && t.latestSource() == source));
  }

  private static TrackStatistics picture(MediaPeer receiver) throws Exception {
    return receiver.awaitPackets(true, 1, LIMIT);
  }

  private static void assertContinuous(TrackStatistics picture) {
    assertEquals(0, picture.sourceChangesUnkeyed(), "turns at key frames alone: " + picture);
    assertEquals(0, picture.pictureBreaks(), "picture ids run on: " + picture);
    assertEquals(0, picture.timestampRegressions(), "time runs on: " + picture);
    assertEquals(0, picture.duplicates(), picture.toString());
  }

  @Test
  void eachReceiverGetsWhatItsPathCanTake() throws Exception {
    try (MediaPeer sender = join(agent, customer, layers);
        MediaPeer office = receive(customer, 1);
        MediaPeer train = receive(phone, 2)) {
      awaitLayer(office, HIGHEST);
      awaitLayer(train, HIGHEST);
      try (Repeated narrow = new Repeated(train, NARROW)) {
        awaitLayer(train, LOWEST);
        long before = picture(train).packets();
        train.awaitPackets(true, before + 60, LIMIT);
        assertEquals(LOWEST, picture(train).latestSource(), "stays where its path is");
        assertEquals(HIGHEST, picture(office).latestSource(), "the other keeps the whole picture");
        assertTrue(
            sender.statistics().limit() >= 2_000_000, "nobody presses the sender down: " + sender);
        narrow.change(8 * NARROW);
        awaitLayer(train, HIGHEST);
      }
      for (MediaPeer each : new MediaPeer[] {office, train}) {
        TrackStatistics picture = picture(each);
        assertContinuous(picture);
        assertEquals(0, picture.lost(), picture.toString());
        assertTrue(picture.senderReports() > 0, "reports go on: " + picture);
      }
      assertTrue(server.media.counters().get(MediaCounter.LAYERS_SWITCHED) >= 4);
      assertFigures();
    }
  }

  private void assertFigures() {
    EndpointFigures sends = figures(agent);
    EndpointFigures gets = figures(phone);
    assertEquals(Set.of("q", "h", "f"), sends.layersReceived().keySet());
    assertTrue(sends.layersReceived().values().stream().allMatch(packets -> packets > 20));
    assertEquals(1, gets.layersSent().values().stream().mapToLong(count -> count).sum());
    assertTrue(gets.layerSwitches() >= 2, "switches: " + gets.layerSwitches());
  }

  private EndpointFigures figures(TestCall.Party party) {
    return server.media.endpointFigures().stream()
        .filter(each -> each.endpointId().equals(party.endpointId()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLayerThatStopsIsLeftWithinASecond() throws Exception {
    try (MediaPeer sender = join(agent, customer, layers);
        MediaPeer office = receive(customer, 1)) {
      awaitLayer(office, HIGHEST);
      sender.sendLayers(2);
      long stopped = System.nanoTime();
      awaitLayer(office, MIDDLE);
      long took = (System.nanoTime() - stopped) / 1_000_000;
      assertTrue(took < 1_000, "another layer after " + took + " ms");
      sender.sendLayers(1);
      awaitLayer(office, LOWEST);
      sender.sendLayers(3);
      awaitLayer(office, HIGHEST);
      assertContinuous(picture(office));
    }
  }

  @Test
  void whatIsLostOfALayerIsRepeatedByItsOwnRtx() throws Exception {
    PeerOptions losing = layers.withFaults(Fault.LOSES_PICTURES);
    try (MediaPeer sender = join(agent, customer, losing);
        MediaPeer office = receive(customer, 1);
        MediaPeer train = receive(phone, 2)) {
      awaitLayer(office, HIGHEST);
      try (Repeated narrow = new Repeated(train, NARROW)) {
        awaitLayer(train, LOWEST);
        narrow.change(NARROW);
        long before = picture(train).packets();
        train.awaitPackets(true, before + 80, LIMIT);
      }
      assertTrue(sender.statistics().retransmitted() > 30);
      for (MediaPeer each : new MediaPeer[] {office, train}) {
        TrackStatistics picture = picture(each);
        assertEquals(0, picture.sourceChangesUnkeyed(), picture.toString());
        assertTrue(
            picture.lost() <= 4 + 4 * picture.sourceChanges(),
            "repaired but for what was on its way at a turn: " + picture);
      }
    }
  }

  @Test
  void aPacketThatNamesNoLayerIsOfNoTrack() throws Exception {
    try (MediaPeer sender = join(agent, customer, layers);
        MediaPeer office = receive(customer, 1)) {
      awaitLayer(office, HIGHEST);
      long before = server.media.counters().get(MediaCounter.DROPPED_UNKNOWN_TRACK);
      sender.scatter(3, true);
      await(() -> server.media.counters().get(MediaCounter.DROPPED_UNKNOWN_TRACK) >= before + 3);
      assertContinuous(picture(office));
    }
  }

  @Test
  void theRecordingIsOneStreamOfTheHighestLayer() throws Exception {
    UUID recordingId = UUID.randomUUID();
    server.media.startRecording(
        new StartRecording(recordingId, call.callId, RecordingMedia.AUDIO_VIDEO, "demo/one", KEY));
    try (MediaPeer sender = join(agent, customer, layers);
        MediaPeer office = receive(customer, 1)) {
      awaitLayer(office, HIGHEST);
      sender.sendLayers(2);
      awaitLayer(office, MIDDLE);
      sender.sendLayers(3);
      awaitLayer(office, HIGHEST);
      long before = picture(office).packets();
      office.awaitPackets(true, before + 60, LIMIT);
      server.media.stopRecording(recordingId);
      MediaEvent.RecordingSealed sealed = server.await(MediaEvent.RecordingSealed.class, e -> true);
      assertEquals(0, sealed.gaps());
    }
    assertRecorded();
  }

  private void assertRecorded() throws Exception {
    for (int track = 0; Files.exists(file(track)); track++) {
      TrackLog log = TrackLog.read(file(track), KEY);
      Map<Long, RtpPacket> packets = new TreeMap<>();
      Set<Long> ssrcs = new LinkedHashSet<>();
      Set<Integer> sources = new LinkedHashSet<>();
      long index = -1;
      long reports = 0;
      for (TrackLog.Entry entry : log.entries()) {
        if (entry.type() == TrackLog.SENDER_REPORT) {
          reports++;
        } else if (entry.type() == TrackLog.RTP) {
          RtpPacket packet = RtpPacket.decode(entry.body(), 4);
          if (packet.payloadType() != 96) {
            break;
          }
          index = index < 0 ? packet.sequence() : index + (short) (packet.sequence() - (int) index);
          packets.put(index, packet);
          ssrcs.add(packet.ssrc());
          MediaMarker.find(packet.payload()).ifPresent(marker -> sources.add(marker.source()));
        }
      }
      if (!packets.isEmpty()) {
        assertEquals(1, ssrcs.size(), "one stream");
        assertTrue(sources.contains(HIGHEST) && sources.contains(MIDDLE), "took " + sources);
        assertTrue(reports > 0, "its clock is told");
        assertRunsOn(packets);
        return;
      }
    }
    throw new AssertionError("no picture recorded");
  }

  private static void assertRunsOn(Map<Long, RtpPacket> packets) {
    long before = -1;
    RtpPacket last = null;
    for (Map.Entry<Long, RtpPacket> entry : packets.entrySet()) {
      RtpPacket packet = entry.getValue();
      if (last != null) {
        assertEquals(before + 1, entry.getKey(), "no number is missing");
        int step = pictureId(packet) - pictureId(last) & 0x7fff;
        assertEquals((packet.payload()[0] & 0x10) != 0 ? 1 : 0, step, "picture ids run on");
        int time = (int) (packet.timestamp() - last.timestamp());
        assertTrue(time >= 0 && time < 90_000, "time went by " + time);
      }
      before = entry.getKey();
      last = packet;
    }
    assertNotEquals(null, last);
  }

  private static int pictureId(RtpPacket packet) {
    return (packet.payload()[2] & 0x7f) << 8 | (packet.payload()[3] & 0xff);
  }

  private java.nio.file.Path file(int track) {
    return store.resolve("demo/one/track-" + track + ".sltl");
  }

  /** A receiver that tells its estimate again and again, as an estimate counts for seconds only. */
  private static final class Repeated implements AutoCloseable {
    private final MediaPeer peer;
    private final Timer timer = new Timer("estimates", true);
    private volatile long bitsPerSecond;

    Repeated(MediaPeer peer, long bitsPerSecond) {
      this.peer = peer;
      this.bitsPerSecond = bitsPerSecond;
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {
              tell();
            }
          },
          0,
          500);
    }

    private void tell() {
      peer.sendFeedback(RateLimitTest.estimate(bitsPerSecond));
    }

    void change(long newBitsPerSecond) {
      bitsPerSecond = newBitsPerSecond;
      tell();
    }

    @Override
    public void close() {
      timer.cancel();
    }
  }
}
