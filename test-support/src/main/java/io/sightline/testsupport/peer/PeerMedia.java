package io.sightline.testsupport.peer;

import io.sightline.testsupport.peer.PeerOptions.Fault;
import io.sightline.testsupport.sdp.AnswerWriter;
import io.sightline.testsupport.sdp.MediaSection;
import io.sightline.testsupport.sdp.SessionDescription;
import io.sightline.testsupport.srtp.SrtpContext;
import io.sightline.testsupport.srtp.SrtpException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** A peer's tracks: what it negotiates, sends, receives and reports. The loop's thread only. */
final class PeerMedia {
  private static final String MID_EXTENSION = "urn:ietf:params:rtp-hdrext:sdes:mid";
  private static final long REPORT_NS = 1_000_000_000L;
  private static final long FIRST_REPORT_NS = 200_000_000L;
  private static final long ASK_AGAIN_NS = 500_000_000L;
  private static final int KEPT = 512;
  private static final long REMB = 0x52454d42;
  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

  private record Kept(SentTrack track, int sequence, byte[] packet, byte[] datagram) {}

  private final PeerOptions options;
  private final Random random;
  private final Consumer<byte[]> sender;
  private final Map<String, MediaLine> lines = new LinkedHashMap<>();
  private final Map<String, SentTrack> sent = new LinkedHashMap<>();
  private final Map<Long, ReceivedTrack> received = new LinkedHashMap<>();
  private final Deque<Kept> kept = new ArrayDeque<>();
  private SrtpContext outbound;
  private SrtpContext inbound;
  private long startNs;
  private long startEpochMillis;
  private long reportAtNs;
  private long askAtNs;
  private boolean audioMuted;
  private boolean videoMuted;
  private final Set<SentTrack> stopped = new HashSet<>();
  private long pictures;
  private long keyFrameRequests;
  private long retransmitted;
  private long reportsReceived;
  private long compoundsReceived;
  private long notAuthentic;
  private long replayed;
  private long malformed;
  private long limit = -1;

  PeerMedia(PeerOptions options, Random random, Consumer<byte[]> sender) {
    this.options = options;
    this.random = random;
    this.sender = sender;
  }

  /** Chooses codecs and directions; tracks that go on keep their SSRC. */
  String negotiate(SessionDescription offer, String ufrag, String pwd, String fingerprint) {
    AnswerWriter answer =
        new AnswerWriter(
            random.nextInt(1 << 30),
            offer,
            ufrag,
            pwd,
            fingerprint,
            options.passive() ? "passive" : "active");
    lines.clear();
    int videos = 0;
    for (MediaSection section : offer.sections()) {
      boolean video = section.kind().equals("video");
      Optional<MediaSection.Format> format = section.format(video ? "VP8" : "opus");
      if (section.port() == 0 || format.isEmpty()) {
        answer.reject(section);
        continue;
      }
      boolean wanted = section.direction().matches("recvonly|sendrecv");
      boolean sends = wanted && (video ? videos++ < options.videoSections() : options.sendAudio());
      boolean receives = section.direction().matches("sendonly|sendrecv");
      MediaLine line =
          new MediaLine(
              section.mid(),
              video,
              sends,
              format.get().payloadType(),
              section.extension(MID_EXTENSION),
              section.ssrcs());
      lines.put(line.mid(), line);
      List<String> rids = sends && video ? layers(section) : List.of();
      for (int layer = 0; layer < rids.size(); layer++) {
        track(line, layer(section, format.get(), rids, layer));
      }
      Optional<Long> ssrc =
          sends && rids.isEmpty()
              ? Optional.of(track(line, SentTrack.Layer.NONE).ssrc)
              : Optional.empty();
      answer.accept(section, format.get(), direction(sends, receives), ssrc, rids);
    }
    sent.values().removeIf(track -> !lines.containsKey(track.mid) || !lines.get(track.mid).sends());
    return answer.sdp();
  }

  private static String direction(boolean sends, boolean receives) {
    if (sends) {
      return receives ? "sendrecv" : "sendonly";
    }
    return receives ? "recvonly" : "inactive";
  }

  /** The layers asked for, as many as this peer has. */
  private List<String> layers(MediaSection section) {
    String asked = section.attribute("simulcast").orElse("");
    return asked.startsWith("recv ")
        ? Arrays.stream(asked.substring(5).split(";")).limit(options.layers()).toList()
        : List.of();
  }

  private static SentTrack.Layer layer(
      MediaSection section, MediaSection.Format format, List<String> rids, int index) {
    int rtx =
        section.formats().stream()
            .filter(other -> other.name().equals("rtx"))
            .map(MediaSection.Format::payloadType)
            .filter(type -> section.parameters(type).equals("apt=" + format.payloadType()))
            .findFirst()
            .orElse(-1);
    return new SentTrack.Layer(
        rids.get(index),
        index,
        section.extension(AnswerWriter.RID),
        section.extension(AnswerWriter.REPAIRED_RID),
        rtx);
  }

  private SentTrack track(MediaLine line, SentTrack.Layer layer) {
    return sent.computeIfAbsent(
        line.mid() + layer.rid(),
        key ->
            new SentTrack(
                line,
                random.nextInt() & 0xffffffffL,
                random.nextInt() & 0xffffffffL,
                random.nextInt(0x10000),
                options.source() + 10 * layer.index(),
                options.clip(),
                options.marked(),
                options.has(Fault.REORDERS_KEY_FRAMES),
                layer));
  }

  /** Sending begins now; the clip's first instant is this one on all tracks. */
  void keyed(SrtpContext newOutbound, SrtpContext newInbound, long nowNs) {
    outbound = newOutbound;
    inbound = newInbound;
    startNs = nowNs;
    startEpochMillis = System.currentTimeMillis() + options.clockOffset().toMillis();
    reportAtNs = nowNs + FIRST_REPORT_NS;
  }

  /**
   * Sends what is due.
   *
   * @return when to be called again
   */
  long run(long nowNs) {
    long next = reportAtNs;
    for (SentTrack track : sent.values()) {
      if (track.video ? videoMuted || stopped.contains(track) : audioMuted) {
        track.skipTo(nowNs - startNs);
      }
      // A track that was added or unmuted late joins the clock that runs already.
      if (track.nextAtNs() < nowNs - startNs - 500_000_000L) {
        track.skipTo(nowNs - startNs);
      }
      while (track.nextAtNs() <= nowNs - startNs) {
        track.next(System.nanoTime()).forEach(packet -> sendRtp(track, packet, sender));
      }
      next = Math.min(next, startNs + track.nextAtNs());
    }
    if (nowNs >= reportAtNs) {
      report(nowNs);
      reportAtNs = nowNs + REPORT_NS;
    }
    if (nowNs >= askAtNs && !options.has(Fault.NEVER_ASKS_FOR_KEY_FRAMES)) {
      askAtNs = nowNs + ASK_AGAIN_NS;
      received.values().stream()
          .filter(track -> track.video && track.keyFrames() == 0)
          .forEach(this::requestKeyFrame);
    }
    return Math.min(next, askAtNs);
  }

  private void sendRtp(SentTrack track, byte[] packet, Consumer<byte[]> via) {
    byte[] datagram = outbound.protectRtp(packet);
    if (!options.has(Fault.NEVER_REPEATS)) {
      int sequence = ((packet[2] & 0xff) << 8) | (packet[3] & 0xff);
      kept.addLast(new Kept(track, sequence, packet, datagram));
      if (kept.size() > KEPT) {
        kept.removeFirst();
      }
    }
    if (track.video && options.has(Fault.LOSES_PICTURES) && ++pictures % 20 == 0) {
      return;
    }
    via.accept(datagram);
  }

  private long ownSsrc() {
    return sent.values().stream().findFirst().map(track -> track.ssrc).orElse(1L);
  }

  private void report(long nowNs) {
    List<byte[]> compound = new ArrayList<>();
    List<Rtcp.Report> blocks =
        received.values().stream().map(track -> track.report(nowNs)).limit(31).toList();
    for (SentTrack track : sent.values()) {
      if (track.packets() > 0) {
        compound.add(track.senderReport(ntp(nowNs), nowNs - startNs));
      }
    }
    compound.add(Rtcp.receiverReport(ownSsrc(), blocks));
    compound.add(Rtcp.description(ownSsrc(), options.name()));
    sendRtcp(Rtcp.compound(compound));
  }

  private void sendRtcp(byte[] compound) {
    if (outbound != null && !(audioMuted && videoMuted)) {
      sender.accept(outbound.protectRtcp(compound));
    }
  }

  /** 64-bit NTP time of an instant, on one clock for all tracks. */
  private long ntp(long nowNs) {
    long nanos = nowNs - startNs + startEpochMillis % 1000 * 1_000_000L;
    long seconds = startEpochMillis / 1000 + NTP_EPOCH_SECONDS + nanos / 1_000_000_000L;
    long fraction = (nanos % 1_000_000_000L << 32) / 1_000_000_000L;
    return seconds << 32 | fraction;
  }

  void receive(byte[] datagram, long nowNs) {
    if (inbound == null || datagram.length < 12) {
      return;
    }
    int type = datagram[1] & 0xff;
    try {
      // RFC 5761 section 4: RTCP packet types lie between 192 and 223.
      if (type >= 192 && type <= 223) {
        onRtcp(inbound.unprotectRtcp(datagram), nowNs);
      } else {
        onRtp(inbound.unprotectRtp(datagram), nowNs);
      }
    } catch (SrtpException e) {
      if (e.reason() == SrtpException.Reason.REPLAYED) {
        replayed++;
      } else {
        notAuthentic++;
      }
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
      malformed++;
    }
  }

  private void onRtp(byte[] packet, long nowNs) {
    int extension = lines.values().stream().mapToInt(MediaLine::midExtension).max().orElse(0);
    RtpPacket rtp = RtpPacket.decode(packet, extension);
    received.computeIfAbsent(rtp.ssrc(), ssrc -> identify(rtp)).receive(rtp, nowNs);
  }

  private ReceivedTrack identify(RtpPacket rtp) {
    askAtNs = 0;
    MediaLine byMid = lines.get(rtp.mid());
    MediaLine line =
        byMid != null
            ? byMid
            : lines.values().stream()
                .filter(l -> !l.sends() && l.remoteSsrcs().contains(rtp.ssrc()))
                .findFirst()
                .orElse(null);
    if (line != null) {
      return new ReceivedTrack(line.mid(), line.video(), rtp.ssrc());
    }
    boolean video =
        lines.values().stream()
            .anyMatch(l -> !l.sends() && l.video() && l.payloadType() == rtp.payloadType());
    return new ReceivedTrack("", video, rtp.ssrc());
  }

  private void onRtcp(byte[] compound, long nowNs) {
    compoundsReceived++;
    for (Rtcp.Packet packet : Rtcp.parse(compound)) {
      switch (packet.type()) {
        case Rtcp.SENDER_REPORT -> onSenderReport(packet, nowNs);
        case Rtcp.RECEIVER_REPORT -> reportsReceived += packet.count();
        case Rtcp.PAYLOAD_FEEDBACK -> onPayloadFeedback(packet);
        case Rtcp.TRANSPORT_FEEDBACK -> onTransportFeedback(packet);
        default -> {
          // SDES and BYE tell a test nothing that it does not see otherwise.
        }
      }
    }
  }

  private void onSenderReport(Rtcp.Packet packet, long nowNs) {
    reportsReceived += packet.count();
    ReceivedTrack track = received.get(packet.word(0));
    if (track != null) {
      track.senderReport(packet.word(1) << 32 | packet.word(2), nowNs);
    }
  }

  private void onPayloadFeedback(Rtcp.Packet packet) {
    if (packet.count() == Rtcp.APPLICATION_LAYER && packet.word(2) == REMB) {
      // draft-alvestrand-rmcat-remb-03 section 2.2: 6 bits of exponent, 18 of mantissa
      limit = (packet.word(3) & 0x3ffff) << (packet.word(3) >> 18 & 0x3f);
      return;
    }
    boolean pictureLoss = packet.count() == 1;
    boolean intraRequest = packet.count() == 4;
    if (!pictureLoss && !intraRequest) {
      return;
    }
    long ssrc = intraRequest && packet.words() > 2 ? packet.word(2) : packet.word(1);
    for (SentTrack track : sent.values()) {
      if (track.ssrc == ssrc && track.video) {
        keyFrameRequests++;
        if (!options.has(Fault.IGNORES_KEY_FRAME_REQUESTS)) {
          track.wantKeyFrame();
        }
      }
    }
  }

  /** Generic NACK (RFC 4585 section 6.2.1). */
  private void onTransportFeedback(Rtcp.Packet packet) {
    for (int i = 2; packet.count() == 1 && i < packet.words(); i++) {
      int first = (int) (packet.word(i) >>> 16);
      int mask = (int) packet.word(i) & 0xffff;
      resend(packet.word(1), first);
      for (int bit = 0; bit < 16; bit++) {
        if ((mask >> bit & 1) != 0) {
          resend(packet.word(1), (first + bit + 1) & 0xffff);
        }
      }
    }
  }

  private void resend(long ssrc, int sequence) {
    for (Kept packet : kept) {
      if (packet.track().ssrc == ssrc && packet.sequence() == sequence) {
        retransmitted++;
        byte[] again = packet.track().again(packet.packet());
        sender.accept(again == packet.packet() ? packet.datagram() : outbound.protectRtp(again));
        return;
      }
    }
  }

  void requestKeyFrames(long nowNs) {
    askAtNs = nowNs + ASK_AGAIN_NS;
    received.values().stream().filter(track -> track.video).forEach(this::requestKeyFrame);
  }

  private void requestKeyFrame(ReceivedTrack track) {
    sendRtcp(
        Rtcp.compound(
            List.of(
                Rtcp.receiverReport(ownSsrc(), List.of()),
                Rtcp.pictureLoss(ownSsrc(), track.ssrc))));
  }

  void mute(boolean audio, boolean video) {
    if (videoMuted && !video) {
      sent.values().forEach(SentTrack::wantKeyFrame);
    }
    audioMuted = audio;
    videoMuted = video;
  }

  /** Stops or resumes the upper layers of the pictures, as a browser short of bits does. */
  void sendLayers(int count) {
    stopped.clear();
    List<SentTrack> layers = sent.values().stream().filter(track -> track.video).toList();
    layers.stream().skip(count).forEach(stopped::add);
    layers.stream().limit(count).forEach(SentTrack::wantKeyFrame);
  }

  int replay(int packets) {
    List<Kept> all = new ArrayList<>(kept);
    List<Kept> last = all.subList(Math.max(0, all.size() - packets), all.size());
    last.forEach(packet -> sender.accept(packet.datagram()));
    return last.size();
  }

  void forge(int packets) {
    Kept model = kept.getLast();
    for (int i = 0; i < packets; i++) {
      byte[] forged = model.datagram().clone();
      int sequence = (model.sequence() + 1 + i) & 0xffff;
      forged[2] = (byte) (sequence >> 8);
      forged[3] = (byte) sequence;
      sender.accept(forged);
    }
  }

  /** Authentic packets of SSRCs that were never announced, one each, without a mid. */
  void scatter(int ssrcs, boolean video) {
    MediaLine line =
        lines.values().stream()
            .filter(candidate -> candidate.sends() && candidate.video() == video)
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < ssrcs; i++) {
      long ssrc = random.nextInt() & 0xffffffffL;
      byte[] packet =
          new RtpPacket(line.payloadType(), false, i, i, ssrc, "", new byte[40]).encode(0);
      sender.accept(outbound.protectRtp(packet));
    }
  }

  void sendFeedback(byte[] packet) {
    sendRtcp(Rtcp.compound(List.of(Rtcp.receiverReport(ownSsrc(), List.of()), packet)));
  }

  void divert(int frames, Consumer<byte[]> elsewhere) {
    for (SentTrack track : sent.values()) {
      for (int i = 0; i < frames; i++) {
        track.next(System.nanoTime()).forEach(packet -> sendRtp(track, packet, elsewhere));
      }
    }
  }

  void goodbye() {
    for (SentTrack track : sent.values()) {
      sendRtcp(
          Rtcp.compound(List.of(Rtcp.receiverReport(track.ssrc, List.of()), Rtcp.bye(track.ssrc))));
    }
  }

  List<TrackStatistics> received() {
    return received.values().stream().map(ReceivedTrack::statistics).toList();
  }

  DelayHistogram delays() {
    DelayHistogram all = new DelayHistogram();
    received.values().forEach(track -> all.add(track.delays()));
    return all;
  }

  void resetDelays() {
    received.values().forEach(track -> track.delays().reset());
  }

  PeerStatistics statistics(
      long checks, long answered, long refused, int lastRefusal, long unsent) {
    return new PeerStatistics(
        count(false),
        count(true),
        sent.values().stream().filter(t -> t.video).mapToLong(SentTrack::keyFrames).sum(),
        keyFrameRequests,
        retransmitted,
        reportsReceived,
        compoundsReceived,
        notAuthentic,
        replayed,
        malformed,
        checks,
        answered,
        refused,
        lastRefusal,
        limit,
        unsent);
  }

  private long count(boolean video) {
    return sent.values().stream()
        .filter(track -> track.video == video)
        .mapToLong(SentTrack::packets)
        .sum();
  }
}
