package io.sightline.media.server;

import java.util.Locale;

/**
 * The keys of the media plane, each with its range, its default and the reason for it;
 * docs/configuration-media.md is made of them, {@link MediaConfiguration} reads them.
 */
public enum MediaSetting {
  UDP_PORT(
      "sightline.media.udp-port",
      0,
      65_535,
      55_000,
      "Port of all media, the first of several with several threads. One port is what firewalls"
          + " like best; 0 takes any free ones, for tests."),
  UDP_PORTS(
      "sightline.media.udp-ports",
      "range of ports",
      "",
      "Gives each participant a port of its own out of a range such as 55000-65535, bound for as"
          + " long as the session lasts, in place of the one port for all: for firewalls and load"
          + " balancers that tell flows apart by port. It costs a file descriptor for each address"
          + " and participant, and batches of datagrams. Who finds none free is refused."),
  THREADS(
      "sightline.media.threads",
      1,
      64,
      1,
      "Media threads, each with a port of its own: udp-port and those that follow, unless udp-ports"
          + " gives each participant one. A call stays with one thread. One thread serves about a"
          + " hundred calls; a firewall has to let all the ports through, so that more than one is"
          + " a choice."),
  TRANSPORT(
      "sightline.media.transport",
      "auto, nio or native",
      "auto",
      "How datagrams come and go: native takes and sends many with one call of Linux and needs Java"
          + " 22 or later, nio does on any. auto tries native at the start and takes nio where that"
          + " does not work; native refuses to start then. JMX tells which it is."),
  CIPHER(
      "sightline.media.cipher",
      "auto, jce or native",
      "auto",
      "Who encrypts SRTP: the Java runtime, or natively the system's OpenSSL 3, which makes no"
          + " garbage and needs Java 22 or later. auto and native as for the transport."),
  GATHER_MICROS(
      "sightline.media.gather-micros",
      0,
      5000,
      1000,
      "Microseconds for which a media thread with 4000 datagrams a second and more lets them gather"
          + " before it takes them, with the native transport, which takes many by one call. It is"
          + " the most that it adds to a packet's delay. 0 takes each at once."),
  REALTIME_PRIORITY(
      "sightline.media.realtime-priority",
      0,
      99,
      0,
      "Real-time priority (SCHED_RR) of the media threads, so that packets do not wait while"
          + " something else has the processor; 0 for none. The system has to permit it, by"
          + " CAP_SYS_NICE or LimitRTPRIO of the service, and Java has to be 22 or later; else the"
          + " log says so and media runs without."),
  BIND_ADDRESS(
      "sightline.media.bind-address",
      "IP address",
      "0.0.0.0",
      "Address of the media port. The default is all that this machine has, IPv6 included, each"
          + " with a socket of its own, so that who asks one is answered by it; those that come"
          + " later are noticed within seconds."),
  ANNOUNCED_ADDRESSES(
      "sightline.media.announced-addresses",
      "comma list of IP addresses",
      "",
      "What browsers are told to send to, in order of preference. None means the addresses of all"
          + " interfaces, which does not do behind NAT or in a container. No names: a setting must"
          + " not cause look-ups."),
  STUN_SERVERS(
      "sightline.media.stun-servers",
      "comma list of name:port",
      "",
      "Who is asked, from the media port itself and every 25 seconds, what address it has outside"
          + " of an address translation; browsers are told that one too. It does where the"
          + " translation lets strangers in by it, as those of clouds do; announced-addresses is"
          + " for those whose outside is known."),
  STORE(
      "sightline.recording.store",
      "path",
      "${sightline.home}/recordings",
      "Root of all recordings; the media server and the application have to name the same."),
  MAX_ENDPOINTS(
      "sightline.media.max-endpoints",
      1,
      100_000,
      1000,
      "Participants with forwarded media at the same time; further ones are refused before admitted"
          + " ones suffer."),
  MAX_LOAD_PERCENT(
      "sightline.media.max-load-percent",
      10,
      100,
      85,
      "A media thread that is busy for more of its time takes no new calls; those it has go on."
          + " Above, packets begin to wait in the socket's buffer. 100 never refuses."),
  MAX_SSRCS(
      "sightline.media.max-ssrcs",
      4,
      1024,
      64,
      "SSRCs received per participant. A browser with camera, screen and their retransmissions"
          + " needs 8 or so."),
  MAX_HANDSHAKES(
      "sightline.media.max-handshakes",
      1,
      256,
      8,
      "DTLS handshakes at the same time; each holds a thread while it lasts."),
  HANDSHAKE_SECONDS(
      "sightline.media.handshake-seconds",
      1,
      120,
      15,
      "Seconds for one DTLS handshake; browsers give up after some 30."),
  EARLY_PACKETS(
      "sightline.media.early-packets",
      0,
      1024,
      64,
      "SRTP packets held per participant until the keys are in: enough for a first key frame."),
  CONSENT_SECONDS(
      "sightline.media.consent-seconds",
      5,
      300,
      30,
      "Seconds after which media to a silent browser stops (RFC 7675 section 5.1)."),
  RING_BYTES(
      "sightline.recording.ring-bytes",
      1 << 16,
      1 << 30,
      2 << 20,
      "Bytes between media thread and disk for each recording with video at most; one of audio"
          + " alone gets an eighth. 128 KiB are taken at its start, the rest while the disk stalls,"
          + " which is what it must bridge: 2 MiB are 15 s of two SD senders (500 kbit/s), 3 s of"
          + " two HD senders (2.5 Mbit/s); the eighth is 18 s of two voices. 100 recordings take"
          + " 12.5 MiB of heap, and up to 200 MiB while the disk stalls."),
  FLUSH_MILLIS(
      "sightline.recording.flush-millis",
      10,
      1000,
      400,
      "Milliseconds after which media is handed to the operating system: so much is lost when the"
          + " process is killed. Shorter costs a chunk and a write of every track each time."),
  FORCE_MILLIS(
      "sightline.recording.force-millis",
      10,
      1000,
      800,
      "Milliseconds between forced writes, a multiple of flush-millis (rounded down to one): so"
          + " much, and the time one takes, is lost by a power cut. 800 leaves 200 for the writing,"
          + " so that media is on disk within a second."),
  FORCE_THREADS(
      "sightline.recording.force-threads",
      1,
      64,
      8,
      "Files forced to disk at the same time where they are not forced all at once. File systems"
          + " with a journal serve many such requests with one write: 400 files took 700 ms one"
          + " after the other, 115 ms four at a time, 50 ms sixteen at a time."),
  SIGNING_KEY(
      "sightline.recording.signing-key",
      "path",
      "${sightline.home}/keys/recording-signing.pem",
      "The installation's Ed25519 key that signs manifests; made at the first start, readable by"
          + " its owner only. The public part lies beside it in recording-signing.pub.pem."),
  MIN_FREE_PERCENT(
      "sightline.recording.min-free-percent",
      0,
      50,
      5,
      "With less of the store free, the store is nearly full: an alarm (JMX, an event to the"
          + " application), and what when-low says. Recordings that run go on."),
  MIN_FREE_MIB(
      "sightline.recording.min-free-mib", 0, 1 << 20, 1024, "The same in MiB; whichever is more."),
  WHEN_LOW(
      "sightline.recording.when-low",
      "refuse or audio-only",
      "refuse",
      "What becomes of a recording that starts while the store is nearly full. Audio alone takes a"
          + " tenth of the room."),
  MAX_RECORDINGS(
      "sightline.recording.max-running",
      1,
      10_000,
      200,
      "Recordings at the same time; their rings are allocated in advance, this bounds their"
          + " memory."),
  EVENT_QUEUE(
      "sightline.media.event-queue",
      16,
      1_000_000,
      10_000,
      "Events that may wait for the application; beyond it they are dropped and counted.");

  private final String key;
  private final String value;
  private final String defaultText;
  private final String description;
  private final int min;
  private final int max;
  private final int defaultNumber;

  MediaSetting(String key, int min, int max, int defaultNumber, String description) {
    this.key = key;
    this.value = "whole number, " + min + " to " + max;
    this.defaultText = String.valueOf(defaultNumber);
    this.description = description;
    this.min = min;
    this.max = max;
    this.defaultNumber = defaultNumber;
  }

  MediaSetting(String key, String value, String defaultText, String description) {
    this.key = key;
    this.value = value;
    this.defaultText = defaultText;
    this.description = description;
    this.min = 0;
    this.max = 0;
    this.defaultNumber = 0;
  }

  /** The name as a system property. */
  public String key() {
    return key;
  }

  /** The name in the environment, by the rule of MicroProfile Config. */
  public String environmentName() {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** What may be given, in English. */
  public String value() {
    return value;
  }

  /** What holds without a setting, in its spelling; empty for none. */
  public String defaultText() {
    return defaultText;
  }

  /** What it does and why the default is so, in English. */
  public String description() {
    return description;
  }

  /** Least number; defined for numbers only, as are the next two. */
  int min() {
    return min;
  }

  int max() {
    return max;
  }

  int defaultNumber() {
    return defaultNumber;
  }
}
