package io.sightline.mixer.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LettersTest {
  private static int dots(Mask mask) {
    int dots = 0;
    for (byte cover : mask.coverage()) {
      dots += cover != 0 ? 1 : 0;
    }
    return dots;
  }

  @Test
  void withoutFontsThereAreLettersAllTheSame() {
    Letters letters = new Letters(PixelPen::new);
    Mask plain = letters.draw("Rene", 22, 400);
    assertEquals(22, plain.height());
    assertEquals(4 * 6 * 2, plain.width());
    assertTrue(dots(plain) > 50);
    assertEquals(dots(plain), dots(letters.draw("Ren\u00e9", 22, 400)));
    assertTrue(dots(letters.draw("\u674e\u96f7", 22, 400)) > 0);
    assertSame(plain, letters.draw("Rene", 22, 400));
  }

  @Test
  void theLetterHIsTwoPostsAndABar() {
    Mask mask = new PixelPen().draw("H", 11, 100);
    StringBuilder seen = new StringBuilder();
    for (int y = 2; y < 9; y++) {
      for (int x = 0; x < 5; x++) {
        seen.append(mask.coverage()[y * mask.width() + x] != 0 ? '#' : '.');
      }
      seen.append('\n');
    }
    assertEquals("#...#\n#...#\n#...#\n#####\n#...#\n#...#\n#...#\n", seen.toString());
  }

  @Test
  void whatDoesNotFitIsLeftOut() {
    for (Letters letters : new Letters[] {new Letters(PixelPen::new), new Letters()}) {
      Mask mask = letters.draw("A name that is far too long for its cell", 20, 100);
      assertTrue(mask.width() <= 100 && mask.width() > 60, "width " + mask.width());
      assertSame(Mask.EMPTY, letters.draw("  ", 20, 100));
      assertSame(Mask.EMPTY, letters.draw("x", 20, 10));
    }
  }

  @Test
  void aSystemThatCannotDrawIsNoFault() {
    Letters letters =
        new Letters(
            () -> {
              throw new InternalError("no font configuration");
            });
    assertTrue(dots(letters.draw("Anything", 20, 300)) > 20);
  }
}
