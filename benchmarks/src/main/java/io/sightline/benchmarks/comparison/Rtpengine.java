package io.sightline.benchmarks.comparison;

import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * rtpengine in user space, DTLS-SRTP on both legs, recording to pcap. It does not bundle, so that a
 * call is two of its own: one of voices, one of pictures.
 */
final class Rtpengine implements Contender {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int TRIES = 10;

  private final Process process;
  private final PeerFactory peers;
  private final String address;
  private final DatagramSocket control;
  private final InetSocketAddress ng;
  private int cookie;

  private Rtpengine(Process process, PeerFactory peers, String address, int ngPort)
      throws IOException {
    this.process = process;
    this.peers = peers;
    this.address = address;
    this.control = new DatagramSocket();
    control.setSoTimeout(TIMEOUT_MILLIS / TRIES);
    this.ng = new InetSocketAddress(InetAddress.getLoopbackAddress(), ngPort);
  }

  /** Starts it with a port for control, and media ports above 30000. */
  static Rtpengine start(Path directory, PeerFactory peers, String address, int ngPort)
      throws IOException {
    Path recordings = Files.createDirectories(directory.resolve("rtpengine"));
    Process process =
        new ProcessBuilder(
                "rtpengine",
                "--foreground",
                "--log-stderr",
                "--log-level=3",
                "--table=-1",
                "--interface=" + address,
                "--listen-ng=127.0.0.1:" + ngPort,
                "--port-min=30000",
                "--port-max=39999",
                "--dtls-passive",
                "--recording-dir=" + recordings,
                "--recording-method=pcap",
                "--recording-format=eth")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("rtpengine.log").toFile())
            .start();
    Rtpengine made = new Rtpengine(process, peers, address, ngPort);
    made.ask(new HashMap<>(Map.of("command", "ping")));
    return made;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public List<MediaPeer> open(int call) throws IOException {
    List<MediaPeer> opened = new ArrayList<>();
    for (boolean video : new boolean[] {false, true}) {
      MediaPeer agent = peers.open(call, Side.AGENT);
      MediaPeer customer = peers.open(call, Side.CUSTOMER);
      opened.add(agent);
      opened.add(customer);
      Map<String, Object> offer = command("offer", call, video);
      offer.put("sdp", OfferText.of(agent.transportLines(address), address, "sendrecv", video));
      offer.put("record call", "yes");
      String offered = (String) ask(offer).get("sdp");
      Map<String, Object> answer = command("answer", call, video);
      answer.put("to-tag", "customer");
      answer.put("sdp", withCandidate(customer.answer(offered), customer));
      String answered = (String) ask(answer).get("sdp");
      agent.answer(OfferText.ofAnswer(answered, address, "sendrecv"));
    }
    return opened;
  }

  private String withCandidate(String answer, MediaPeer peer) {
    return peer.transportLines(address).stream()
        .filter(line -> line.startsWith("a=candidate"))
        .map(line -> answer + line + "\r\n")
        .findFirst()
        .orElse(answer);
  }

  private Map<String, Object> command(String command, int call, boolean video) {
    Map<String, Object> dictionary = new HashMap<>();
    dictionary.put("command", command);
    dictionary.put("call-id", "call-" + call + (video ? "-video" : "-audio"));
    dictionary.put("from-tag", "agent");
    dictionary.put("ICE", "force");
    dictionary.put("DTLS", "passive");
    dictionary.put("transport-protocol", "UDP/TLS/RTP/SAVPF");
    dictionary.put("rtcp-mux", List.of("require"));
    return dictionary;
  }

  private Map<?, ?> ask(Map<String, Object> question) throws IOException {
    String prefix = (cookie++) + " ";
    byte[] bytes = (prefix + Bencode.encode(question)).getBytes(StandardCharsets.ISO_8859_1);
    byte[] buffer = new byte[65_536];
    for (int i = 0; i < TRIES; i++) {
      control.send(new DatagramPacket(bytes, bytes.length, ng));
      try {
        DatagramPacket reply = new DatagramPacket(buffer, buffer.length);
        control.receive(reply);
        String text = new String(buffer, 0, reply.getLength(), StandardCharsets.ISO_8859_1);
        if (text.startsWith(prefix)) {
          Map<?, ?> answer = Bencode.decode(text.substring(prefix.length()));
          if ("error".equals(answer.get("result"))) {
            throw new IOException("rtpengine: " + answer.get("error-reason"));
          }
          return answer;
        }
      } catch (SocketTimeoutException e) {
        // It may not listen yet, or may have lost the question.
        continue;
      }
    }
    throw new IOException("rtpengine does not answer");
  }

  @Override
  public void close() {
    control.close();
    process.destroy();
    process.onExit().join();
  }
}
