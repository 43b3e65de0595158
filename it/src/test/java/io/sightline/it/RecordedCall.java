package io.sightline.it;

import io.sightline.testsupport.client.ScriptedParticipant;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.PeerOptions;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A forwarded call of two scripted people that is being recorded, on the server under test. */
public final class RecordedCall implements AutoCloseable {
  private static final Duration MEDIA_LIMIT = ServerUnderTest.patience(30);
  private static final Duration COPY_LIMIT = ServerUnderTest.patience(60);
  private static final int AUDIO_PACKETS = 100;
  private static final int VIDEO_PACKETS = 30;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final ScriptedCall call = new ScriptedCall(server);
  private final ScriptedParticipant agent;
  private final ScriptedParticipant customer;

  private RecordedCall() throws IOException, TimeoutException {
    agent = call.agent(PeerOptions.of(Side.AGENT));
    customer = call.customer(PeerOptions.of(Side.CUSTOMER));
  }

  /** A call in which both have heard and seen each other by way of the media server. */
  public static RecordedCall begin() throws IOException, TimeoutException {
    RecordedCall begun = new RecordedCall();
    begun.talk();
    return begun;
  }

  private void talk() throws TimeoutException {
    SpineIT.join(call, agent, customer);
    agent.send("recording.start");
    agent.awaitCall(snapshot -> ScriptedCall.records(snapshot));
    int generation = agent.awaitPath("forwarded", 0);
    customer.awaitPath("forwarded", 0);
    for (ScriptedParticipant one : new ScriptedParticipant[] {agent, customer}) {
      one.peer(generation).awaitPackets(false, AUDIO_PACKETS, MEDIA_LIMIT);
      one.peer(generation).awaitPackets(true, VIDEO_PACKETS, MEDIA_LIMIT);
    }
  }

  /** Ends the call as its agent does. */
  public void end() throws TimeoutException {
    agent.send("call.end");
    customer.socket().await("call.ended");
  }

  public String id() {
    return call.id;
  }

  /**
   * Waits until what was recorded of a call can be played.
   *
   * @return seconds of the recording
   */
  public static double awaitPlayable(String callId) throws TimeoutException {
    JsonObject record =
        FinishedRecording.await(
                ServerUnderTest.get().signedIn("agent1"),
                callId,
                COPY_LIMIT,
                found -> FinishedRecording.renditions(found, "capture").size() >= 2)
            .record();
    return record.getJsonNumber("duration").doubleValue();
  }

  @Override
  public void close() {
    agent.vanish();
    customer.vanish();
    agent.close();
    customer.close();
    call.close();
  }
}
