package io.sightline.configuration;

import java.util.Locale;

/**
 * What an installation can set of the application: key, kind, default and reason, each in this one
 * place. {@code docs/configuration.md} is made from it. The media server's own settings are its
 * module's.
 */
public enum Setting {
  HOME(
      "sightline.home",
      Kind.PATH,
      "sightline-home",
      "Keys, recordings, certificate and the embedded database live below it, so one directory is"
          + " all there is to back up."),
  PUBLIC_URL(
      "sightline.public-url",
      Kind.URL,
      Default.computed("the address by which the agent came"),
      "Links begin with it. Behind a proxy or a public name the server cannot know it."),
  NODE(
      "sightline.node",
      Kind.TEXT,
      "local",
      "This server among those that share a database; leases of mixing jobs carry it."),
  ALLOWED_ORIGINS(
      "sightline.allowed-origins",
      Kind.LIST,
      "",
      "Origins besides the server's own whose pages may open the signaling socket and use WHIP and"
          + " WHEP; none, since any page could otherwise act for whoever is signed in."),
  FRAME_ANCESTORS(
      "sightline.frame-ancestors",
      Kind.LIST,
      "",
      "Origins that may frame the pages, such as an agent desktop's; none, against clickjacking."),
  ATTACHMENT_QUOTA(
      "sightline.attachment.tenant-megabytes",
      Kind.NUMBER,
      "10240",
      "How much all files and pictures of a tenant's calls may take together: without it one tenant"
          + " could fill the disk that all record to."),
  PUSH_SERVICES(
      "sightline.push.services",
      Kind.LIST,
      "fcm.googleapis.com,*.push.services.mozilla.com,*.notify.windows.com,*.push.apple.com",
      "Where agents' browsers may have rings sent to while no page is open (Web Push): names of"
          + " hosts reached by HTTPS, or whole origins. Those of the big browsers; none switches it"
          + " off. A list, since browsers name the address and the server calls it."),
  PUSH_CONTACT(
      "sightline.push.contact",
      Kind.TEXT,
      "mailto:postmaster@localhost",
      "Whom a push service writes to about this server (VAPID's sub, RFC 8292), a mailto: or https:"
          + " address; some services refuse localhost, so set it where push is used."),
  IDENTITY_TENANT(
      "sightline.identity.tenant",
      Kind.TEXT,
      "demo",
      "The tenant of all users of the container's registry, which itself knows no tenants."),
  IDENTITY_EMAIL_DOMAIN(
      "sightline.identity.email-domain",
      Kind.TEXT,
      Default.computed("${sightline.identity.tenant}.example"),
      "A registry's users have no e-mail address; theirs is login@domain."),
  LINK_VALIDITY(
      "sightline.link.validity",
      Kind.DURATION,
      "PT30M",
      "How long an unused link admits, where neither request nor tenant says otherwise: long enough"
          + " to find a quiet room, short enough that a forwarded link is soon worthless."),
  SWEEP_INTERVAL(
      "sightline.sweep.interval",
      Kind.DURATION,
      "PT15S",
      "How often expired links are swept. Nothing punctual depends on it: expiry is compared at use"
          + " as well."),
  CALL_ABANDONED_AFTER(
      "sightline.call.abandoned-after",
      Kind.DURATION,
      "PT12H",
      "An open call in which nobody has been for so long is closed: longer than any shift's pause,"
          + " so that only forgotten calls end by it."),
  SIGNALING_GRACE(
      "sightline.signaling.grace",
      Kind.DURATION,
      "PT10S",
      "How long a participant whose socket broke stays joined: a change of network takes seconds,"
          + " and nobody should see it as leaving."),
  SIGNALING_MEDIA_PATIENCE(
      "sightline.signaling.media-patience",
      Kind.DURATION,
      "PT12S",
      "A change of the media path that not all have completed by then is begun again: longer than"
          + " the 10 s after which a browser itself gives a connection up, so that it decides only"
          + " where browsers cannot."),
  SIGNALING_IDLE(
      "sightline.signaling.idle",
      Kind.DURATION,
      "PT90S",
      "A socket silent for so long is closed with 4004; clients send a ping well before."),
  SIGNALING_RATE(
      "sightline.signaling.messages-per-second",
      Kind.NUMBER,
      "50",
      "What one socket may send in the long run, with a burst of four seconds' worth: several times"
          + " what a renegotiation of eight people takes."),
  QUEUE_WAITING_CALLS(
      "sightline.queue.waiting-calls",
      Kind.NUMBER,
      "200",
      "Visitors' calls of one tenant that nobody has answered yet, 1 to 10000; one more gets 429."
          + " More than any help desk can look after, few enough that a flood leaves the rest"
          + " alone."),
  QUEUE_CALLS_PER_ADDRESS(
      "sightline.queue.calls-per-address",
      Kind.NUMBER,
      "20",
      "Calls that may be begun from one address within five minutes, 1 to 10000: an office behind"
          + " one address has many visitors, a person presses a button a few times."),
  DEMONSTRATION(
      "sightline.demonstration",
      Kind.TEXT,
      "off",
      "on serves the help desk and the shop of the demonstration, with a group and entry points of"
          + " their own; ./sightline serve turns it on where the demonstration's users are."),
  ICE_SERVERS(
      "sightline.ice-servers",
      Kind.JSON,
      "[]",
      "An array of RTCIceServer; none suffices on one network. Relays belong into"
          + " sightline.turn.urls, where no lasting password is given to browsers."),
  TURN_URLS(
      "sightline.turn.urls",
      Kind.LIST,
      "",
      "TURN servers by which browsers talk whose UDP is blocked, such as"
          + " turns:relay.example:443?transport=tcp. They share a secret with this installation"
          + " (coturn: use-auth-secret), by which every session gets credentials of its own."),
  TURN_SECRET_FILE(
      "sightline.turn.secret-file",
      Kind.PATH,
      "",
      "The file that holds that secret; read for each session, so that it can be changed while"
          + " calls run."),
  TURN_VALIDITY(
      "sightline.turn.validity",
      Kind.DURATION,
      "PT12H",
      "How long a session's credentials hold: longer than any shift, since a relay asks again"
          + " during a call."),
  VIDEO_CODECS(
      "sightline.media.video-codecs",
      Kind.LIST,
      "VP8,H264,VP9,AV1",
      "The order in which video codecs are offered on the forwarded path, of those that everybody"
          + " in the call knows; one that is not named is not used. Tenants may order and exclude"
          + " within it. VP8 first, since every browser"
          + " both encodes and decodes it, and phones do so cheaply."),
  AUDIO_CODECS(
      "sightline.media.audio-codecs",
      Kind.LIST,
      "opus,G722",
      "Likewise for sound. Opus first: it conceals losses and takes a fraction of the bits."),
  MIXER_NATIVE(
      "sightline.mixer.native-mb",
      Kind.NUMBER,
      "1536",
      "What the mixer program may take beside its heap, in MB, at least 512: a limit of the kernel"
          + " where prlimit is installed, far above what mixes take, so that only a broken one"
          + " meets it."),
  PLAYBACK_PLAYERS(
      "sightline.playback.players",
      Kind.NUMBER,
      "1000",
      "Recordings being sent at a time; one more gets 503 and may ask again. Each has a thread of"
          + " its own while it lasts, none of the container's."),
  PLAYBACK_IDLE(
      "sightline.playback.idle",
      Kind.DURATION,
      "PT1M",
      "A player that takes nothing for so long is ended; a browser asks for the rest when it"
          + " plays on."),
  RECORDING_STORE(
      "sightline.recording.store",
      Kind.PATH,
      Default.computed("${sightline.home}/recordings"),
      "Root of all recordings; the media server and the application have to name the same."),
  RECORDING_SEAL_TIMEOUT(
      "sightline.recording.seal-timeout",
      Kind.DURATION,
      "PT1M",
      "A stopped capture that has not been sealed by then is recovered from its files."),
  COMPOSITION_SWEEP_INTERVAL(
      "sightline.composition.sweep-interval",
      Kind.DURATION,
      "PT15S",
      "How often due and stale mixing jobs are looked for; a message usually wakes a node at"
          + " once."),
  COMPOSITION_WINDOW(
      "sightline.composition.window",
      Kind.TEXT,
      Default.computed("always"),
      "Local times such as 22:00-05:00 in which recordings are mixed, where calls need the"
          + " processors by day."),
  COMPOSITION_MIXERS(
      "sightline.composition.mixers",
      Kind.NUMBER,
      "1",
      "Mixer programs at a time, 1 to 16. One uses about a processor; more take them from calls."),
  COMPOSITION_FOLLOWED(
      "sightline.composition.followed",
      Kind.NUMBER,
      "50",
      "Recordings copied while they run, 0 to 500, so that they play as soon as they end. Each"
          + " takes some 0.3 % of a processor, 2 MB of memory and its room on the disk twice."),
  MIXER_JAVA(
      "sightline.mixer.java",
      Kind.PATH,
      Default.computed("the JDK that runs the server"),
      "Home of the JDK that runs the mixer program."),
  MIXER_JAR(
      "sightline.mixer.jar",
      Kind.PATH,
      Default.computed("the one that comes along"),
      "Another mixer program, such as one being tried out."),
  MIXER_HEAP(
      "sightline.mixer.heap-mb",
      Kind.NUMBER,
      "384",
      "The mixer program's Java heap in MB, at least 64. Pictures lie outside of it.");

  /** How a value is written. */
  public enum Kind {
    TEXT("text"),
    LIST("comma list"),
    NUMBER("whole number"),
    DURATION("ISO 8601 duration"),
    PATH("path"),
    URL("URL"),
    JSON("JSON");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** A default is a literal, or else comes about as the words say. */
  private record Default(String literal, String words) {
    static Default computed(String words) {
      return new Default(null, words);
    }
  }

  private final String key;
  private final Kind kind;
  private final Default otherwise;
  private final String reason;

  Setting(String key, Kind kind, String otherwise, String reason) {
    this(key, kind, new Default(otherwise, otherwise.isEmpty() ? "none" : otherwise), reason);
  }

  Setting(String key, Kind kind, Default otherwise, String reason) {
    this.key = key;
    this.kind = kind;
    this.otherwise = otherwise;
    this.reason = reason;
  }

  public String key() {
    return key;
  }

  /** The name in the environment, by MicroProfile Config's rule. */
  public String environmentName() {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  public Kind kind() {
    return kind;
  }

  /** The default as a value; null where it comes about otherwise. */
  public String literalDefault() {
    return otherwise.literal();
  }

  /** The default as people are told it. */
  public String defaultInWords() {
    return otherwise.words();
  }

  /** What it does, and why the default is what it is. */
  public String reason() {
    return reason;
  }
}
