package io.sightline.consent;

import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.Calls;
import io.sightline.call.Participant;
import io.sightline.call.Presence;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.tenant.RecordingMode;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.TenantSettings;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Asks and remembers whether those who came by a link agree to being recorded. */
@ApplicationScoped
public class Consents {
  /** The longest text in characters. */
  public static final int LONGEST = 4_000;

  private EntityManager entities;
  private Tenants tenants;
  private Calls calls;
  private AuditLog audit;
  private Clock clock;

  protected Consents() {
    // for the container's client proxy
  }

  @Inject
  public Consents(
      EntityManager entities, Tenants tenants, Calls calls, AuditLog audit, Clock clock) {
    this.entities = entities;
    this.tenants = tenants;
    this.calls = calls;
    this.audit = audit;
    this.clock = clock;
  }

  // --- texts --------------------------------------------------------------------------------

  /** The newest text of the tenant in each language that it has written one in. */
  @Transactional
  public List<AskedText> texts(Caller caller, TenantId tenant) {
    caller.require(Permission.VIEW_SETTINGS, tenant);
    Map<String, AskedText> newest = new LinkedHashMap<>();
    all(tenant.value()).forEach(text -> newest.put(text.language(), text));
    return List.copyOf(newest.values());
  }

  /** Writes a text; where it differs from the present one a new version comes of it. */
  @Transactional
  public AskedText write(Caller caller, TenantId tenant, String language, String text) {
    caller.require(Permission.CHANGE_SETTINGS, tenant);
    TenantSettings.requireLanguage(language);
    String tag = language.toLowerCase(Locale.ROOT);
    Optional<AskedText> present = written(tenant.value(), tag);
    AskedText asked =
        AskedText.of(tag, present.map(AskedText::version).orElse(0) + 1, text.strip());
    if (present.filter(old -> old.sha256().equals(asked.sha256())).isPresent()) {
      return present.get();
    }
    entities.persist(
        new ConsentText(tenant.value(), asked, clock.instant(), caller.subject().toString()));
    audit.record(caller, "consent.text.written", tag + " " + asked.version());
    return asked;
  }

  private List<AskedText> all(String tenantId) {
    return entities
        .createQuery(
            "select t from ConsentText t where t.tenantId = :tenant order by t.language, t.version",
            ConsentText.class)
        .setParameter("tenant", tenantId)
        .getResultStream()
        .map(ConsentText::asked)
        .toList();
  }

  private Optional<AskedText> written(String tenantId, String language) {
    return entities
        .createQuery(
            "select t from ConsentText t where t.tenantId = :tenant and t.language = :language"
                + " order by t.version desc",
            ConsentText.class)
        .setParameter("tenant", tenantId)
        .setParameter("language", language)
        .setMaxResults(1)
        .getResultStream()
        .map(ConsentText::asked)
        .findFirst();
  }

  /**
   * What is asked: in the language wished for, else the tenant's, else English, else any that was
   * written.
   */
  private AskedText asked(TenantSettings settings, String wished) {
    List<String> tags = new ArrayList<>();
    for (String tag : new String[] {wished, settings.language(), BuiltInTexts.LANGUAGE}) {
      if (tag != null) {
        String lower = tag.toLowerCase(Locale.ROOT);
        tags.add(lower);
        tags.add(lower.split("[-_]", 2)[0]);
      }
    }
    String tenant = settings.id().value();
    return tags.stream()
        .flatMap(tag -> Stream.concat(written(tenant, tag).stream(), builtIn(tag)))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<AskedText> builtIn(String tag) {
    return Stream.ofNullable(BuiltInTexts.in(tag));
  }

  // --- questions and decisions --------------------------------------------------------------

  /**
   * What the holder of a link is asked.
   *
   * @param decided null while there is no decision
   */
  public record Question(boolean required, AskedText text, Boolean decided) {}

  /** The question to the holder of a link, in the language wished for where there is a text. */
  @Transactional
  public Question question(Caller caller, String language) {
    Caller.Admission admission = admission(caller);
    TenantSettings settings = tenants.settings(caller.tenant());
    return new Question(
        settings.consentRequired(),
        asked(settings, language),
        latest(admission.callId(), admission.participantId()).map(Evidence::agreed).orElse(null));
  }

  /**
   * Notes a decision of the holder of a link.
   *
   * @param sha256 of the text that was shown
   * @throws Refusal of kind CONFLICT when another text is asked by now
   */
  @Transactional
  public void decide(Caller caller, boolean agreed, String language, int version, String sha256) {
    Caller.Admission admission = admission(caller);
    AskedText text = asked(tenants.settings(caller.tenant()), language);
    if (!text.sha256().equals(sha256)
        || text.version() != version
        || !text.language().equals(language)) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT,
          "consent.text.changed",
          "The text has changed meanwhile. Please read it again.");
    }
    Call call =
        calls.find(caller.tenant(), admission.callId()).orElseThrow(() -> Refusal.unknown("call"));
    entities.persist(
        new Consent(
            call.tenantId(), call.id(), admission.participantId(), agreed, text, clock.instant()));
    audit.record(caller, agreed ? "consent.given" : "consent.declined", call.id().toString());
  }

  private static Caller.Admission admission(Caller caller) {
    return caller.admitted().orElseThrow(Refusal::notAllowed);
  }

  // --- what follows -------------------------------------------------------------------------

  /** Whether those in the call by a link agree; within the transaction of the call. */
  public ConsentState of(Call call) {
    if (!tenants.settings(new TenantId(call.tenantId())).consentRequired()) {
      return ConsentState.NOT_REQUIRED;
    }
    ConsentState state = ConsentState.AGREED;
    Map<UUID, Evidence> decisions = latest(call.id());
    for (Participant participant : call.participants()) {
      if (participant.cameByLink() && participant.presence() == Presence.JOINED) {
        Evidence decision = decisions.get(participant.id());
        if (decision != null && !decision.agreed()) {
          return ConsentState.DECLINED;
        } else if (decision == null) {
          state = ConsentState.WAITING;
        }
      }
    }
    return state;
  }

  /**
   * Lets pass who may join a call that is or has to be recorded.
   *
   * @param recorded whether a recording runs
   * @throws Refusal with code consent.required or consent.declined
   */
  public void requireDecided(Call call, Participant party, boolean recorded) {
    TenantSettings settings = tenants.settings(new TenantId(call.tenantId()));
    boolean mandatory = call.recordingMode() == RecordingMode.MANDATORY;
    if (!settings.consentRequired() || !party.cameByLink() || !(mandatory || recorded)) {
      return;
    }
    Optional<Evidence> decision = latest(call.id(), party.id());
    if (decision.isEmpty()) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT,
          "consent.required",
          "This call is recorded. Please decide whether you agree before you join.");
    }
    boolean alone = mandatory && settings.connectWithoutConsent() && !recorded;
    if (!decision.get().agreed() && !alone) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT,
          "consent.declined",
          "This call can only be held with a recording, which you have declined.");
    }
  }

  /** All decisions of a call, the oldest first. */
  @Transactional
  public List<Evidence> ofCall(String tenantId, UUID callId) {
    return entities
        .createQuery(
            "select c from Consent c where c.tenantId = :tenant and c.callId = :call"
                + " order by c.decidedAt",
            Consent.class)
        .setParameter("tenant", tenantId)
        .setParameter("call", callId)
        .getResultStream()
        .map(Consent::evidence)
        .toList();
  }

  private Map<UUID, Evidence> latest(UUID callId) {
    Map<UUID, Evidence> latest = new LinkedHashMap<>();
    entities
        .createQuery(
            "select c from Consent c where c.callId = :call order by c.decidedAt", Consent.class)
        .setParameter("call", callId)
        .getResultStream()
        .map(Consent::evidence)
        .forEach(one -> latest.put(one.participantId(), one));
    return latest;
  }

  private Optional<Evidence> latest(UUID callId, UUID participantId) {
    return Optional.ofNullable(latest(callId).get(participantId));
  }
}
