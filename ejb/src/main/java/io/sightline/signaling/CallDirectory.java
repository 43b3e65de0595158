package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.Calls;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.link.Links;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Answers questions about open calls for the HTTP API; changes none. */
@ApplicationScoped
public class CallDirectory {
  private Calls calls;
  private Links links;
  private SignalingService signaling;
  private RecordingSwitch recordings;

  /** Some of a longer list. */
  public record Page(List<CallView> views, long total) {}

  protected CallDirectory() {
    // for the container's client proxy
  }

  @Inject
  public CallDirectory(
      Calls calls, Links links, SignalingService signaling, RecordingSwitch recordings) {
    this.calls = calls;
    this.links = links;
    this.signaling = signaling;
    this.recordings = recordings;
  }

  /** The caller's own open calls, newest first. */
  @Transactional
  public Page openOf(Caller caller, int offset, int limit) {
    caller.require(Permission.VIEW_OWN_CALLS);
    return new Page(
        calls.openOf(caller.tenant(), caller.subject(), offset, limit).stream()
            .map(this::view)
            .toList(),
        calls.countOpenOf(caller.tenant(), caller.subject()));
  }

  /**
   * One call.
   *
   * @throws Refusal of kind UNKNOWN when it is none of the caller's
   */
  @Transactional
  public CallView view(Caller caller, UUID callId) {
    caller.require(Permission.VIEW_OWN_CALLS);
    return calls
        .find(caller.tenant(), callId)
        .filter(
            call ->
                caller.may(Permission.VIEW_ALL_CALLS)
                    || call.participantOfUser(caller.subject()).isPresent())
        .map(this::view)
        .orElseThrow(() -> Refusal.unknown("call"));
  }

  /** Shows the call's parties what has changed by other means than the socket. */
  public void changed(UUID callId) {
    signaling.refresh(callId);
  }

  private CallView view(Call call) {
    RecordingSwitch.Running runs = recordings.running(call);
    return CallView.of(
        call, runs.video(), runs.screen(), links.view(call), recordings.consent(call));
  }
}
