package io.sightline.call;

import io.sightline.fault.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.List;

/**
 * By which path a call's media flows and which connections are to be made for it.
 *
 * <p>Media moves by generations. A session that begins a generation builds a new connection and
 * keeps the former until all who have joined have established theirs. On the direct path two
 * sessions share a generation; on the forwarded path each session has its own.
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

  protected CallMedia() {
    // for JPA, and for a call that begins
  }

  MediaPath path() {
    return path;
  }

  /** The newest generation of any session; 0 before the first. */
  int generation() {
    return generation;
  }

  void over() {
    path = MediaPath.NONE;
  }

  /** Two on their own talk directly, unless that is recorded or has failed before. */
  private MediaPath wanted(List<Session> joined, boolean recorded) {
    boolean through = recorded || joined.size() > 2 || failures >= DIRECT_ATTEMPTS;
    return through ? MediaPath.FORWARDED : MediaPath.DIRECT;
  }

  /** Begins what is needed after {@code fresh} came; null when only the wish has changed. */
  void negotiate(Session fresh, List<Session> joined, boolean recorded, CallChange change) {
    if (joined.size() < 2) {
      return;
    }
    MediaPath wanted = wanted(joined, recorded);
    boolean sharesForwarded = wanted == MediaPath.FORWARDED && path == MediaPath.FORWARDED;
    if (fresh == null && wanted == path) {
      return;
    }
    generation++;
    for (Session session : joined) {
      boolean keeps =
          sharesForwarded && session != fresh && session.mediaPath() == MediaPath.FORWARDED;
      if (!keeps) {
        begin(session, wanted, change);
      }
    }
    path = wanted;
  }

  private void begin(Session session, MediaPath by, CallChange change) {
    change.releases(session.takeRetiringMediaSession());
    if (by == MediaPath.FORWARDED) {
      change.releases(session.takeMediaSession());
    }
    session.begin(by, generation);
    change.begins(session);
  }

  /**
   * Media has arrived on a session's connection of that generation; older ones are ignored.
   *
   * @return whether all who have joined hear and see each other by that
   */
  boolean established(
      Session session,
      int ofGeneration,
      List<Session> joined,
      boolean recorded,
      CallChange change) {
    if (!session.is(Session.State.JOINED)
        || session.generation() != ofGeneration
        || !session.establish()) {
      return false;
    }
    if (joined.size() < 2 || !joined.stream().allMatch(Session::established)) {
      return false;
    }
    change.completes();
    if (path == MediaPath.DIRECT || recorded) {
      failures = 0;
    }
    for (Session each : joined) {
      change.releases(each.takeRetiringMediaSession());
    }
    return true;
  }

  /**
   * A session's connection of that generation has failed: another try, and after {@value
   * #DIRECT_ATTEMPTS} failures of the direct path one through the media server.
   *
   * @throws Refusal of kind TOO_MANY after {@value #MAX_FAILURES} failures in a row
   */
  void failed(
      Session session,
      int ofGeneration,
      List<Session> joined,
      boolean recorded,
      CallChange change) {
    if (!session.is(Session.State.JOINED) || session.generation() != ofGeneration) {
      return;
    }
    if (++failures > MAX_FAILURES) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "media.failed", "The media connection failed too often.");
    }
    negotiate(session, joined, recorded, change);
  }
}
