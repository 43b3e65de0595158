// A short test of the way to the media server and back, before a call.
import { request } from '../signaling/api.js';

const CONNECT_MS = 8_000;
const SETTLE_MS = 2_000;
const MEASURE_MS = 3_000;
const MOST_BITS = 1_500_000;

/**
 * @typedef {{verdict: 'good'|'fair'|'poor'|'relay'|'blocked'|'unavailable', roundTripMs?: number, lostPercent?: number, kilobits?: number}} Result
 */

/**
 * Sends a made-up picture to the media server by one connection and gets it back by another.
 *
 * @param {() => Promise<string>} token the access token
 * @returns {Promise<Result>}
 */
export async function testConnection(token) {
  const picture = movingPicture();
  /** @type {RTCPeerConnection[]} */
  let ends = [];
  let id = '';
  const bearer = await token();
  try {
    const test = await request('POST', '/api/connection-tests', { bearer });
    id = test.id;
    ends = test.offers.map(() => new RTCPeerConnection({ iceServers: test.iceServers, bundlePolicy: 'max-bundle' }));
    await Promise.all(ends.map(async (end, index) => {
      await end.setRemoteDescription({ type: 'offer', sdp: test.offers[index] });
      if (index === 0) {
        await send(end, picture.track);
      }
      await end.setLocalDescription();
      await gathered(end);
      await request('PUT', `/api/connection-tests/${id}/answers/${index}`, { bearer, body: { sdp: end.localDescription?.sdp } });
    }));
    if (!(await connected(ends))) {
      return { verdict: 'blocked' };
    }
    return await measure(ends[0], ends[1]);
  } catch (failure) {
    console.warn('connection not tested', /** @type {any} */ (failure).code ?? /** @type {any} */ (failure).name);
    return { verdict: 'unavailable' };
  } finally {
    picture.stop();
    ends.forEach((end) => end.close());
    if (id) {
      request('DELETE', `/api/connection-tests/${id}`, { bearer }).catch((failure) => console.warn('test goes on', failure.code));
    }
  }
}

/** A picture that cannot be made small: 15 times a second other noise. */
function movingPicture() {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const painter = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const paint = () => {
    for (let i = 0; i < 200; i += 1) {
      painter.fillStyle = `hsl(${Math.random() * 360} 80% ${Math.random() * 100}%)`;
      painter.fillRect(Math.random() * 320, Math.random() * 240, 24, 24);
    }
  };
  paint();
  const timer = setInterval(paint, 66);
  const [track] = canvas.captureStream(15).getVideoTracks();
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

/** @param {RTCPeerConnection} end @param {MediaStreamTrack} track */
async function send(end, track) {
  const place = end.getTransceivers().find(({ receiver, direction }) => receiver.track.kind === 'video' && direction !== 'inactive');
  const own = end.getTransceivers().find((each) => each.receiver.track.kind === 'video' && takes(end, each)) ?? place;
  if (own) {
    own.direction = 'sendonly';
    await own.sender.replaceTrack(track);
    const parameters = own.sender.getParameters();
    parameters.encodings?.forEach((encoding) => {
      encoding.maxBitrate = MOST_BITS;
    });
    await own.sender.setParameters(parameters).catch((failure) => console.warn('no limit', failure.name));
  }
}

/** Whether the server wants to receive in a section. @param {RTCPeerConnection} end @param {RTCRtpTransceiver} transceiver */
function takes(end, transceiver) {
  const section = (end.remoteDescription?.sdp ?? '').split(/^m=/m).find((part) => part.includes(`a=mid:${transceiver.mid}\r\n`));
  return Boolean(section && /a=(recvonly|sendrecv)\r\n/.test(section));
}

/** The server is told no candidates later; an answer names them all. @param {RTCPeerConnection} end */
function gathered(end) {
  return new Promise((resolve) => {
    const look = () => {
      if (end.iceGatheringState === 'complete') {
        resolve(undefined);
      }
    };
    end.addEventListener('icegatheringstatechange', look);
    setTimeout(resolve, 1_500);
    look();
  });
}

/** @param {RTCPeerConnection[]} ends */
async function connected(ends) {
  const until = performance.now() + CONNECT_MS;
  while (performance.now() < until) {
    if (ends.every(({ connectionState }) => connectionState === 'connected')) {
      return true;
    }
    if (ends.some(({ connectionState }) => connectionState === 'failed')) {
      return false;
    }
    await wait(100);
  }
  return false;
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** @param {RTCPeerConnection} sender @param {RTCPeerConnection} receiver @returns {Promise<Result>} */
async function measure(sender, receiver) {
  await wait(SETTLE_MS);
  const before = received(await receiver.getStats());
  await wait(MEASURE_MS);
  const after = received(await receiver.getStats());
  const { roundTripMs, relayed } = way(await sender.getStats());
  const packets = after.packets - before.packets;
  const lost = Math.max(0, after.lost - before.lost);
  const kilobits = Math.round((after.bytes - before.bytes) * 8 / MEASURE_MS);
  const lostPercent = packets + lost > 0 ? Math.round((lost / (packets + lost)) * 1000) / 10 : 100;
  const figures = { roundTripMs, lostPercent, kilobits };
  if (packets === 0 || lostPercent > 8 || roundTripMs > 600 || kilobits < 100) {
    return { verdict: 'poor', ...figures };
  }
  if (lostPercent > 2 || roundTripMs > 250 || kilobits < 300) {
    return { verdict: 'fair', ...figures };
  }
  return { verdict: relayed ? 'relay' : 'good', ...figures };
}

/** @param {RTCStatsReport} stats */
function received(stats) {
  const sum = { packets: 0, lost: 0, bytes: 0 };
  for (const report of stats.values()) {
    if (report.type === 'inbound-rtp') {
      sum.packets += report.packetsReceived ?? 0;
      sum.lost += report.packetsLost ?? 0;
      sum.bytes += report.bytesReceived ?? 0;
    }
  }
  return sum;
}

/** @param {RTCStatsReport} stats */
function way(stats) {
  for (const report of stats.values()) {
    if (report.type === 'candidate-pair' && report.nominated && report.state === 'succeeded') {
      const local = stats.get(report.localCandidateId);
      return { roundTripMs: Math.round((report.currentRoundTripTime ?? 0) * 1000), relayed: local?.candidateType === 'relay' };
    }
  }
  return { roundTripMs: 0, relayed: false };
}
