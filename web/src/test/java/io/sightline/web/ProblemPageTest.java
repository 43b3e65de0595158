package io.sightline.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProblemPageTest {
  @Test
  void programsAreToldInJson() {
    assertTrue(ProblemPage.wantsJson("/api/nothing", "text/html"));
    assertTrue(ProblemPage.wantsJson("/api", null));
    assertTrue(ProblemPage.wantsJson("/signaling", null));
    assertTrue(ProblemPage.wantsJson("/nothing", "application/json, text/plain;q=0.5"));
    assertTrue(ProblemPage.wantsJson("/nothing", "Application/Problem+JSON"));
  }

  @Test
  void peopleAreShownAPage() {
    assertFalse(ProblemPage.wantsJson("/nothing", null));
    assertFalse(ProblemPage.wantsJson("/nothing", "*/*"));
    assertFalse(ProblemPage.wantsJson("/nothing", "text/html,application/json;q=0.9"));
    assertFalse(ProblemPage.wantsJson("/apiary", null));
  }

  @Test
  void aStatusIsOneOfThreeThings() {
    for (int missing : new int[] {401, 403, 404, 410}) {
      assertEquals(ProblemPage.Kind.MISSING, ProblemPage.Kind.of(missing));
    }
    for (int unclear : new int[] {400, 405, 414, 431}) {
      assertEquals(ProblemPage.Kind.UNCLEAR, ProblemPage.Kind.of(unclear));
    }
    for (int failed : new int[] {500, 501, 503}) {
      assertEquals(ProblemPage.Kind.FAILED, ProblemPage.Kind.of(failed));
    }
  }

  /** What the servlet replaces has to be there. */
  @Test
  void thePageNamesItsKind() throws Exception {
    String page = Files.readString(PageModules.ROOT.resolve(Path.of("problem", "index.html")));
    assertTrue(page.contains("<sl-problem kind=\"missing\">"), page);
  }
}
