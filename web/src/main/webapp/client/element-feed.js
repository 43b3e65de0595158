// Media of a call in elements that are somebody else's.

/**
 * @typedef {{id: string, element: HTMLMediaElement, source: 'camera'|'screen'}} Attached
 */

/**
 * Keeps elements showing what they are attached to while the call's media moves from one connection to the next. A new
 * connection's first picture is looked for unseen, so that the change shows no gap.
 */
export class ElementFeed {
  #client;
  /** @type {Set<Attached>} */
  #attached = new Set();
  /** @type {Set<HTMLVideoElement>} */
  #own = new Set();
  /** Unseen elements that wait for a connection's first picture. @type {Map<import('../rtc/peer-session.js').PeerSession, HTMLVideoElement[]>} */
  #scouts = new Map();
  #update = () => this.#follow();

  /** @param {import('../rtc/call-client.js').CallClient} client */
  constructor(client) {
    this.#client = client;
    for (const type of ['sessions', 'shown', 'state']) {
      client.addEventListener(type, this.#update);
    }
    client.local.addEventListener('change', this.#update);
  }

  /** @param {string} id @param {HTMLMediaElement} element @param {'camera'|'screen'} source */
  attach(id, element, source) {
    const attached = { id, element, source };
    this.#attached.add(attached);
    this.#follow();
    return () => {
      this.#attached.delete(attached);
      element.srcObject = null;
    };
  }

  /** @param {HTMLVideoElement} element */
  attachSelf(element) {
    element.muted = true;
    this.#own.add(element);
    this.#follow();
    return () => {
      this.#own.delete(element);
      element.srcObject = null;
    };
  }

  close() {
    for (const type of ['sessions', 'shown', 'state']) {
      this.#client.removeEventListener(type, this.#update);
    }
    this.#client.local.removeEventListener('change', this.#update);
    [...this.#attached].forEach(({ element }) => show(element, null));
    this.#own.forEach((element) => show(element, null));
    this.#attached.clear();
    this.#own.clear();
    this.#scouts.forEach((elements) => elements.forEach((element) => show(element, null)));
    this.#scouts.clear();
  }

  #follow() {
    const { shown, pending } = this.#client.switcher;
    for (const { id, element, source } of this.#attached) {
      const streams = source === 'screen' ? shown?.screens : shown?.remote;
      const stream = streams?.get(id) ?? (shown?.path === 'direct' ? streams?.get('') : null) ?? null;
      exchangeTracks(element, stream?.getTracks() ?? []);
    }
    const { camera } = this.#client.local;
    for (const element of this.#own) {
      const now = /** @type {MediaStream|null} */ (element.srcObject)?.getVideoTracks()[0] ?? null;
      if (now !== camera) {
        show(element, camera && new MediaStream([camera]));
      }
    }
    this.#scout(pending);
  }

  /** @param {import('../rtc/peer-session.js').PeerSession|null} pending */
  #scout(pending) {
    for (const [session, elements] of this.#scouts) {
      if (session !== pending) {
        elements.forEach((element) => show(element, null));
        this.#scouts.delete(session);
      }
    }
    if (!pending || this.#attached.size === 0) {
      return;
    }
    const elements = this.#scouts.get(pending) ?? [];
    this.#scouts.set(pending, elements);
    for (const stream of [...pending.remote.values(), ...pending.screens.values()]) {
      if (elements.every((element) => element.srcObject !== stream)) {
        const element = document.createElement('video');
        element.muted = true;
        element.playsInline = true;
        element.addEventListener('resize', () => element.videoWidth > 0 && pending.frameDrawn());
        elements.push(element);
        show(element, stream);
      }
    }
  }
}

/**
 * Puts tracks into the stream that an element plays, before it takes the former out: a stream of its own would have the
 * element begin anew.
 * @param {HTMLMediaElement} element @param {MediaStreamTrack[]} wanted
 */
function exchangeTracks(element, wanted) {
  const playing = /** @type {MediaStream|null} */ (element.srcObject);
  if (wanted.length === 0 || !playing) {
    show(element, wanted.length === 0 ? null : new MediaStream(wanted));
    return;
  }
  const former = playing.getTracks().filter((track) => !wanted.includes(track));
  wanted.forEach((track) => playing.addTrack(track));
  former.forEach((track) => playing.removeTrack(track));
}

/** @param {HTMLMediaElement} element @param {MediaStream|null} stream */
function show(element, stream) {
  if (element.srcObject !== stream) {
    element.srcObject = stream;
    if (stream) {
      element.play().catch((failure) => console.warn('not played', failure.name));
    }
  }
}
