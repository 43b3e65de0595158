package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.client.ScriptedParticipant;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.TrackStatistics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Four scripted people in one call: everybody gets everybody else's streams, until two remain. */
class PartiesIT {
  private static final Duration MEDIA_LIMIT = ServerUnderTest.patience(30);
  private static final int GUEST = 61;
  private static final int EXPERT = 62;

  @Test
  void everybodyGetsTheOthers() throws Exception {
    ServerUnderTest server = ServerUnderTest.get();
    try (ScriptedCall call = new ScriptedCall(server);
        ScriptedParticipant agent = call.agent(PeerOptions.of(Side.AGENT));
        ScriptedParticipant customer = call.customer(PeerOptions.of(Side.CUSTOMER));
        ScriptedParticipant guest =
            call.invited("guest", PeerOptions.of(Side.CUSTOMER).named("guest", GUEST, 61));
        ScriptedParticipant expert =
            call.invited("expert", PeerOptions.of(Side.AGENT).named("expert", EXPERT, 62))) {
      customer.join(call.id);
      agent.join(call.id);
      int direct = agent.awaitPath("direct", 0);
      guest.join(call.id);
      int forwarded = agent.awaitPath("forwarded", direct);
      int guestGeneration = guest.awaitPath("forwarded", 0);
      expert.join(call.id);
      int expertGeneration = expert.awaitPath("forwarded", guestGeneration);

      int agentSource = Side.AGENT.ordinal() + 1;
      int customerSource = Side.CUSTOMER.ordinal() + 1;
      gets(agent.peer(forwarded), Set.of(customerSource, GUEST, EXPERT));
      gets(customer.peer(forwarded), Set.of(agentSource, GUEST, EXPERT));
      gets(guest.peer(guestGeneration), Set.of(agentSource, customerSource, EXPERT));
      gets(expert.peer(expertGeneration), Set.of(agentSource, customerSource, GUEST));

      guest.send("leave");
      agent.awaitCall(
          snapshot ->
              ScriptedCall.has(snapshot, "guest", "absent")
                  && ScriptedCall.has(snapshot, "expert", "joined")
                  && snapshot.getString("mediaPath").equals("forwarded"));
      expert.send("leave");
      int back = agent.awaitPath("direct", expertGeneration);
      assertEquals(back, customer.awaitPath("direct", expertGeneration));
      agent.send("call.end");
      customer.socket().await("call.ended");
      assertNull(call.fault());
    }
  }

  /** Sound and picture of each come, whole. */
  private static void gets(MediaPeer peer, Set<Integer> sources) throws TimeoutException {
    for (boolean video : List.of(false, true)) {
      peer.await(MEDIA_LIMIT, tracks -> sourcesOf(tracks, video).equals(sources));
    }
    assertEquals(0, peer.statistics().refusedNotAuthentic());
  }

  private static Set<Integer> sourcesOf(List<TrackStatistics> tracks, boolean video) {
    Set<Integer> found = new HashSet<>();
    for (TrackStatistics track : tracks) {
      if (track.video() == video && track.packets() > 30) {
        assertTrue(track.sources().size() <= 1, track.toString());
        found.addAll(track.sources());
      }
    }
    return found;
  }
}
