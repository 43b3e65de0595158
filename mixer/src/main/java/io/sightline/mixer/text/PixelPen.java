package io.sightline.mixer.text;

import java.text.Normalizer;

/**
 * Letters of five by seven dots for servers without fonts: ASCII, and accented letters without
 * their accents. Whatever else there is becomes a box.
 */
final class PixelPen implements Letters.Pen {
  private static final int COLUMNS = 5;
  private static final int ROWS = 7;
  private static final int ADVANCE = COLUMNS + 1;
  private static final char FIRST = ' ';
  private static final char BOX = '\u007f';

  /** For each character from the blank on, five columns; the lowest bit is the uppermost dot. */
  private static final String GLYPHS =
      """
      0000000000 00005f0000 0007000700 147f147f14 242a7f2a12 2313086462 3649552250 0005030000
      001c224100 0041221c00 082a1c2a08 08083e0808 0050300000 0808080808 0060600000 2010080402
      3e5149453e 00427f4000 4261514946 2141454b31 1814127f10 2745454539 3c4a494930 0171090503
      3649494936 064949291e 0036360000 0056360000 0008142241 1414141414 4122140800 0201510906
      324979413e 7e1111117e 7f49494936 3e41414122 7f4141221c 7f49494941 7f09090901 3e41415132
      7f0808087f 00417f4100 2040413f01 7f08142241 7f40404040 7f0204027f 7f0408107f 3e4141413e
      7f09090906 3e4151215e 7f09192946 4649494931 01017f0101 3f4040403f 1f2040201f 7f2018207f
      6314081463 0304780403 6151494543 007f414100 0204081020 0041417f00 0402010204 4040404040
      0001020400 2054545478 7f48444438 3844444420 384444487f 3854545418 087e090102 081454543c
      7f08040478 00447d4000 2040443d00 007f102844 00417f4000 7c04180478 7c08040478 3844444438
      7c14141408 081414187c 7c08040408 4854545420 043f444020 3c4040207c 1c2040201c 3c4030403c
      4428102844 0c5050503c 4464544c44 0008364100 00007f0000 0041360800 0201020402 7f4141417f
      """
          .replaceAll("\\s", "");

  @Override
  public Mask draw(String text, int height, int maxWidth) {
    int scale = Math.max(1, height / (ROWS + 4));
    int most = maxWidth / (ADVANCE * scale);
    String line = plain(text);
    if (line.length() > most) {
      line = most < 3 ? "" : line.substring(0, most - 2) + "..";
    }
    if (line.isBlank()) {
      return Mask.EMPTY;
    }
    int width = line.length() * ADVANCE * scale;
    byte[] coverage = new byte[width * height];
    int top = Math.max(0, (height - ROWS * scale) / 2);
    for (int i = 0; i < line.length(); i++) {
      for (int column = 0; column < COLUMNS; column++) {
        int dots = dots(line.charAt(i), column);
        for (int row = 0; row < ROWS; row++) {
          if ((dots >> row & 1) != 0) {
            dot(coverage, width, (i * ADVANCE + column) * scale, top + row * scale, scale);
          }
        }
      }
    }
    return new Mask(width, height, coverage);
  }

  private static void dot(byte[] coverage, int width, int x, int y, int scale) {
    for (int row = y; row < y + scale && (row + 1) * width <= coverage.length; row++) {
      for (int column = x; column < x + scale; column++) {
        coverage[row * width + column] = (byte) 255;
      }
    }
  }

  private static int dots(char character, int column) {
    int at = (character - FIRST) * 2 * COLUMNS + 2 * column;
    return Integer.parseInt(GLYPHS, at, at + 2, 16);
  }

  /** One character from the table for each that is seen. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFKD)
        .codePoints()
        .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
        .forEach(point -> plain.append(known(point)));
    return plain.toString();
  }

  private static char known(int point) {
    if (point == 0x2013 || point == 0x2014) {
      return '-';
    }
    return point >= FIRST && point < BOX ? (char) point : BOX;
  }
}
