package io.sightline.mixer.scene;

import io.sightline.mixer.av.Canvas.Cell;
import io.sightline.mixer.track.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what is seen at an instant. A pure function of what is known of the people.
 *
 * @param customerOnly whether nobody else was recorded: their place is the right one
 */
record Director(
    LayoutKind kind,
    Geometry canvas,
    List<Person> people,
    Captions captions,
    List<SpeakerTurn> turns,
    boolean customerOnly) {

  Arrangement at(long timeNs, boolean paused) {
    if (paused) {
      return new Arrangement(List.of(), true);
    }
    List<Person> here = people.stream().filter(p -> Span.any(p.here(), timeNs)).toList();
    Person presenter = presenter(timeNs);
    List<Placement> placements =
        switch (kind) {
          case SIDE_BY_SIDE, GRID -> equal(here, presenter, timeNs);
          case ACTIVE_SPEAKER -> speaker(here, presenter, timeNs);
          case PICTURE_IN_PICTURE -> pictureInPicture(here, presenter, timeNs);
          case PRESENTATION ->
              presenter == null ? equal(here, null, timeNs) : presentation(here, presenter, timeNs);
        };
    return new Arrangement(placements, false);
  }

  /** Who shows a screen; of several, who began last. */
  private Person presenter(long timeNs) {
    Person presenter = null;
    long since = Long.MIN_VALUE;
    for (Person person : people) {
      for (Span span : person.screen()) {
        if (span.contains(timeNs) && span.fromNs() >= since) {
          presenter = person;
          since = span.fromNs();
        }
      }
    }
    return presenter;
  }

  private List<Placement> equal(List<Person> here, Person presenter, long timeNs) {
    if (kind != LayoutKind.GRID && people.size() <= 2 && presenter == null) {
      return twoPlaces(timeNs);
    }
    List<Cell> cells = canvas.grid(here.size() + (presenter == null ? 0 : 1));
    List<Placement> placements = new ArrayList<>();
    for (Person person : here) {
      placements.add(camera(person, cells.get(placements.size()), timeNs));
    }
    if (presenter != null) {
      placements.add(screen(presenter, cells.get(placements.size())));
    }
    return placements;
  }

  /** The places of agent and customer exist even when nobody is there. */
  private List<Placement> twoPlaces(long timeNs) {
    List<Cell> cells = canvas.grid(2);
    List<Placement> placements = new ArrayList<>();
    int only = people.size() == 1 && customerOnly ? 1 : 0;
    for (int i = 0; i < cells.size(); i++) {
      int number = i - only;
      boolean taken = number >= 0 && number < people.size();
      placements.add(
          taken
              ? camera(people.get(number), cells.get(i), timeNs)
              : new Placement(new Seat("", false), cells.get(i), Card.ABSENT, Card.ABSENT, ""));
    }
    return placements;
  }

  private List<Placement> speaker(List<Person> here, Person presenter, long timeNs) {
    String id = null;
    for (SpeakerTurn turn : turns) {
      id = turn.fromNs() <= timeNs ? turn.participantId() : id;
    }
    Person large = here.isEmpty() ? null : here.get(0);
    for (Person person : here) {
      large = person.id().equals(id) ? person : large;
    }
    return around(
        canvas.strip(others(here, large) + screens(presenter)), large, here, presenter, timeNs);
  }

  private static int others(List<Person> here, Person large) {
    return here.size() - (large == null ? 0 : 1);
  }

  private static int screens(Person presenter) {
    return presenter == null ? 0 : 1;
  }

  /** One camera large, the others after it, a screen last. */
  private List<Placement> around(
      List<Cell> cells, Person large, List<Person> here, Person presenter, long timeNs) {
    List<Placement> placements = new ArrayList<>();
    if (large != null) {
      placements.add(camera(large, cells.get(0), timeNs));
    }
    int next = 1;
    for (Person person : here) {
      if (person != large) {
        placements.add(camera(person, cells.get(next++), timeNs));
      }
    }
    if (presenter != null) {
      placements.add(screen(presenter, cells.get(next)));
    }
    return placements;
  }

  private List<Placement> pictureInPicture(List<Person> here, Person presenter, long timeNs) {
    if (presenter != null) {
      List<Person> beside = beside(here);
      return presented(canvas.corner(beside.size()), beside, presenter, timeNs);
    }
    // The agent comes first in the list; whom the agent talks to is the one to look at.
    Person large = here.isEmpty() ? null : here.get(Math.min(1, here.size() - 1));
    return around(canvas.corner(others(here, large)), large, here, null, timeNs);
  }

  /** Where nobody has a camera, as in the recording of a screen, cards beside it say nothing. */
  private List<Person> beside(List<Person> here) {
    return people.stream().anyMatch(Person::hasCamera) ? here : List.of();
  }

  private List<Placement> presentation(List<Person> here, Person presenter, long timeNs) {
    List<Person> beside = beside(here);
    return presented(canvas.column(beside.size()), beside, presenter, timeNs);
  }

  private List<Placement> presented(
      List<Cell> cells, List<Person> here, Person presenter, long timeNs) {
    List<Placement> placements = new ArrayList<>();
    placements.add(screen(presenter, cells.get(0)));
    for (Person person : here) {
      placements.add(camera(person, cells.get(placements.size()), timeNs));
    }
    return placements;
  }

  private static Placement screen(Person person, Cell cell) {
    return new Placement(new Seat(person.id(), true), cell, null, Card.NO_PICTURE, "");
  }

  private Placement camera(Person person, Cell cell, long timeNs) {
    Card card = null;
    if (!Span.any(person.here(), timeNs)) {
      card = Card.ABSENT;
    } else if (Span.any(person.held(), timeNs)) {
      card = Card.ON_HOLD;
    } else if (Span.any(person.cameraOff(), timeNs)) {
      card = Card.NO_CAMERA;
    }
    boolean muted = card != Card.ABSENT && Span.any(person.muted(), timeNs);
    String label = card == Card.ABSENT ? "" : captions.label(person.id(), muted);
    Card otherwise = person.hasCamera() ? Card.NO_PICTURE : Card.NO_CAMERA;
    return new Placement(new Seat(person.id(), false), cell, card, otherwise, label);
  }
}
