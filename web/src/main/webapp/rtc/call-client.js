// A call as one participant lives it: the socket, the media and the server's snapshot put together.
import { LocalMedia } from './local-media.js';
import { PathSwitcher } from './path-switcher.js';

/** So many sessions a page names that it had. */
const FORMER = 8;

const VISITORS = new Set(['customer', 'guest']);

/**
 * @typedef {{id: string, role: string, displayName: string, presence: 'absent'|'lobby'|'joined',
 *   audio: boolean, video: boolean, screen: boolean, held?: boolean, handRaisedAt?: string|null,
 *   admittance?: 'waiting'|'admitted'|'removed', waitingSince?: string|null}} Participant
 * @typedef {{id: string, state: 'created'|'waiting'|'active'|'ended', createdAt: string, activeAt: string|null,
 *   endedAt: string|null, recordingMode: string, mediaPath: string, generation: number,
 *   participants: Participant[], self?: string,
 *   ring: {kind: string, state: 'ringing'|'answered', until: string, colleague?: string}|null,
 *   consent: {state: 'waiting'|'agreed'|'declined', asked: boolean}|null,
 *   recording: {id: string, state: string, type: string, startedAt: string}|null,
 *   screenRecording: {id: string, state: string, type: string, startedAt: string}|null,
 *   meeting?: {pointId: string, name: string, message: string|null, hosted: boolean, full: boolean}|null,
 *   link: {state: string, expiresAt: string, url?: string}|null}} Snapshot
 */

/**
 * Fires `snapshot` when the server's view of the call changes, `sessions`, `shown` and `state` as
 * {@link PathSwitcher}, `muted` with who of the staff has done so, `ended`, `replaced` and `removed` once. Whoever has to be let in by a host is let in by itself once {@link CallClient#join}
 * was called, and put back likewise.
 */
export class CallClient extends EventTarget {
  /** @type {Snapshot|null} */
  snapshot = null;
  joined = false;
  /** What a meeting's guest wants to be called; said with {@link CallClient#join}. */
  displayName = '';
  local;
  switcher;
  /** @type {RTCIceServer[]} */
  #iceServers = [];
  /** @type {import('../signaling/socket.js').SignalingSocket} */
  #socket;
  #lastState = '';
  #wasSilent = false;
  /** Whom this is for in the call; users are found by their role. */
  #participantId = '';
  /** Sessions in which this page entered the call, the newest last: another device may have taken over since. @type {string[]} */
  #sessions = [];
  #sessionId = '';
  #receive = (/** @type {any} */ event) => this.#handle(event.detail);
  #resumed = (/** @type {any} */ event) => this.switcher.revive(event.detail?.moved === true);
  #localChange = () => this.#tellMediaState();

  /**
   * @param {import('../signaling/socket.js').SignalingSocket} socket
   * @param {{callId: string, role: string, participantId?: string, local?: LocalMedia, snapshot?: Snapshot|null, iceServers?: RTCIceServer[]}} options
   */
  constructor(socket, { callId, role, participantId = '', local = new LocalMedia(), snapshot = null, iceServers = [] }) {
    super();
    this.#socket = socket;
    this.callId = callId;
    this.role = role;
    this.#participantId = participantId;
    this.local = local;
    this.snapshot = snapshot;
    this.#iceServers = iceServers;
    this.switcher = this.#newSwitcher();
    this.#sessionId = socket.sessionId ?? '';
    socket.addEventListener('message', this.#receive);
    socket.addEventListener('resumed', this.#resumed);
    local.addEventListener('change', this.#localChange);
  }

  /** @returns {Participant|undefined} who this is for */
  get self() {
    const parties = this.snapshot?.participants ?? [];
    return parties.find(({ id }) => id === (this.#participantId || this.snapshot?.self)) ?? parties.find(({ role }) => role === this.role);
  }

  /** @returns {Participant[]} everybody else who is in the call */
  get others() {
    const { self } = this;
    return (this.snapshot?.participants ?? []).filter((party) => party !== self && party.presence === 'joined');
  }

  /** @returns {Participant|undefined} whom this is a call with: staff's is the customer, a visitor's is staff, else who is there */
  get other() {
    const { self, others } = this;
    const visitor = VISITORS.has(this.role);
    const opposite = (/** @type {Participant} */ party) => party !== self && VISITORS.has(party.role) !== visitor;
    return others.find(opposite) ?? others[0] ?? this.snapshot?.participants.find((party) => opposite(party) && !waits(party));
  }

  /** Whether a meeting's host has not let this one in yet. */
  get waits() {
    return waits(this.self);
  }

  /** Whether nothing may be sent: this one is on hold, or everybody else is. */
  get silent() {
    const { self, others } = this;
    return self?.held === true || (others.length > 0 && others.every((party) => party.held));
  }

  /** Enters the call; after a lost connection it is entered again by itself. */
  join() {
    this.#sessions = [];
    this.#enter();
  }

  /** Names the sessions that this page had in the call: it leaves if another device has taken its place since. */
  #enter() {
    this.joined = true;
    const { audio, video, screen } = this.local.state;
    const former = this.#sessions.length > 0 ? [...this.#sessions.slice(1 - FORMER), this.#sessionId] : undefined;
    const sent = this.#socket.send({
      type: 'join', callId: this.callId,
      capabilities: { audio: codecs('audio'), video: codecs('video') },
      media: { audio, video, screen }, former, ...(this.displayName && { name: this.displayName }),
    });
    if (sent) {
      this.#sessions.push(this.#sessionId);
    }
    this.#lastState = '';
    this.#tellMediaState();
  }

  leave() {
    this.#socket.send({ type: 'leave', callId: this.callId });
    this.close();
  }

  /** @param {'start'|'stop'|'pause'|'resume'} action */
  recording(action) {
    return this.#socket.request({ type: `recording.${action}`, callId: this.callId });
  }

  /** @param {string} participantId @param {boolean} held */
  hold(participantId, held) {
    return this.#socket.request({ type: held ? 'participant.hold' : 'participant.resume', callId: this.callId, participantId });
  }

  /** Switches the microphone of somebody who came by a link off. @param {string} participantId */
  muteOther(participantId) {
    return this.#socket.request({ type: 'participant.mute', callId: this.callId, participantId });
  }

  /** Asks to speak, or no more. @param {boolean} up */
  raiseHand(up = true) {
    return this.#socket.request({ type: up ? 'hand.raise' : 'hand.lower', callId: this.callId });
  }

  /** Takes somebody's hand down. @param {string} participantId */
  lowerHand(participantId) {
    return this.#socket.request({ type: 'hand.lower', callId: this.callId, participantId });
  }

  /** The connection to the server, its owner's. */
  get socket() {
    return this.#socket;
  }

  /** @param {string} kind `blind`, `consult` or `conference` @param {{userId?: string, groupId?: string}} whom neither for anybody who is free */
  transfer(kind, whom) {
    return this.#socket.request({ type: 'transfer.start', callId: this.callId, kind, ...whom });
  }

  completeTransfer() {
    return this.#socket.request({ type: 'transfer.complete', callId: this.callId });
  }

  cancelTransfer() {
    return this.#socket.request({ type: 'transfer.cancel', callId: this.callId });
  }

  /** Answered by a message `colleagues`. */
  askForColleagues() {
    this.#socket.send({ type: 'colleagues.list' });
  }

  end() {
    return this.#socket.request({ type: 'call.end', callId: this.callId });
  }

  /** Leaves the media and the devices; the socket stays its owner's. */
  close() {
    this.joined = false;
    this.#socket.removeEventListener('message', this.#receive);
    this.#socket.removeEventListener('resumed', this.#resumed);
    this.local.removeEventListener('change', this.#localChange);
    this.switcher.close();
    this.local.close();
  }

  /** @param {any} message */
  #handle(message) {
    if (message.type === 'welcome') {
      this.#welcomed(message);
    } else if (message.type === 'call.state' && message.call.id === this.callId) {
      this.#update(message.call);
    } else if (message.type === 'call.ended' && (message.callId ?? this.callId) === this.callId) {
      this.#finish('ended');
    } else if (message.type === 'session.replaced' && (message.callId ?? this.callId) === this.callId) {
      this.#finish('replaced');
    } else if (message.type === 'participant.removed') {
      this.#finish('removed');
    } else if (message.type === 'participant.muted' && message.callId === this.callId) {
      this.local.setMuted(true);
      this.dispatchEvent(new CustomEvent('muted', { detail: { by: message.by } }));
    } else if (message.type.startsWith('media.') && (message.callId ?? this.callId) === this.callId) {
      this.switcher.handle(message);
    }
  }

  /** @param {any} message */
  #welcomed(message) {
    this.#sessionId = message.sessionId;
    this.#iceServers.splice(0, Infinity, ...(message.iceServers ?? []));
    const snapshot = message.calls?.find((/** @type {Snapshot} */ call) => call.id === this.callId);
    if (snapshot) {
      this.#update(snapshot);
    }
    if (this.joined) {
      this.#enter();
    }
  }

  /** @param {Snapshot} snapshot */
  #update(snapshot) {
    const waited = this.waits;
    this.snapshot = snapshot;
    this.#followDoor(waited);
    if (this.#wasSilent !== this.silent) {
      this.#wasSilent = this.silent;
      this.switcher.refresh();
    }
    this.dispatchEvent(new Event('snapshot'));
    if (snapshot.state === 'ended') {
      this.#finish('ended');
    }
  }

  /** @param {boolean} waited whether this one was not let in before */
  #followDoor(waited) {
    if (!waited && this.waits) {
      this.switcher.close();
      this.dispatchEvent(new Event('sessions'));
    } else if (waited && !this.waits && this.joined) {
      this.join();
    }
  }

  /** @param {'ended'|'replaced'|'removed'} how */
  #finish(how) {
    this.close();
    this.dispatchEvent(new Event(how));
  }

  #newSwitcher() {
    const switcher = new PathSwitcher({
      callId: this.callId,
      iceServers: this.#iceServers,
      local: this.local,
      send: (message) => this.#socket.send(message),
      reachable: () => this.#socket.status === 'open',
      otherThere: () => this.others.length > 0,
      opposite: () => this.other?.id ?? '',
      expects: () => this.#expects(),
      silent: () => this.silent,
    });
    switcher.addEventListener('state', () => this.#doubt());
    for (const type of ['sessions', 'shown', 'state']) {
      switcher.addEventListener(type, () => this.dispatchEvent(new Event(type)));
    }
    return switcher;
  }

  /** Where media breaks, signaling may have broken as well, and not know it yet. */
  #doubt() {
    if (['disconnected', 'failed'].includes(this.switcher.shown?.state ?? '')) {
      this.#socket.check();
    }
  }

  /** What the others' words let one wait for. @returns {'video'|'audio'|'nothing'} */
  #expects() {
    const heard = this.others.filter((party) => !party.held);
    if (this.silent || (this.others.length > 0 && heard.length === 0)) {
      return 'nothing';
    }
    return heard.length === 0 || heard.some((party) => party.video || party.screen) ? 'video' : 'audio';
  }

  #tellMediaState() {
    const state = this.local.state;
    const key = JSON.stringify(state);
    if (this.joined && key !== this.#lastState
        && this.#socket.send({ type: 'media.state', callId: this.callId, ...state })) {
      this.#lastState = key;
    }
  }
}

/** @param {Participant|undefined} party */
function waits(party) {
  return party?.admittance === 'waiting';
}

/** Names of the codecs this browser both sends and receives. @param {'audio'|'video'} kind */
function codecs(kind) {
  const names = (/** @type {RTCRtpCapabilities|null|undefined} */ capabilities) =>
    (capabilities?.codecs ?? []).map((codec) => codec.mimeType.split('/')[1])
      .filter((name) => !/^(rtx|red|ulpfec|flexfec.*|CN|telephone-event)$/i.test(name));
  const receives = new Set(names(RTCRtpReceiver.getCapabilities?.(kind)));
  return [...new Set(names(RTCRtpSender.getCapabilities?.(kind)))].filter((name) => receives.has(name));
}
