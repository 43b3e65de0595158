package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;

/** Measures in a page how far the two sides of the dual player are apart. */
final class DualStep {
  /** Sides of a recording are in step within this (P6), in ms. */
  private static final double IN_STEP_MS = 40;

  /** A moment that a page was not let run in is no fault of the player: 95 % have to be within. */
  private static final double MOST_MS = IN_STEP_MS * ServerUnderTest.patience(1).toMillis() / 1000;

  /**
   * Plays, seeks, pauses, goes on, changes speed; samples both sides' time on the common timeline
   * every 20 ms from 400 ms after each of these on. Answers JSON.
   */
  static final String SCRIPT =
      """
      (async () => {
        const byId = (id) => document.querySelector(`[data-testid=${id}]`);
        const videos = [...document.querySelectorAll('[data-testid=capture-video]')];
        const wait = (ms) => new Promise((done) => setTimeout(done, ms));
        const until = async (condition) => { while (!condition()) await wait(10); };
        const figures = {};
        const sample = async (name, ms) => {
          await until(() => videos.every((video) => !video.paused && !video.seeking && video.readyState >= 3));
          await wait(400);
          const apart = [];
          const end = performance.now() + ms;
          while (performance.now() < end) {
            const [one, other] = videos.map((video) => video.currentTime + Number(video.dataset.offset));
            apart.push(Math.abs(one - other) * 1000);
            await wait(20);
          }
          apart.sort((a, b) => a - b);
          figures[name] = { samples: apart.length, p50: apart[Math.floor(apart.length / 2)],
            p95: apart[Math.floor(apart.length * 0.95)], most: apart[apart.length - 1] };
        };
        const seek = (seconds) => {
          byId('dual-seek').value = String(seconds);
          byId('dual-seek').dispatchEvent(new Event('input'));
          byId('dual-seek').dispatchEvent(new Event('change'));
        };
        videos.forEach((video) => { video.muted = true; });
        byId('dual-play').click();
        await sample('play', 2000);
        seek(9);
        await sample('seek', 1500);
        byId('dual-play').click();
        await wait(300);
        byId('dual-play').click();
        await sample('resume', 1500);
        seek(2);
        byId('dual-speed').value = '1.5';
        byId('dual-speed').dispatchEvent(new Event('change'));
        await sample('speed', 2000);
        byId('dual-play').click();
        return JSON.stringify(figures);
      })()
      """;

  private DualStep() {}

  /** Checks what the script has answered. */
  static void check(String browser, String figures) {
    System.getLogger("step").log(System.Logger.Level.INFO, browser + " " + figures);
    try (JsonReader reader = Json.createReader(new StringReader(figures))) {
      JsonObject found = reader.readObject();
      for (String phase : found.keySet()) {
        JsonObject apart = found.getJsonObject(phase);
        assertTrue(apart.getJsonNumber("p50").doubleValue() < IN_STEP_MS, phase + ": " + figures);
        assertTrue(apart.getJsonNumber("p95").doubleValue() < MOST_MS, phase + ": " + figures);
      }
    }
  }
}
