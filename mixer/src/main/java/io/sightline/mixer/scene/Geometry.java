package io.sightline.mixer.scene;

import io.sightline.mixer.av.Canvas.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides a canvas. All numbers come out even, for colours are stored for two pixels at a time.
 *
 * @param width of the canvas in pixels
 */
record Geometry(int width, int height) {
  /** Small pictures are this part of the canvas wide, or high. */
  private static final int SMALL = 5;

  private static final int MARGIN = 40;

  Cell whole() {
    return new Cell(0, 0, width, height);
  }

  /** Equal cells, as many columns as rows or one more; the last row in the middle. */
  List<Cell> grid(int count) {
    int columns = Math.max(1, (int) Math.ceil(Math.sqrt(count)));
    int rows = Math.max(1, (count + columns - 1) / columns);
    int cellWidth = even(width / columns);
    int cellHeight = even(height / rows);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int row = i / columns;
      int inRow = Math.min(columns, count - row * columns);
      int indent = even((width - inRow * cellWidth) / 2);
      cells.add(
          new Cell(indent + i % columns * cellWidth, row * cellHeight, cellWidth, cellHeight));
    }
    return cells;
  }

  /** A large cell, and below it small ones in a row; the large one alone fills everything. */
  List<Cell> strip(int small) {
    if (small == 0) {
      return List.of(whole());
    }
    int stripHeight = even(height / SMALL);
    int cellWidth = Math.min(even(stripHeight * 4 / 3), even(width / small));
    int indent = even((width - small * cellWidth) / 2);
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(0, 0, width, height - stripHeight));
    for (int i = 0; i < small; i++) {
      cells.add(new Cell(indent + i * cellWidth, height - stripHeight, cellWidth, stripHeight));
    }
    return cells;
  }

  /** A large cell, and beside it small ones in a column. */
  List<Cell> column(int small) {
    if (small == 0) {
      return List.of(whole());
    }
    int columnWidth = even(width / SMALL);
    int cellHeight = Math.min(even(columnWidth * 3 / 4), even(height / small));
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(0, 0, width - columnWidth, height));
    for (int i = 0; i < small; i++) {
      cells.add(new Cell(width - columnWidth, i * cellHeight, columnWidth, cellHeight));
    }
    return cells;
  }

  /** A cell that fills everything, and small ones upon it from its lower right corner on. */
  List<Cell> corner(int small) {
    List<Cell> cells = new ArrayList<>();
    cells.add(whole());
    int margin = even(height / MARGIN);
    int cellWidth =
        Math.min(even(width / SMALL), even((width - margin) / Math.max(1, small)) - margin);
    int cellHeight = even(cellWidth * 3 / 4);
    for (int i = 0; i < small; i++) {
      cells.add(
          new Cell(
              width - (i + 1) * (cellWidth + margin),
              height - cellHeight - margin,
              cellWidth,
              cellHeight));
    }
    return cells;
  }

  private static int even(int value) {
    return value & ~1;
  }
}
