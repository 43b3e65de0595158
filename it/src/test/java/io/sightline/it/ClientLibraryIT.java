package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.sightline.testsupport.clip.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages that are not ours, which use the client library and nothing else. */
class ClientLibraryIT {
  private static final String BARE =
      "<!DOCTYPE html><title>bare</title><video id='other' playsinline></video>"
          + "<video id='self' playsinline></video>";

  private static final Pattern CLASS =
      Pattern.compile("export (?:declare )?class (\\w+)[^{]*\\{(.*?)\\n\\}", Pattern.DOTALL);
  private static final Pattern MEMBER =
      Pattern.compile("(?m)^  (?:readonly |static )*(\\w+)\\??(?:\\(|:|<)");
  private static final Pattern FUNCTION = Pattern.compile("export (?:declare )?function (\\w+)");

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("library");

  private Page bare(Page page) {
    String address = server.url() + "/bare.html";
    page.route(
        address,
        route ->
            route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(BARE)));
    page.navigate(address);
    page.evaluate(
        "async () => { window.lib = await import('/client/sightline-client.js');"
            + " window.told = [];"
            + " window.note = (name) => (event) => window.told.push(name);"
            + " window.until = async (check) => { for (;;) { const found = check();"
            + " if (found) return found; await new Promise(requestAnimationFrame); } }; }");
    return page;
  }

  @Test
  void holdsAMeetingAndRecordsIt() throws Exception {
    try (Chromium chromium = new Chromium()) {
      Page host = bare(chromium.user("host", Side.AGENT));
      Page guest = bare(chromium.user("guest", Side.CUSTOMER));
      chromium.watch("library", screens, () -> meet(host, guest));
    }
  }

  private void meet(Page host, Page guest) {
    String link =
        host.evaluate(
                """
                async ([user, password]) => {
                  window.staff = await lib.signIn(user, password);
                  const point = await staff.createMeetingPoint({ name: 'Bare', message: 'Soon.' });
                  window.call = await staff.host(point.id);
                  for (const name of ['state', 'participants', 'waiting', 'recording', 'chat', 'ended']) {
                    call.addEventListener(name, note(name));
                  }
                  await call.prepare();
                  call.join();
                  call.attachSelf(document.querySelector('#self'));
                  return point.url;
                }
                """,
                List.of("agent1", server.password("agent1")))
            .toString();
    guest.evaluate(
        """
        async (link) => {
          window.visit = await lib.visit({ link, name: 'Gus' });
          window.call = visit.call;
          for (const name of ['ended', 'chat', 'recording']) {
            call.addEventListener(name, note(name));
          }
          await call.prepare();
          call.join();
          await until(() => call.waits);
          await call.send('I am here');
        }
        """,
        link);
    host.evaluate(
        """
        async () => {
          const [waiting] = await until(() => call.waiting.length > 0 && call.waiting[0].waitingSince && call.waiting);
          await call.send('Welcome', { to: waiting.id });
          await call.admit(waiting.id);
          const other = await until(() => call.others[0]);
          call.attach(other.id, document.querySelector('#other'));
        }
        """);
    guest.evaluate(
        "async () => { const other = await until(() => call.others[0]);"
            + " call.attach(other.id, document.querySelector('#other')); }");
    Pictures.awaitColour(host, "#other", Side.CUSTOMER.colour(), 0.5, 0.3);
    Pictures.awaitColour(guest, "#other", Side.AGENT.colour(), 0.5, 0.3);
    Pictures.awaitColour(host, "#self", Side.AGENT.colour(), 0.5, 0.3);
    host.evaluate(
        """
        async () => {
          await until(() => call.state === 'active');
          await call.startRecording();
          await until(() => call.recordingState === 'recording');
          await call.pauseRecording();
          await until(() => call.recordingState === 'paused');
          await call.resumeRecording();
          await call.stopRecording();
          await until(() => call.recordingState === 'off');
          call.mute();
          const invited = await call.invite({ name: 'Eva', role: 'expert' });
          if (!invited.url.includes('/ve/')) throw new Error(invited.url);
        }
        """);
    refusedAsTheApiRefuses(host);
    guest.waitForFunction("() => call.others[0].audio === false");
    host.evaluate("() => call.end()");
    guest.waitForFunction("() => told.includes('ended')");
    List<?> told = (List<?>) host.evaluate("() => told");
    assertTrue(
        told.containsAll(List.of("state", "participants", "waiting", "recording", "chat", "ended")),
        told.toString());
    assertEquals(2, guest.evaluate("() => call.chat.messages.length"));
  }

  /** What is wrong is told as the API tells it. */
  private static void refusedAsTheApiRefuses(Page host) {
    Map<?, ?> error =
        (Map<?, ?>)
            host.evaluate(
                """
                async () => {
                  try {
                    await staff.createMeetingPoint({ name: ' ' });
                  } catch (error) {
                    return { typed: error instanceof lib.SightlineError, code: error.code,
                      status: error.status, field: error.details[0]?.fieldName };
                  }
                  return {};
                }
                """);
    assertEquals(
        Map.of("typed", true, "code", "field.length", "status", 400, "field", "name"), error);
  }

  @Test
  void hasTheTypesItSays() {
    try (Chromium chromium = new Chromium()) {
      Page page = bare(chromium.user("types", Side.AGENT));
      String types =
          page.evaluate("async () => (await fetch('/client/sightline-client.d.ts')).text()")
              .toString();
      Set<String> declared = new TreeSet<>();
      FUNCTION.matcher(types).results().forEach(each -> declared.add(each.group(1)));
      Matcher classes = CLASS.matcher(types);
      List<String> absent = new ArrayList<>();
      while (classes.find()) {
        declared.add(classes.group(1));
        MEMBER
            .matcher(classes.group(2))
            .results()
            .map(member -> member.group(1))
            .filter(member -> !"constructor".equals(member))
            .filter(member -> !has(page, classes.group(1), member))
            .forEach(member -> absent.add(classes.group(1) + "." + member));
      }
      assertEquals(List.of(), absent, "declared and not there");
      assertEquals(
          declared,
          new TreeSet<>(
              ((List<?>) page.evaluate("() => Object.keys(lib)"))
                  .stream().map(Object::toString).toList()));
    }
  }

  /** Whether a class has a method or accessor, or its source a field, of that name. */
  private static boolean has(Page page, String type, String member) {
    return (Boolean)
        page.evaluate(
            "([type, member]) => { for (let each = lib[type]; each && each.name;"
                + " each = Object.getPrototypeOf(each)) { if (each.prototype && (member in"
                + " each.prototype || new RegExp(`(^\\\\s*|this\\\\.)${member}( =|;)`, 'm')"
                + ".test(each.toString()))) return true; } return false; }",
            List.of(type, member));
  }
}
