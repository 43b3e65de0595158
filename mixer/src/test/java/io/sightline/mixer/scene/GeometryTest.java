package io.sightline.mixer.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.mixer.av.Canvas.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeometryTest {
  private static final List<Geometry> CANVASES =
      List.of(
          new Geometry(640, 480),
          new Geometry(1280, 960),
          new Geometry(640, 360),
          new Geometry(1280, 720),
          new Geometry(1920, 1080));

  private static void assertWithin(Geometry canvas, List<Cell> cells) {
    for (Cell cell : cells) {
      int or = cell.x() | cell.y() | cell.width() | cell.height();
      assertEquals(0, or & 1, cell + " is odd");
      assertTrue(cell.width() >= 16 && cell.height() >= 16, cell + " is too small");
      assertTrue(cell.x() >= 0 && cell.x() + cell.width() <= canvas.width(), cell.toString());
      assertTrue(cell.y() >= 0 && cell.y() + cell.height() <= canvas.height(), cell.toString());
    }
  }

  private static void assertApart(List<Cell> cells) {
    for (int i = 0; i < cells.size(); i++) {
      for (int j = i + 1; j < cells.size(); j++) {
        assertFalse(cells.get(i).overlaps(cells.get(j)), cells.get(i) + " " + cells.get(j));
      }
    }
  }

  @Test
  void cellsAreEvenWithinTheCanvasAndApart() {
    for (Geometry canvas : CANVASES) {
      for (int people = 1; people <= 9; people++) {
        for (List<Cell> cells :
            List.of(canvas.grid(people), canvas.strip(people - 1), canvas.column(people - 1))) {
          assertEquals(people, cells.size());
          assertWithin(canvas, cells);
          assertApart(cells);
        }
        List<Cell> corner = canvas.corner(people - 1);
        assertEquals(people, corner.size());
        assertWithin(canvas, corner);
        assertApart(corner.subList(1, corner.size()));
      }
    }
  }

  @Test
  void nobodyNeedsNoCell() {
    assertTrue(new Geometry(640, 480).grid(0).isEmpty());
  }
}
