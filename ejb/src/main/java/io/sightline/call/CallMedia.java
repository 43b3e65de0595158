package io.sightline.call;

import io.sightline.fault.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.List;

/**
 * By which path a call's media flows and which connections are to be made for it.
 *
 * <p>Media moves by generations. A session that begins a generation builds a new connection and
 * keeps the former until all who have joined have established theirs. On the direct path two
 * sessions share a generation; on the forwarded path each session has its own. A change that is not
 * complete in time is begun again, whatever became of the messages about it.
 */
@Embeddable
class CallMedia {
  /** After so many failed generations without a completed one, further tries are refused. */
  static final int MAX_FAILURES = 8;

  /** After so many failures of the direct path the media server is used instead. */
  static final int DIRECT_ATTEMPTS = 2;

  @Enumerated(EnumType.STRING)
  @Column(name = "media_path")
  private MediaPath path = MediaPath.NONE;

  @Column(name = "generation")
  private int generation;

  @Column(name = "media_failures")
  private int failures;

  /** Since when those who have joined wait for a change to be complete; null when none does. */
  @Column(name = "media_pending_since")
  private Instant pendingSince;

  protected CallMedia() {
    // for JPA, and for a call that begins
  }

  /**
   * What decides the path.
   *
   * @param joined sessions that have joined and whose sockets live
   * @param present parties in the call, those in their time of grace included
   * @param viaServer whether the media server is needed however few are there: for a recording, or
   *     so that a meeting's host decides who gets media
   */
  record Situation(List<Session> joined, long present, boolean viaServer, Instant now) {}

  MediaPath path() {
    return path;
  }

  /** The newest generation of any session; 0 before the first. */
  int generation() {
    return generation;
  }

  /** Since when a change waits for its completion; null when none does. */
  Instant pendingSince() {
    return pendingSince;
  }

  void over() {
    path = MediaPath.NONE;
    pendingSince = null;
  }

  /** Two on their own talk directly, unless that is recorded or has failed before. */
  private MediaPath wanted(Situation at) {
    return hasReason(at) || failures >= DIRECT_ATTEMPTS ? MediaPath.FORWARDED : MediaPath.DIRECT;
  }

  private static boolean hasReason(Situation at) {
    return at.viaServer() || at.present() > 2 || at.joined().stream().anyMatch(Session::fixed);
  }

  /** Begins what is needed after the wish for a path has changed. */
  void negotiate(Situation at, CallChange change) {
    if (at.joined().size() < 2) {
      pendingSince = null;
    } else if (wanted(at) != path) {
      begin(List.of(), at, change);
    }
  }

  /** Begins what is needed by sessions that have no connection, or none that works. */
  void negotiate(List<Session> fresh, Situation at, CallChange change) {
    fresh.forEach(session -> admitFixed(session, change));
    if (at.joined().size() < 2) {
      pendingSince = null;
    } else {
      begin(fresh, at, change);
    }
  }

  /** What is agreed once is agreed at once, whoever else is there. */
  private void admitFixed(Session session, CallChange change) {
    if (session.fixed() && session.mediaSessionId() == null) {
      change.releases(session.begin(MediaPath.FORWARDED, ++generation));
      change.begins(session);
    }
  }

  private void begin(List<Session> fresh, Situation at, CallChange change) {
    MediaPath wanted = wanted(at);
    boolean sharesForwarded = wanted == MediaPath.FORWARDED && path == MediaPath.FORWARDED;
    generation++;
    for (Session session : at.joined()) {
      boolean keeps =
          session.fixed()
              || (sharesForwarded
                  && !fresh.contains(session)
                  && session.mediaPath() == MediaPath.FORWARDED
                  && session.mediaSessionId() != null);
      if (!keeps) {
        change.releases(session.begin(wanted, generation));
        change.begins(session);
      }
    }
    path = wanted;
    pendingSince = at.now();
  }

  /**
   * Somebody has left: two who remain go back to the direct path, more are offered what is left.
   */
  void left(Situation at, CallChange change) {
    MediaPath before = path;
    negotiate(at, change);
    if (path == before && at.joined().size() >= 2) {
      if (path == MediaPath.FORWARDED) {
        change.renegotiates();
      }
      complete(at, change);
    }
  }

  /** Media has arrived on a session's connection of that generation; older ones are ignored. */
  void established(Session session, int ofGeneration, Situation at, CallChange change) {
    if (session.is(Session.State.JOINED) && session.generation() == ofGeneration) {
      session.establish();
      complete(at, change);
    }
  }

  /** Ends the change when all who have joined hear and see each other by it. */
  private void complete(Situation at, CallChange change) {
    if (pendingSince == null
        || at.joined().size() < 2
        || !at.joined().stream().allMatch(Session::established)) {
      return;
    }
    pendingSince = null;
    change.completes();
    if (path == MediaPath.DIRECT || hasReason(at)) {
      failures = 0;
    }
    for (Session each : at.joined()) {
      change.releases(each.takeRetiringMediaSession());
    }
  }

  /**
   * A session's connection of that generation has failed: another try, and after {@value
   * #DIRECT_ATTEMPTS} failures of the direct path one through the media server.
   *
   * @throws Refusal of kind TOO_MANY after {@value #MAX_FAILURES} failures in a row
   */
  void failed(Session session, int ofGeneration, Situation at, CallChange change) {
    if (session.is(Session.State.JOINED)
        && session.generation() == ofGeneration
        && !session.fixed()) {
      again(List.of(session), at, change);
    }
  }

  /**
   * Begins a change again that was begun at or before {@code deadline} and is not complete.
   *
   * @throws Refusal of kind TOO_MANY after {@value #MAX_FAILURES} failures in a row
   */
  void overdue(Instant deadline, Situation at, CallChange change) {
    if (pendingSince == null || pendingSince.isAfter(deadline)) {
      return;
    }
    if (at.joined().size() < 2) {
      pendingSince = null;
      return;
    }
    List<Session> late = at.joined().stream().filter(each -> !each.established()).toList();
    if (late.stream().allMatch(Session::fixed)) {
      // who is agreed with once cannot be asked to try again, and leaves on its own
      pendingSince = at.now();
      return;
    }
    again(late, at, change);
  }

  private void again(List<Session> failed, Situation at, CallChange change) {
    if (++failures > MAX_FAILURES) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "media.failed", "The media connection failed too often.");
    }
    negotiate(failed, at, change);
  }
}
