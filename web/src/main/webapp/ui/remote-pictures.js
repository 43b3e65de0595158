// The others' pictures and sound, one tile each, with the next generation waiting unseen above the present one.
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

/**
 * @typedef {import('../rtc/peer-session.js').PeerSession} PeerSession
 * @typedef {import('../rtc/call-client.js').Participant} Participant
 * @typedef {{key: string, kind: 'camera'|'screen', party: Participant|undefined}} Place
 * @typedef {{element: HTMLElement, media: HTMLElement, avatar: HTMLElement, name: HTMLElement, note: HTMLElement, hand: HTMLButtonElement, mute: HTMLButtonElement, place: Place}} Tile
 */

/**
 * Draws the sessions of a {@link import('../rtc/call-client.js').CallClient} into a container: a tile for every other
 * who is in the call, and one for every screen that is shown. A new session's pictures lie invisible until it has
 * brought a frame; sound changes over with the picture.
 */
export class RemotePictures {
  /** @type {Map<string, Tile>} */
  #tiles = new Map();
  /** @type {Map<PeerSession, Map<string, HTMLVideoElement>>} */
  #videos = new Map();
  #container;
  #client;
  #host;
  #speaker = '';
  /** Told when the browser will not play sound without a click. */
  onSilenced = (/** @type {boolean} */ _silenced) => {};
  #update = () => this.#refresh();
  #watched = new WeakSet();
  /** No longer seen, and heard for a moment. @type {Set<HTMLVideoElement>} */
  #fading = new Set();

  /**
   * @param {HTMLElement} container @param {import('../rtc/call-client.js').CallClient} client
   * @param {{mute: (participantId: string) => void, lowerHand: (participantId: string) => void}|null} [host] null for who is not of the staff
   */
  constructor(container, client, host = null) {
    this.#container = container;
    this.#host = host;
    this.#client = client;
    for (const type of EVENTS) {
      client.addEventListener(type, this.#update);
    }
    this.#refresh();
  }

  /** How many pictures of others there is room for. */
  get count() {
    return this.#tiles.size;
  }

  /** How many of them are of people. */
  get people() {
    return [...this.#tiles.values()].filter((tile) => tile.place.kind === 'camera').length;
  }

  /** Whether a screen is shown. */
  get presents() {
    return [...this.#tiles.values()].some((tile) => tile.place.kind === 'screen');
  }

  /**
   * Has one tile stand out: a screen before all, else a person's. @param {string|null} id whose; `''` for the first, null
   *     for nobody's
   */
  lead(id) {
    const tiles = [...this.#tiles.values()];
    const first = id === null ? undefined
      : tiles.find(({ place }) => place.kind === 'screen') ?? tiles.find(({ place }) => place.party?.id === id) ?? tiles[0];
    for (const tile of tiles) {
      tile.element.dataset.lead = String(tile === first);
    }
  }

  /** @param {Set<string>} speaking participants */
  markSpeaking(speaking) {
    for (const { element, place } of this.#tiles.values()) {
      element.dataset.speaking = String(place.kind === 'camera' && speaking.has(place.party?.id ?? ''));
    }
  }

  /** Whether everybody who sends a picture is seen. */
  get hasPicture() {
    const due = [...this.#tiles.values()].filter(({ place: { kind, party } }) => kind === 'screen' || (party?.video && !party.held));
    return due.length > 0 && due.every((tile) => this.#draws(tile));
  }

  /** @param {string} id */
  useSpeaker(id) {
    if (id !== this.#speaker) {
      this.#speaker = id;
      this.#each((video) => this.#route(video));
    }
  }

  /** Tries again to play with sound, from within a click. */
  unsilence() {
    const { shown } = this.#client.switcher;
    for (const video of (shown && this.#videos.get(shown)?.values()) ?? []) {
      video.muted = false;
      this.#play(video);
    }
  }

  close() {
    for (const type of EVENTS) {
      this.#client.removeEventListener(type, this.#update);
    }
    this.#each(remove);
    this.#fading.forEach(remove);
    this.#fading.clear();
    this.#videos.clear();
    this.#tiles.forEach((tile) => tile.element.remove());
    this.#tiles.clear();
  }

  #refresh() {
    this.#place();
    const { shown, pending } = this.#client.switcher;
    for (const session of [shown, pending]) {
      if (session) {
        this.#feed(session);
      }
    }
    for (const [session, videos] of this.#videos) {
      if (session === shown) {
        videos.forEach((video) => this.#bringForward(video));
      } else if (session !== pending) {
        videos.forEach((video) => this.#fadeAway(video));
        this.#videos.delete(session);
      }
    }
    this.#tiles.forEach((tile) => this.#label(tile));
  }

  /** Makes a tile for everybody and everything there is to be seen, and takes the others away. */
  #place() {
    const places = this.#places();
    for (const [key, tile] of this.#tiles) {
      if (!places.some((place) => place.key === key)) {
        for (const videos of this.#videos.values()) {
          const video = videos.get(key);
          if (video) {
            remove(video);
            videos.delete(key);
          }
        }
        tile.element.remove();
        this.#tiles.delete(key);
      }
    }
    for (const place of places) {
      const tile = this.#tiles.get(place.key);
      if (tile) {
        tile.place = place;
      } else {
        this.#tiles.set(place.key, this.#tile(place));
      }
    }
    this.#container.dataset.count = String(this.#tiles.size);
  }

  /** @returns {Place[]} screens first */
  #places() {
    const { others, other } = this.#client;
    const people = others.length > 0 ? others : other ? [other] : [];
    return [
      ...people.filter((party) => party.screen && !party.held).map((party) => placeOf(party, 'screen')),
      ...people.map((party) => placeOf(party, 'camera')),
    ];
  }

  /** @param {Place} place @returns {Tile} */
  #tile(place) {
    const media = h('div', { class: 'tile-media' });
    const avatar = h('div', { class: 'avatar', 'aria-hidden': 'true' });
    const name = h('span', { class: 'tile-name' });
    const note = h('span', { class: 'tile-note' });
    const id = place.party?.id ?? '';
    const hand = /** @type {HTMLButtonElement} */ (h('button', { type: 'button', class: 'tile-hand', hidden: true, disabled: this.#host === null, testid: 'tile-hand', on: { click: () => this.#host?.lowerHand(id) } }, icon('hand', 20)));
    const mute = /** @type {HTMLButtonElement} */ (h('button', { type: 'button', class: 'tile-mute', hidden: true, testid: 'mute-other', on: { click: () => this.#host?.mute(id) } }, icon('mic-off', 20)));
    const element = h('div', {
      class: 'tile', testid: place.kind === 'screen' ? 'screen-tile' : 'remote-tile', 'data-kind': place.kind, 'data-role': place.party?.role, 'data-participant': place.party?.id,
    }, h('div', { class: 'tile-empty' }, avatar), media, h('div', { class: 'tile-label' }, note, name), h('div', { class: 'tile-actions' }, hand, mute));
    if (place.kind === 'screen') {
      this.#container.prepend(element);
    } else {
      this.#container.append(element);
    }
    return { element, media, avatar, name, note, hand, mute, place };
  }

  /** @param {Tile} tile */
  #label(tile) {
    const { party, kind } = tile.place;
    const name = nameOf(party);
    const text = kind === 'screen' ? t('call.screenOf', { name }) : name;
    if (tile.name.textContent !== text) {
      tile.element.dataset.name = name;
      tile.name.textContent = text;
      tile.avatar.textContent = initials(name);
    }
    const state = kind === 'screen' ? '' : party?.held ? 'held' : party?.audio === false ? 'muted' : '';
    if (tile.note.dataset.state !== state) {
      tile.note.dataset.state = state;
      tile.note.hidden = state === '';
      const words = state === 'held' ? t('call.onHold') : t('call.mutedOther');
      fill(tile.note, icon(state === 'held' ? 'pause' : 'mic-off', 16), h('span', { class: 'visually-hidden' }, words));
    }
    this.#offer(tile, name);
    const expected = kind === 'screen' || (party?.video === true && !party.held);
    tile.element.dataset.picture = expected && this.#draws(tile) ? 'on' : 'off';
  }

  /** What can be done with somebody from the picture. @param {Tile} tile @param {string} name */
  #offer({ hand, mute, place: { kind, party } }, name) {
    const camera = kind === 'camera';
    hand.hidden = !camera || !party?.handRaisedAt;
    mute.hidden = !camera || this.#host === null || party?.audio !== true || !BY_LINK.has(party.role);
    const words = [t(this.#host ? 'call.handLowerOf' : 'call.handOf', { name }), t('call.muteOther', { name })];
    [hand, mute].forEach((button, index) => {
      if (button.title !== words[index]) {
        button.title = words[index];
        button.setAttribute('aria-label', words[index]);
      }
    });
  }

  /** @param {Tile} tile */
  #draws(tile) {
    const { shown } = this.#client.switcher;
    const video = shown && this.#videos.get(shown)?.get(tile.place.key);
    return Boolean(video && video.videoWidth > 0 && trackOf(video)?.muted === false);
  }

  /** @param {PeerSession} session */
  #feed(session) {
    const videos = this.#videos.get(session) ?? new Map();
    this.#videos.set(session, videos);
    for (const [key, tile] of this.#tiles) {
      const { kind, party } = tile.place;
      const streams = kind === 'screen' ? session.screens : session.remote;
      const stream = streams.get(party?.id ?? '') ?? (session.path === 'direct' ? streams.get('') : undefined);
      if (stream) {
        this.#show(session, videos, key, tile, stream);
      }
    }
  }

  /** @param {PeerSession} session @param {Map<string, HTMLVideoElement>} videos @param {string} key @param {Tile} tile @param {MediaStream} stream */
  #show(session, videos, key, tile, stream) {
    let video = videos.get(key);
    if (!video) {
      video = this.#create(session, tile);
      videos.set(key, video);
    }
    if (video.srcObject !== stream) {
      video.srcObject = stream;
      this.#play(video);
      this.#watchFrames(session, video);
    }
  }

  /** @param {PeerSession} session @param {Tile} tile */
  #create(session, tile) {
    const screen = tile.place.kind === 'screen';
    const video = document.createElement('video');
    video.autoplay = true;
    video.playsInline = true;
    video.muted = true;
    video.disablePictureInPicture = false;
    video.className = 'remote-video';
    video.dataset.testid = screen ? 'remote-screen-pending' : 'remote-video-pending';
    video.dataset.generation = String(session.generation);
    video.tabIndex = -1;
    tile.media.append(video);
    this.#route(video);
    return video;
  }

  /** @param {PeerSession} session @param {HTMLVideoElement} video */
  #watchFrames(session, video) {
    if (this.#watched.has(video)) {
      return;
    }
    this.#watched.add(video);
    if ('requestVideoFrameCallback' in video) {
      video.requestVideoFrameCallback(() => session.frameDrawn());
    }
    video.addEventListener('loadeddata', () => {
      if (video.videoWidth > 0) {
        session.frameDrawn();
      }
    });
    video.addEventListener('resize', () => this.#client.dispatchEvent(new Event('state')));
  }

  /** @param {HTMLVideoElement} video */
  #bringForward(video) {
    if (!video.classList.contains('shown')) {
      video.classList.add('shown');
      video.dataset.testid = /** @type {string} */ (video.dataset.testid).replace('-pending', '');
      video.muted = false;
      this.#play(video);
    }
  }

  /** What is followed by another is heard a moment longer: the other's sound may lag behind its own picture. @param {HTMLVideoElement} video */
  #fadeAway(video) {
    if (!video.classList.contains('shown') || video.muted) {
      remove(video);
      return;
    }
    video.classList.remove('shown');
    video.dataset.testid = 'remote-former';
    this.#fading.add(video);
    let step = FADE_STEPS;
    const timer = setInterval(() => {
      step -= 1;
      video.volume = Math.max(0, step / FADE_STEPS);
      if (step <= 0 || !this.#fading.has(video)) {
        clearInterval(timer);
        this.#fading.delete(video);
        remove(video);
      }
    }, FADE_STEP_MS);
  }

  /** @param {HTMLVideoElement} video */
  async #play(video) {
    try {
      await video.play();
      if (video.classList.contains('shown')) {
        this.onSilenced(false);
      }
    } catch (failure) {
      if (/** @type {any} */ (failure).name === 'NotAllowedError' && !video.muted) {
        video.muted = true;
        this.onSilenced(true);
        this.#play(video);
      }
    }
  }

  /** @param {HTMLVideoElement} video */
  #route(video) {
    const element = /** @type {any} */ (video);
    if (element.setSinkId && (this.#speaker !== '' || element.sinkId)) {
      element.setSinkId(this.#speaker).catch((/** @type {Error} */ failure) => console.warn('speaker not used', failure.name));
    }
  }

  /** @param {(video: HTMLVideoElement) => void} step */
  #each(step) {
    this.#videos.forEach((videos) => videos.forEach(step));
  }
}

/** Of a former connection's sound: 100 ms. */
const FADE_STEPS = 5;
const FADE_STEP_MS = 20;

/** Whom staff may mute: not one another. */
const BY_LINK = new Set(['customer', 'guest']);

const EVENTS = ['snapshot', 'sessions', 'shown', 'state'];

/** @param {Participant} party @param {'camera'|'screen'} kind @returns {Place} */
function placeOf(party, kind) {
  return { key: `${party.id} ${kind}`, kind, party };
}

/** What others see as somebody's name. @param {Participant|undefined} party */
export function nameOf(party) {
  return party?.displayName || t(`role.${party?.role ?? 'guest'}`);
}

/** @param {string} name */
export function initials(name) {
  const words = name.trim().split(/\s+/);
  return (words.length > 1 ? words[0][0] + words[words.length - 1][0] : name.slice(0, 1)).toUpperCase();
}

/** @param {HTMLVideoElement} video */
function trackOf(video) {
  return /** @type {MediaStream|null} */ (video.srcObject)?.getVideoTracks()[0] ?? null;
}

/** @param {HTMLVideoElement} video */
function remove(video) {
  video.srcObject = null;
  video.remove();
}
