package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.CallRing;
import io.sightline.call.CallState;
import io.sightline.call.Calls;
import io.sightline.fault.Refusal;
import io.sightline.link.LinkCode;
import io.sightline.link.Links;
import io.sightline.queue.Entry;
import io.sightline.queue.EntryPoints;
import io.sightline.queue.Group;
import io.sightline.queue.Groups;
import io.sightline.queue.Visits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What visitors of web sites ask who have not signed in: whether anybody is there, and a call. */
@ApplicationScoped
public class Reception {
  private EntryPoints entries;
  private Groups groups;
  private Visits visits;
  private Links links;
  private Calls calls;
  private QueueBoard board;

  /**
   * An entry point as visitors see it.
   *
   * @param staffed whether anybody is there who could answer
   * @param waiting how many wait already
   */
  public record Status(String name, String language, boolean staffed, int waiting) {}

  /**
   * How far a visitor's call has come.
   *
   * @param state preparing, waiting, active or ended
   * @param place from 1 while waiting, else 0
   */
  public record Progress(String state, int place, boolean staffed) {}

  protected Reception() {
    // for the container's client proxy
  }

  @Inject
  public Reception(
      EntryPoints entries,
      Groups groups,
      Visits visits,
      Links links,
      Calls calls,
      QueueBoard board) {
    this.entries = entries;
    this.groups = groups;
    this.visits = visits;
    this.links = links;
    this.calls = calls;
    this.board = board;
  }

  /**
   * Whether anybody is there.
   *
   * @throws Refusal of kind UNKNOWN
   */
  @Transactional
  public Status status(UUID entryPoint) {
    EntryPoints.Found found = entries.require(entryPoint);
    return new Status(
        found.entry().name(),
        found.entry().language(),
        staffed(found),
        visits.waiting(found.tenant(), found.entry().group()).size());
  }

  private boolean staffed(EntryPoints.Found found) {
    return groups
        .find(found.tenant(), found.entry().group())
        .filter(group -> board.staffed(found.tenant(), group))
        .isPresent();
  }

  /**
   * Makes a visitor's call.
   *
   * @throws Refusal CONFLICT {@code queue.nobody} when nobody is there, TOO_MANY {@code queue.full}
   */
  @Transactional
  public Links.Invitation begin(EntryPoints.Found at, Visits.Wish wish) {
    if (!staffed(at)) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "queue.nobody", "Nobody is there just now. Try again later.");
    }
    return visits.begin(at, wish);
  }

  /**
   * How far the call behind a code has come.
   *
   * @throws Refusal of kind UNKNOWN for a code that is not of this entry point
   */
  @Transactional
  public Progress progress(EntryPoints.Found at, LinkCode code) {
    UUID callId =
        links
            .callOf(code)
            .filter(
                id ->
                    visits
                        .origin(id)
                        .filter(visit -> visit.entry().id().equals(at.entry().id()))
                        .isPresent())
            .orElseThrow(() -> Refusal.unknown("call"));
    Call call = calls.find(at.tenant(), callId).orElseThrow(() -> Refusal.unknown("call"));
    if (call.state() == CallState.ENDED) {
      return new Progress("ended", 0, true);
    }
    Optional<CallRing.View> ring = call.ring().filter(CallRing.View::queued);
    if (ring.isEmpty()) {
      return new Progress("active", 0, true);
    }
    if (!ring.get().ringing()) {
      return new Progress("preparing", 0, true);
    }
    List<Visits.Waiting> waiting = visits.waiting(at.tenant(), ring.get().group());
    int place = waiting.stream().map(Visits.Waiting::callId).toList().indexOf(callId) + 1;
    Group group = groups.require(at.tenant(), ring.get().group());
    return new Progress("waiting", place, board.staffed(at.tenant(), group));
  }

  /** The entry point by which a call was begun, if it was by one. */
  @Transactional
  public Optional<Entry> entryOf(UUID callId) {
    return visits.origin(callId).map(Visits.Origin::entry);
  }
}
