// One generation of media: a single RTCPeerConnection, direct or by way of the server.
import { IceRecovery } from './ice-recovery.js';
import { MediaFlow } from './media-flow.js';
import { Outage } from './outage.js';
import { setLayers } from './simulcast.js';

const ESTABLISH_MS = 10_000;
const PATIENCE_FOR_VIDEO_MS = 3_000;
const WATCH_MS = 50;
/** What follows a connection that works waits so long for being as fluent. */
const SETTLING_MS = 2_500;

/** What is sent and received on the direct path, each in a section of its own; the screen's is kept for when it comes. */
const DIRECT_SECTIONS = /** @type {['audio'|'video'|'screen', 'audio'|'video'][]} */ (
  [['audio', 'audio'], ['video', 'video'], ['screen', 'video']]);

/**
 * @typedef {{mid: string, kind: 'audio'|'video', source: string, participantId?: string}} Slot
 * @typedef {{generation: number, path: 'direct'|'forwarded', offerer: boolean, callId: string,
 *   iceServers: RTCIceServer[], local: import('./local-media.js').LocalMedia,
 *   send: (message: Record<string, any>) => void, expects: () => 'video'|'audio'|'nothing',
 *   otherThere: () => boolean, opposite: () => string, reachable: () => boolean, silent: () => boolean,
 *   former?: () => PeerSession|null}} Setting
 */

/**
 * Builds, feeds and watches one connection. Fires `remote` when the set of remote tracks changes,
 * `established` once when media from the other side has arrived, as fluently as in the connection that this one is to follow, `state` when the connection's state
 * changes, and `failed` with a reason as `detail` at most once.
 */
export class PeerSession extends EventTarget {
  /** Sound and camera that arrive, in one stream for each participant; the direct path has one, under `''`. */
  remote = /** @type {Map<string, MediaStream>} */ (new Map());
  /** Screens that arrive or may come to, likewise. */
  screens = /** @type {Map<string, MediaStream>} */ (new Map());
  established = false;
  /** @type {RTCPeerConnection} */
  connection;
  /** @type {Setting} */
  #setting;
  #failed = false;
  #closed = false;
  #described = false;
  /** @type {(RTCIceCandidateInit|null)[]} */
  #early = [];
  /** @type {{audio: RTCRtpSender|null, video: RTCRtpSender|null, screen: RTCRtpSender|null}} */
  #senders = { audio: null, video: null, screen: null };
  /** Descriptions are applied one after the other. @type {Promise<void>} */
  #chain = Promise.resolve();
  /** @type {Map<string, Slot>} */
  #receive = new Map();
  /** One stream names sound and picture as belonging together: the receiver keeps their lips in step. */
  #outgoing = new MediaStream();
  #outgoingScreen = new MediaStream();
  #watcher = 0;
  #recovery;
  #outage;
  #connectedAt = 0;
  #drawn = false;
  #looking = false;
  #flow = new MediaFlow();
  #mediaAt = 0;
  #startedAt = performance.now();
  #localChange = () => this.#applyTracks();

  /** @param {Setting} setting */
  constructor(setting) {
    super();
    this.#setting = setting;
    this.connection = new RTCPeerConnection({ iceServers: setting.iceServers, bundlePolicy: 'max-bundle' });
    this.#recovery = new IceRecovery(this.connection, {
      reachable: setting.reachable,
      restart: () => this.#askRestart(),
      giveUp: (reason) => this.#fail(reason),
      back: () => this.#enqueue(async () => {
        if (!this.#outage.away) {
          await this.#sendWholePictures();
        }
      }),
    });
    this.#outage = new Outage(this.connection, (away) => this.#enqueue(() => this.#sendPictures(!away)));
    this.connection.addEventListener('connectionstatechange', () => this.#stateChanged());
    this.connection.addEventListener('track', (event) => this.#trackArrived(event));
    if (setting.path === 'direct') {
      this.connection.addEventListener('icecandidate', (event) => this.#candidateFound(event.candidate));
    }
    setting.local.addEventListener('change', this.#localChange);
    this.#watcher = setInterval(() => this.#lookOnce(), WATCH_MS);
  }

  get generation() {
    return this.#setting.generation;
  }

  get path() {
    return this.#setting.path;
  }

  get state() {
    return this.connection.connectionState;
  }

  /**
   * Whether media flows. The event that tells of a connection can come after the first picture was drawn: a page that is
   * busy draws before it works off its events.
   */
  get flowing() {
    return this.state === 'connected' || (this.established && (this.state === 'new' || this.state === 'connecting'));
  }

  /** Makes the offer where it is this side's to make; the other side and the server's path wait for one. */
  start() {
    if (this.#offers) {
      this.#enqueue(async () => {
        for (const [role, kind] of DIRECT_SECTIONS) {
          const stream = role === 'screen' ? this.#outgoingScreen : this.#outgoing;
          const init = { direction: /** @type {const} */ ('sendrecv'), streams: [stream] };
          this.#senders[role] = this.connection.addTransceiver(kind, init).sender;
        }
        await this.#applyTracks();
        await this.connection.setLocalDescription();
        this.#sendDescription();
      });
    }
  }

  /** Takes a `media.description` of this generation. @param {any} message */
  describe(message) {
    this.#enqueue(async () => {
      await this.connection.setRemoteDescription(message.description);
      this.#receive.clear();
      for (const slot of message.receive ?? []) {
        this.#receive.set(slot.mid, slot);
      }
      this.#regroup();
      if (message.description.type === 'offer') {
        await this.#answer(message);
        if (this.established && this.path === 'direct') {
          this.#recovery.begun();
        }
      }
      this.#described = true;
      for (const candidate of this.#early.splice(0)) {
        await this.#addCandidate(candidate);
      }
    });
  }

  /** Takes a `media.candidate`; one that comes before the description waits for it. @param {RTCIceCandidateInit|null} candidate */
  candidate(candidate) {
    this.#enqueue(async () => {
      if (this.#described) {
        await this.#addCandidate(candidate);
      } else {
        this.#early.push(candidate);
      }
    });
  }

  /** The network is back, or another one. @param {boolean} moved */
  revive(moved) {
    if (this.established) {
      this.#recovery.revive(moved);
    }
  }

  /** Begins ICE anew from the offering side; the connection's keys and tracks stay (RFC 8839 section 4.4.1.1). */
  restart() {
    if (this.#offers && this.#recovery.takeTurn()) {
      this.#enqueue(async () => {
        if (this.connection.signalingState === 'stable') {
          this.connection.restartIce();
          await this.connection.setLocalDescription();
          this.#sendDescription();
          this.#recovery.begun();
        }
      });
    }
  }

  #askRestart() {
    if (this.#offers) {
      this.restart();
    } else if (this.#recovery.takeTurn()) {
      this.#setting.send({ type: 'media.restart', callId: this.#setting.callId, generation: this.generation });
    }
  }

  /** Whether offers are this side's to make: one client makes them on the direct path, the server on its own. */
  get #offers() {
    return this.#setting.path === 'direct' && this.#setting.offerer;
  }

  /** Sends again what is to be sent now: what one is allowed to send may have changed. */
  refresh() {
    this.#applyTracks();
  }

  /**
   * Has what is sent begin anew with a whole picture. Who has missed seconds asks for each lost packet first, and for a
   * whole picture only after 3 s; a sender that was inactive for a moment begins with one.
   */
  async #sendWholePictures() {
    await this.#sendPictures(false);
    await this.#sendPictures(true);
  }

  /** On the direct path each picture is sent in one encoding. @param {boolean} active whether pictures are sent at all */
  async #sendPictures(active) {
    for (const sender of [this.#senders.video, this.#senders.screen]) {
      const parameters = sender?.getParameters();
      if (sender && parameters?.encodings.length) {
        parameters.encodings.forEach((encoding) => {
          encoding.active = active;
        });
        await sender.setParameters(parameters).catch((failure) => console.warn('pictures go on as they are', failure.name));
      }
    }
  }

  /** Tells the session that a picture of it has been drawn. */
  frameDrawn() {
    this.#drawn = true;
    if (!this.#former) {
      this.#establish();
    }
  }

  /** Looks at what has come. @param {number} now @returns {Promise<MediaFlow>} */
  async observe(now) {
    this.#noteFlow(await this.connection.getStats(), now);
    return this.#flow;
  }

  close() {
    if (!this.#closed) {
      this.#closed = true;
      clearInterval(this.#watcher);
      this.#recovery.close();
      this.#outage.close();
      this.#setting.local.removeEventListener('change', this.#localChange);
      this.connection.close();
    }
  }

  /** @param {any} message */
  async #answer(message) {
    if (this.#setting.path === 'forwarded') {
      this.#takeSlots(message.send ?? []);
    } else {
      for (const [role, transceiver] of this.#directSections()) {
        transceiver.direction = 'sendrecv';
        this.#senders[role] = transceiver.sender;
        transceiver.sender.setStreams?.(role === 'screen' ? this.#outgoingScreen : this.#outgoing);
      }
    }
    await this.#applyTracks();
    await this.connection.setLocalDescription();
    this.#sendDescription(message.negotiation);
  }

  /** The sections of the direct path in their order: sound, camera, screen. @returns {['audio'|'video'|'screen', RTCRtpTransceiver][]} */
  #directSections() {
    const left = this.connection.getTransceivers();
    return DIRECT_SECTIONS.flatMap(([role, kind]) => {
      const at = left.findIndex((transceiver) => transceiver.receiver.track.kind === kind);
      return at < 0 ? [] : /** @type {['audio'|'video'|'screen', RTCRtpTransceiver][]} */ ([[role, left.splice(at, 1)[0]]]);
    });
  }

  /** Puts our tracks where the server wants them. @param {Slot[]} slots */
  #takeSlots(slots) {
    for (const transceiver of this.connection.getTransceivers()) {
      const slot = slots.find((wanted) => wanted.mid === transceiver.mid);
      if (slot) {
        transceiver.direction = 'sendonly';
        this.#senders[slot.source === 'screen' ? 'screen' : slot.kind] = transceiver.sender;
      }
    }
  }

  /** @param {number} [negotiation] */
  #sendDescription(negotiation) {
    const { type, sdp } = /** @type {RTCSessionDescription} */ (this.connection.localDescription);
    this.#setting.send({
      type: 'media.description', callId: this.#setting.callId, generation: this.generation,
      description: { type, sdp }, ...(negotiation === undefined ? {} : { negotiation }),
    });
  }

  async #applyTracks() {
    const { local } = this.#setting;
    const { audio, video, screen } = this.#senders;
    const silent = this.#setting.silent();
    await Promise.all([
      exchange(audio, silent ? null : local.audio),
      exchange(video, silent ? null : local.camera),
      exchange(screen, silent ? null : local.screen),
    ]).catch((failure) => console.warn('track not exchanged', failure.name));
    await setLayers(video);
  }

  /** @param {RTCIceCandidate|null} candidate */
  #candidateFound(candidate) {
    this.#setting.send({
      type: 'media.candidate', callId: this.#setting.callId, generation: this.generation,
      candidate: candidate && candidate.candidate !== '' ? candidate.toJSON() : null,
    });
  }

  /** @param {RTCIceCandidateInit|null} candidate */
  async #addCandidate(candidate) {
    try {
      await this.connection.addIceCandidate(candidate ?? undefined);
    } catch (failure) {
      console.warn('candidate not taken', /** @type {any} */ (failure).name);
    }
  }

  /** @param {RTCTrackEvent} event */
  #trackArrived(event) {
    event.track.addEventListener('unmute', () => this.dispatchEvent(new Event('remote')));
    event.track.addEventListener('mute', () => this.dispatchEvent(new Event('remote')));
    this.#regroup();
  }

  /** Sorts the tracks that arrive into one stream for each participant. */
  #regroup() {
    /** @type {Map<string, Set<MediaStreamTrack>>} */
    const remote = new Map();
    /** @type {Map<string, Set<MediaStreamTrack>>} */
    const screens = new Map();
    for (const { owner, source, track } of this.#incoming()) {
      const wanted = source === 'screen' ? screens : remote;
      wanted.set(owner, (wanted.get(owner) ?? new Set()).add(track));
    }
    gather(this.remote, remote);
    gather(this.screens, screens);
    this.dispatchEvent(new Event('remote'));
  }

  /** Every track that may bring something, whose it is and where it comes from. */
  #incoming() {
    if (this.path === 'direct') {
      return this.#directSections().map(([role, { receiver }]) => ({ owner: '', source: /** @type {string} */ (role), track: receiver.track }));
    }
    return this.connection.getTransceivers().flatMap(({ mid, receiver }) => {
      const slot = mid === null ? undefined : this.#receive.get(mid);
      return slot ? [{ owner: slot.participantId ?? '', source: slot.source, track: receiver.track }] : [];
    });
  }

  #stateChanged() {
    if (this.state === 'connected' && this.#connectedAt === 0) {
      this.#connectedAt = performance.now();
    }
    if (this.established) {
      this.#recovery.follow();
    } else if (this.state === 'failed') {
      this.#fail('connection failed');
    }
    this.dispatchEvent(new Event('state'));
  }

  /** One look at a time: a busy browser takes longer for one than there is between them. */
  async #lookOnce() {
    if (!this.#looking) {
      this.#looking = true;
      try {
        await this.#watch();
      } finally {
        this.#looking = false;
      }
    }
  }

  /**
   * Looks for the first media. Where the page is visible the first frame drawn tells, so that nothing is shown before
   * there is a picture; a hidden page draws nothing, there decoded frames count.
   */
  async #watch() {
    if (this.established || this.#closed) {
      clearInterval(this.#watcher);
      return;
    }
    const now = performance.now();
    if (now - this.#startedAt > ESTABLISH_MS) {
      this.#fail(this.#connectedAt === 0 ? 'not connected in time' : 'no media in time');
      return;
    }
    if (this.#connectedAt === 0) {
      return;
    }
    const { frames, audioPackets } = await this.#arrivals(now);
    const expected = this.#setting.expects();
    const videoOverdue = now - this.#connectedAt > PATIENCE_FOR_VIDEO_MS;
    const audioIsEnough = expected !== 'video' || videoOverdue;
    const framesAreEnough = document.hidden || this.#drawn || videoOverdue;
    const nothingIsEnough = expected === 'nothing' || (videoOverdue && expected !== 'video');
    const here = (framesAreEnough && frames > 0) || (audioIsEnough && audioPackets > 0);
    if (here && this.#mediaAt === 0) {
      this.#mediaAt = now;
    }
    if (nothingIsEnough || (here && await this.#settled(now))) {
      this.#establish();
    }
  }

  /** The connection that this one is to follow, if it works. */
  get #former() {
    const former = this.#setting.former?.() ?? null;
    return former !== this && former?.flowing ? former : null;
  }

  /** Whether what the former connection brings comes as fluently by this one. @param {number} now */
  async #settled(now) {
    const former = this.#former;
    if (!former || now - this.#mediaAt > SETTLING_MS) {
      return true;
    }
    const known = await former.observe(now);
    return known.alive(now).every((name) => this.#flow.fluent(name, now));
  }

  /** @param {number} now */
  async #arrivals(now) {
    let frames = 0;
    let audioPackets = 0;
    const reports = await this.connection.getStats();
    this.#noteFlow(reports, now);
    for (const report of reports.values()) {
      if (report.type === 'inbound-rtp') {
        frames += report.framesDecoded ?? 0;
        audioPackets += report.kind === 'audio' ? report.packetsReceived ?? 0 : 0;
      }
    }
    return { frames, audioPackets };
  }

  /** @param {RTCStatsReport} reports @param {number} now */
  #noteFlow(reports, now) {
    const names = new Map(this.#incoming().map(({ owner, source, track }) =>
      [track.id, `${owner || this.#setting.opposite()} ${source === 'screen' ? 'screen' : track.kind}`]));
    this.#flow.note(reports, (trackId) => names.get(trackId), now);
  }

  #establish() {
    if (!this.established && !this.#closed) {
      this.established = true;
      clearInterval(this.#watcher);
      if (this.path === 'direct') {
        this.#outage.begin();
      }
      this.#setting.send({ type: 'media.established', callId: this.#setting.callId, generation: this.generation });
      this.dispatchEvent(new Event('established'));
    }
  }

  /** Asks for another try, unless nobody is there to try with: then the other's return brings a new path. @param {string} reason */
  #fail(reason) {
    if (!this.#failed && !this.#closed && this.#setting.otherThere()) {
      this.#failed = true;
      clearInterval(this.#watcher);
      this.#setting.send({ type: 'media.failed', callId: this.#setting.callId, generation: this.generation, reason });
      this.dispatchEvent(new CustomEvent('failed', { detail: reason }));
    }
  }

  /** @param {() => Promise<void>} step */
  #enqueue(step) {
    this.#chain = this.#chain.then(() => (this.#closed ? undefined : step())).catch((failure) => {
      if (!this.#closed) {
        console.warn('negotiation failed', failure);
        this.#fail(`negotiation: ${failure.name}`);
      }
    });
  }
}

/** Brings streams in line with the tracks wanted. @param {Map<string, MediaStream>} streams @param {Map<string, Set<MediaStreamTrack>>} wanted */
function gather(streams, wanted) {
  for (const [owner, tracks] of wanted) {
    const stream = streams.get(owner) ?? new MediaStream();
    stream.getTracks().filter((track) => !tracks.has(track)).forEach((track) => stream.removeTrack(track));
    tracks.forEach((track) => stream.addTrack(track));
    streams.set(owner, stream);
  }
  for (const owner of [...streams.keys()].filter((known) => !wanted.has(known))) {
    streams.delete(owner);
  }
}

/** @param {RTCRtpSender|null} sender @param {MediaStreamTrack|null} track */
async function exchange(sender, track) {
  if (sender && sender.track !== track) {
    await sender.replaceTrack(track);
  }
}
