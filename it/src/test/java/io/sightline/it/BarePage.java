package io.sightline.it;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/** A page without a script of ours: fetch and RTCPeerConnection speak WHIP and WHEP from it. */
final class BarePage {
  private static final String EXCHANGE =
      """
      window.exchange = async (pc, url, token) => {
        await pc.setLocalDescription();
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/sdp', 'Authorization': `Bearer ${token}` },
          body: pc.localDescription.sdp,
        });
        const text = await answer.text();
        if (answer.status !== 201) throw new Error(`${answer.status} ${text}`);
        window.session = {
          pc, token, text,
          url: new URL(answer.headers.get('Location'), url).href,
          tag: answer.headers.get('ETag'),
          patch: answer.headers.get('Accept-Patch'),
        };
        await pc.setRemoteDescription({ type: 'answer', sdp: text });
        return window.session.url;
      };
      window.send = (method, headers, body) => fetch(window.session.url, {
        method, body, headers: { 'Authorization': `Bearer ${window.session.token}`, ...headers },
      });
      window.fragment = (sdp) => {
        const line = (name) => sdp.match(new RegExp(`^a=${name}:.*$`, 'm'))[0].trim();
        return [line('ice-ufrag'), line('ice-pwd'), 'm=audio 9 UDP/TLS/RTP/SAVPF 0', line('mid'),
          'a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host', ''].join('\\r\\n');
      };
      """;

  private final Page page;

  BarePage(Page page, String blank) {
    this.page = page;
    page.navigate(blank);
    page.evaluate("() => {" + EXCHANGE + "}");
  }

  /** Publishes what the page's camera and microphone give; answers the session's URL. */
  String publish(String endpoint, String token) {
    return page.evaluate(
            """
            async ([url, token]) => {
              const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
              const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
              for (const track of stream.getTracks()) {
                pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
              }
              return window.exchange(pc, url, token);
            }
            """,
            List.of(endpoint, token))
        .toString();
  }

  /** Watches a number of pictures, each in a video element {@code #watched-0} and on. */
  String watch(String endpoint, String token, int pictures) {
    return page.evaluate(
            """
            async ([url, token, pictures]) => {
              const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
              document.body.replaceChildren();
              for (let i = 0; i < Number(pictures); i++) {
                const video = document.createElement('video');
                video.id = `watched-${i}`;
                video.muted = true;
                video.autoplay = true;
                document.body.append(video);
                const { receiver } = pc.addTransceiver('video', { direction: 'recvonly' });
                video.srcObject = new MediaStream([receiver.track]);
                pc.addTransceiver('audio', { direction: 'recvonly' });
              }
              return window.exchange(pc, url, token);
            }
            """,
            List.of(endpoint, token, Integer.toString(pictures)))
        .toString();
  }

  /** Packets of sound that have arrived so far, of all sections. */
  int audioPackets() {
    return ((Number)
            page.evaluate(
                """
                async () => [...(await window.session.pc.getStats()).values()]
                  .filter((s) => s.type === 'inbound-rtp' && s.kind === 'audio')
                  .reduce((sum, s) => sum + s.packetsReceived, 0)
                """))
        .intValue();
  }

  /** Sends the present candidates; answers the status. */
  int trickle(Map<String, String> headers) {
    return ((Number)
            page.evaluate(
                """
                async (headers) => (await window.send('PATCH', headers,
                  window.fragment(window.session.pc.localDescription.sdp))).status
                """,
                headers))
        .intValue();
  }

  /** The entity tag of the session as first told. */
  String tag() {
    return page.evaluate("() => window.session.tag").toString();
  }

  /** Begins ICE anew and adopts the server's side; answers the status. */
  int restartIce() {
    return ((Number)
            page.evaluate(
                """
                async () => {
                  const { pc, text } = window.session;
                  pc.restartIce();
                  await pc.setLocalDescription();
                  const answer = await window.send('PATCH',
                    { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': '*' },
                    window.fragment(pc.localDescription.sdp));
                  const own = await answer.text();
                  const line = (name) => own.match(new RegExp(`^a=${name}:.*$`, 'm'))[0].trim();
                  await pc.setRemoteDescription({ type: 'answer', sdp: text
                    .replaceAll(/^a=ice-ufrag:.*$/gm, line('ice-ufrag'))
                    .replaceAll(/^a=ice-pwd:.*$/gm, line('ice-pwd')) });
                  return answer.status;
                }
                """))
        .intValue();
  }

  /** Ends the session; answers the status. */
  int end() {
    return ((Number)
            page.evaluate(
                "async () => { const { status } = await window.send('DELETE', {});"
                    + " window.session.pc.close(); return status; }"))
        .intValue();
  }
}
