package io.sightline.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.testing.Domain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecPreferencesTest {
  @TempDir Path home;
  private Domain domain;
  private CodecPreferences preferences;
  private final Caller admin = Domain.user(Domain.DEMO, "admin", Role.ADMIN);

  @BeforeEach
  void begin() {
    domain = new Domain(home);
    domain.configuration.put("sightline.media.video-codecs", "VP8,H264,VP9");
    preferences =
        domain.database.transactional(
            CodecPreferences.class, domain.entities, domain.audit, domain.settings);
  }

  @AfterEach
  void end() {
    domain.close();
  }

  private CodecSettings video(String... names) {
    return preferences.change(
        admin,
        Domain.DEMO,
        new CodecSettings.Change(Optional.empty(), Optional.of(List.of(names))));
  }

  @Test
  void eachTenantHasAnOrderOfItsOwn() {
    assertEquals(List.of("H264", "VP8"), video("h264", "VP8").video());

    assertEquals(List.of("H264", "VP8"), preferences.used(Domain.DEMO).video());
    assertEquals(List.of("VP8", "H264", "VP9"), preferences.used(Domain.OTHER).video());
    assertEquals(List.of("opus", "G722"), preferences.used(Domain.DEMO).audio());
    assertEquals(List.of("VP8", "H264", "VP9"), video().video());
  }

  @Test
  void nobodyGetsWhatTheInstallationExcludes() {
    assertThrows(Refusal.class, () -> video("AV1"));
    assertThrows(Refusal.class, () -> video("VP8", "vp8"));
    video("VP9", "VP8");
    domain.configuration.put("sightline.media.video-codecs", "VP8,H264");
    assertEquals(List.of("VP8"), preferences.used(Domain.DEMO).video());
  }

  @Test
  void onlyAdministratorsOfTheTenantChoose() {
    Caller stranger = Domain.user(Domain.OTHER, "admin", Role.ADMIN);
    var change = new CodecSettings.Change(Optional.empty(), Optional.empty());
    assertThrows(Refusal.class, () -> preferences.change(stranger, Domain.DEMO, change));
    Caller agent = Domain.user(Domain.DEMO, "agent1", Role.AGENT);
    assertThrows(Refusal.class, () -> preferences.change(agent, Domain.DEMO, change));
    assertEquals(List.of("opus", "G722"), preferences.used(agent, Domain.DEMO).audio());
  }
}
