package io.sightline.call;

import io.sightline.identity.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** One device's connection of a participant: the session data record and its place in the media. */
@Entity
@Table(name = "call_session")
public class Session {
  /** How the device stands to the call. */
  public enum State {
    LOBBY,
    JOINED,
    /** Its socket broke a moment ago; its media may still flow. */
    LOST,
    ENDED
  }

  /** Where a device is, as its data record shows it; {@code userAgent} is cut to 400 characters. */
  public record Device(String socketId, String ipAddress, String userAgent) {
    public Device {
      String text = userAgent == null ? "" : userAgent.replaceAll("\\p{Cntrl}", " ");
      userAgent = text.substring(0, Math.min(text.length(), 400));
    }
  }

  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "call_id")
  private Call call;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "participant_id")
  private Participant participant;

  @Enumerated(EnumType.STRING)
  @Column(name = "role")
  private Role role;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private State state;

  @Column(name = "socket_id")
  private String socketId;

  @Column(name = "ip_address")
  private String ipAddress;

  @Column(name = "user_agent")
  private String userAgent;

  @Column(name = "started_at")
  private Instant startedAt;

  @Column(name = "ended_at")
  private Instant endedAt;

  @Column(name = "audio_codecs")
  private String audioCodecs;

  @Column(name = "video_codecs")
  private String videoCodecs;

  @Enumerated(EnumType.STRING)
  @Column(name = "media_path")
  private MediaPath mediaPath;

  @Column(name = "generation")
  private int generation;

  @Column(name = "established")
  private boolean established;

  @Column(name = "fixed")
  private boolean fixed;

  @Column(name = "media_session_id")
  private UUID mediaSessionId;

  @Column(name = "retiring_media_session_id")
  private UUID retiringMediaSessionId;

  protected Session() {
    // for JPA
  }

  Session(Call call, Participant participant, Device device, Instant now) {
    this.id = UUID.randomUUID();
    this.tenantId = call.tenantId();
    this.call = call;
    this.participant = participant;
    this.role = participant.role();
    this.state = State.LOBBY;
    this.socketId = device.socketId();
    this.ipAddress = device.ipAddress();
    this.userAgent = device.userAgent();
    this.startedAt = now;
    this.audioCodecs = "";
    this.videoCodecs = "";
    this.mediaPath = MediaPath.NONE;
  }

  /** Has the media of this session agreed once, as it joins; it is never negotiated anew. */
  public void fix() {
    this.fixed = true;
  }

  /** Whether its media stays as agreed when it came, as with WHIP (RFC 9725) and WHEP. */
  public boolean fixed() {
    return fixed;
  }

  void join(List<String> audio, List<String> video) {
    this.state = State.JOINED;
    this.audioCodecs = codecs(audio);
    this.videoCodecs = codecs(video);
  }

  private static String codecs(List<String> names) {
    return names.stream().limit(16).collect(Collectors.joining(","));
  }

  /** Goes back to the lobby and has no place in the media any more. */
  void retreat() {
    this.state = State.LOBBY;
    this.mediaPath = MediaPath.NONE;
    this.generation = 0;
    this.established = false;
  }

  void lose(Instant now) {
    this.state = State.LOST;
    this.endedAt = now;
  }

  void end(Instant now) {
    this.state = State.ENDED;
    if (endedAt == null) {
      this.endedAt = now;
    }
  }

  /**
   * Takes part in a new generation of media on a connection of its own. A former connection by way
   * of the media server retires if it works, so that its picture stays until the new one is there.
   *
   * @return the media session that nobody uses any more, or null
   */
  UUID begin(MediaPath path, int newGeneration) {
    UUID unused = null;
    if (mediaSessionId != null) {
      if (established || retiringMediaSessionId == null) {
        unused = retiringMediaSessionId;
        this.retiringMediaSessionId = mediaSessionId;
      } else {
        unused = mediaSessionId;
      }
    }
    this.mediaSessionId = path == MediaPath.FORWARDED ? UUID.randomUUID() : null;
    this.mediaPath = path;
    this.generation = newGeneration;
    this.established = false;
    return unused;
  }

  /** Media has arrived by the current generation. */
  void establish() {
    this.established = true;
  }

  UUID takeMediaSession() {
    UUID taken = mediaSessionId;
    this.mediaSessionId = null;
    return taken;
  }

  UUID takeRetiringMediaSession() {
    UUID taken = retiringMediaSessionId;
    this.retiringMediaSessionId = null;
    return taken;
  }

  boolean is(State wanted) {
    return state == wanted;
  }

  boolean open() {
    return state != State.ENDED;
  }

  public UUID id() {
    return id;
  }

  public Call call() {
    return call;
  }

  public Participant participant() {
    return participant;
  }

  public State state() {
    return state;
  }

  public String socketId() {
    return socketId;
  }

  public String ipAddress() {
    return ipAddress;
  }

  public String userAgent() {
    return userAgent;
  }

  public Instant startedAt() {
    return startedAt;
  }

  /** Null while the session is open. */
  public Instant endedAt() {
    return endedAt;
  }

  public MediaPath mediaPath() {
    return mediaPath;
  }

  /** The generation of this device's current connection. */
  public int generation() {
    return generation;
  }

  public boolean established() {
    return established;
  }

  /** The id under which the media server knows this device's connection; null when direct. */
  public UUID mediaSessionId() {
    return mediaSessionId;
  }

  public List<String> audioCodecs() {
    return names(audioCodecs);
  }

  public List<String> videoCodecs() {
    return names(videoCodecs);
  }

  private static List<String> names(String stored) {
    return Arrays.stream(stored.split(",")).filter(name -> !name.isEmpty()).toList();
  }
}
