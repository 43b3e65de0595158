// A call, or a meeting, as an application uses it.
import { CallClient } from '../rtc/call-client.js';
import { ChatLog } from '../signaling/chat-log.js';
import { ElementFeed } from './element-feed.js';
import { refusing, SightlineError } from './sightline-error.js';

/**
 * What {@link CallClient} knows, in an application's words. See sightline-client.d.ts for each member.
 * Fires, besides CallClient's events, `state`, `participants`, `waiting`, `recording`, `chat` and `error`.
 */
export class LiveCall extends CallClient {
  /** @type {(body: any) => Promise<any>} */
  #invite;
  #feed = new ElementFeed(this);
  /** Each with what it was when it was last told of. @type {Map<string, string>} */
  #told = new Map();
  /** The call's chat: what all in it read, and what is said with those who wait. */
  chat;
  /** @type {Map<string, ChatLog>} */
  #threads = new Map();
  #selfId;
  #ownsChat;
  #arrived = (/** @type {any} */ event) => this.#tell('chat', event.detail);
  #failed = (/** @type {any} */ event) => this.#refused(event.detail);

  /**
   * @param {import('../signaling/socket.js').SignalingSocket} socket
   * @param {ConstructorParameters<typeof CallClient>[1] & {invite?: (body: any) => Promise<any>, chat?: ChatLog}} options
   *     `invite` asks the server for a further person's link; `chat` is the call's, of a page that keeps it for longer
   */
  constructor(socket, options) {
    super(socket, options);
    this.#invite = options.invite ?? (() => Promise.reject(new TypeError('only staff may invite')));
    this.#selfId = () => this.self?.id;
    const staff = options.role !== 'customer' && options.role !== 'guest';
    this.#ownsChat = !options.chat;
    this.chat = options.chat ?? new ChatLog(socket, { callId: this.callId, selfId: this.#selfId, thread: staff ? '' : null });
    this.chat.addEventListener('arrived', this.#arrived);
    socket.addEventListener('message', this.#failed);
    this.addEventListener('snapshot', () => this.#follow());
  }

  /** @returns {'created'|'waiting'|'active'|'ended'} */
  get state() {
    return this.snapshot?.state ?? 'created';
  }

  get participants() {
    return (this.snapshot?.participants ?? []).filter((party) => party.presence === 'joined');
  }

  /** Who waits to be let in, those who are ready and wait longest first. */
  get waiting() {
    const far = '9999';
    return (this.snapshot?.participants ?? [])
      .filter((party) => party.admittance === 'waiting' && party.presence !== 'absent')
      .sort((a, b) => (a.waitingSince ?? far).localeCompare(b.waitingSince ?? far));
  }

  get meeting() {
    return this.snapshot?.meeting ?? null;
  }

  /** @returns {'off'|'recording'|'paused'} */
  get recordingState() {
    return /** @type {any} */ (this.snapshot?.recording?.state ?? 'off');
  }

  /** Opens the devices; one that fails leaves the other. @param {{audio?: boolean, video?: boolean}} [wanted] */
  async prepare({ audio = true, video = true } = {}) {
    this.local.choice = { ...this.local.choice, ...(audio ? {} : { audio: 'none' }), ...(video ? {} : { video: 'none' }) };
    await this.local.open();
  }

  /** @param {boolean} muted */
  mute(muted = true) {
    this.local.setMuted(muted);
  }

  /** @param {boolean} on */
  async camera(on = true) {
    await this.local.setCameraPaused(!on);
  }

  async share() {
    await this.local.shareScreen();
  }

  stopSharing() {
    this.local.stopScreen();
  }

  /** @param {'start'|'stop'|'pause'|'resume'} action */
  recording(action) {
    return refusing(super.recording(action));
  }

  startRecording() {
    return this.recording('start');
  }

  stopRecording() {
    return this.recording('stop');
  }

  pauseRecording() {
    return this.recording('pause');
  }

  resumeRecording() {
    return this.recording('resume');
  }

  /** @param {string} participantId @param {boolean} held */
  hold(participantId, held = true) {
    return refusing(super.hold(participantId, held));
  }

  /** @param {string} participantId */
  muteOther(participantId) {
    return refusing(super.muteOther(participantId));
  }

  /** @param {boolean} up */
  raiseHand(up = true) {
    return refusing(super.raiseHand(up));
  }

  /** @param {string} participantId */
  lowerHand(participantId) {
    return refusing(super.lowerHand(participantId));
  }

  end() {
    return refusing(super.end());
  }

  /** @param {{role?: 'guest'|'expert', name?: string}} [whom] @returns {Promise<{url: string, participantId: string, expiresAt: string}>} */
  async invite({ role = 'guest', name } = {}) {
    const made = await refusing(this.#invite({ role, ...(name && { name }) }));
    return { url: made.fullUrl, participantId: made.participantId, expiresAt: made.expiresAt };
  }

  /** @param {string} participantId */
  admit(participantId) {
    return this.#door('admit', { participantId });
  }

  admitAll() {
    return this.#door('admit', {});
  }

  /** @param {string} participantId */
  putBack(participantId) {
    return this.#door('return', { participantId });
  }

  /** @param {string} participantId */
  remove(participantId) {
    return this.#door('remove', { participantId });
  }

  /** @param {string} action @param {Record<string, string>} whom */
  #door(action, whom) {
    return refusing(this.socket.request({ type: `participant.${action}`, callId: this.callId, ...whom }));
  }

  /** @param {string} text @param {{to?: string}} [options] `to`: a guest who waits, who alone is meant */
  send(text, { to } = {}) {
    return to ? this.chatWith(to).send(text) : this.chat.send(text);
  }

  /** What is said with a guest who waits. @param {string} participantId @returns {ChatLog} */
  chatWith(participantId) {
    let log = this.#threads.get(participantId);
    if (!log) {
      log = new ChatLog(this.socket, { callId: this.callId, selfId: this.#selfId, thread: participantId });
      log.addEventListener('arrived', this.#arrived);
      this.#threads.set(participantId, log);
    }
    return log;
  }

  /**
   * Shows somebody's camera and plays the voice, or shows the screen, as long as it lasts.
   * @param {string} participantId @param {HTMLMediaElement} element @param {'camera'|'screen'} [source]
   * @returns {() => void} takes it away again
   */
  attach(participantId, element, source = 'camera') {
    return this.#feed.attach(participantId, element, source);
  }

  /** Shows the own camera, without the own voice. @param {HTMLVideoElement} element @returns {() => void} */
  attachSelf(element) {
    return this.#feed.attachSelf(element);
  }

  close() {
    super.close();
    this.socket.removeEventListener('message', this.#failed);
    this.chat.removeEventListener('arrived', this.#arrived);
    if (this.#ownsChat) {
      this.chat.close();
    }
    this.#threads.forEach((log) => log.close());
    this.#feed.close();
  }

  /** What went wrong with this call that answers no request. @param {any} message */
  #refused(message) {
    if (message.type === 'error' && !message.id && message.callId === this.callId) {
      this.#tell('error', new SightlineError(message));
    }
  }

  /** Tells of what has changed since it was last told of. */
  #follow() {
    for (const guest of this.waiting) {
      if (this.self && this.self.role !== 'guest' && this.self.role !== 'customer') {
        this.chatWith(guest.id);
      }
    }
    this.#tellIfNew('state', this.state);
    this.#tellIfNew('participants', this.participants);
    this.#tellIfNew('waiting', this.waiting);
    this.#tellIfNew('recording', this.recordingState);
  }

  /** @param {string} type @param {any} value */
  #tellIfNew(type, value) {
    const text = JSON.stringify(value);
    if (this.#told.get(type) !== text) {
      this.#told.set(type, text);
      this.#tell(type, value);
    }
  }

  /** @param {string} type @param {any} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
