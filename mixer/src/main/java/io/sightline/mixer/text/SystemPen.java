package io.sightline.mixer.text;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Draws with Java's own means, which need no display but at least one font of the system. */
final class SystemPen implements Letters.Pen {
  private static final double FONT_PART = 0.78;
  private static final String LEFT_OUT = "\u2026";

  @Override
  public Mask draw(String text, int height, int maxWidth) {
    System.setProperty("java.awt.headless", "true");
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, (int) Math.max(6, height * FONT_PART));
    BufferedImage small = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D measuring = small.createGraphics();
    FontMetrics metrics = measuring.getFontMetrics(font);
    String fitting = fitting(text, metrics, maxWidth);
    int width = Math.max(1, Math.min(maxWidth, metrics.stringWidth(fitting)));
    measuring.dispose();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.setFont(font);
    int baseline = (height + metrics.getAscent() - metrics.getDescent()) / 2;
    graphics.drawString(fitting, 0, baseline);
    graphics.dispose();
    byte[] coverage = ((DataBufferByte) image.getRaster().getDataBuffer()).getData().clone();
    return new Mask(width, height, coverage);
  }

  private static String fitting(String text, FontMetrics metrics, int maxWidth) {
    if (metrics.stringWidth(text) <= maxWidth) {
      return text;
    }
    int end = text.length();
    while (end > 0 && metrics.stringWidth(text.substring(0, end) + LEFT_OUT) > maxWidth) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + LEFT_OUT;
  }
}
