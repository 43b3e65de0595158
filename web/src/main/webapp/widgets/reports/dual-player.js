// The captures of both sides played in step, under one set of controls.
import { fill, h } from '../../ui/dom.js';
import { clock } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';

const CHECK_MS = 50;
/** Within this the two are left alone, in seconds. */
const CLOSE = 0.012;
/** Beyond this a jump is less bothersome than catching up, in seconds. */
const FAR = 0.35;
/** How much faster or slower one may run to catch up. */
const NUDGE = 0.08;

/**
 * `<sl-dual-player>`: set `sources` before connecting it; all share one timeline that begins at zero.
 * `data-playing`, and `data-offset-ms`: how far the sides are apart while playing.
 */
export class DualPlayer extends HTMLElement {
  /** @type {{url: string, label: string}[]} */
  sources = [];
  /** @type {HTMLVideoElement[]} */
  #videos = [];
  #playing = false;
  #dragging = false;
  #timer = 0;
  #parts = /** @type {Record<string, any>} */ ({});

  connectedCallback() {
    const p = this.#parts;
    this.#videos = this.sources.map(({ url, label }) => h('video', { src: url, playsinline: true, preload: 'auto', 'aria-label': label, testid: 'capture-video' }));
    p.play = h('button', { type: 'button', class: 'button', testid: 'dual-play', on: { click: () => (this.#playing ? this.pause() : this.play()) } });
    p.seek = h('input', {
      type: 'range', min: 0, max: 1, step: 0.01, value: '0', 'aria-label': t('player.position'), testid: 'dual-seek',
      on: { input: () => this.#drag(), change: () => this.#drop() },
    });
    p.time = h('span', { class: 'numeric small', testid: 'dual-time' }, '0:00 / 0:00');
    p.problem = h('p', { class: 'small', role: 'alert' });
    fill(this,
      h('div', { class: 'dual-pictures' }, this.#videos.map((video, index) => this.#side(video, this.sources[index].label))),
      h('div', { class: 'dual-controls', role: 'group', 'aria-label': t('player.controls') }, p.play, p.seek, p.time), p.problem);
    for (const video of this.#videos) {
      video.addEventListener('loadedmetadata', () => this.#showTime());
      video.addEventListener('error', () => { p.problem.textContent = t('player.failed'); });
    }
    this.#timer = setInterval(() => this.#step(), CHECK_MS);
    this.#face();
    this.#showTime();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.pause();
    this.#videos.forEach((video) => video.removeAttribute('src'));
  }

  /** Length of the longest side, in seconds. */
  get duration() {
    return Math.max(0, ...this.#videos.map((video) => (Number.isFinite(video.duration) ? video.duration : 0)));
  }

  /** The side the others follow: the longest. */
  get #lead() {
    return this.#videos.reduce((longest, video) => ((video.duration || 0) > (longest.duration || 0) ? video : longest), this.#videos[0]);
  }

  play() {
    if (this.#lead.ended || this.#lead.currentTime >= this.duration - 0.05) {
      this.#jump(0);
    }
    this.#playing = true;
    this.#face();
    this.#step();
  }

  pause() {
    this.#playing = false;
    this.#videos.forEach((video) => video.pause());
    this.#face();
  }

  /** @param {HTMLVideoElement} video @param {string} label */
  #side(video, label) {
    const sound = h('button', { type: 'button', class: 'button quiet', testid: 'capture-mute', 'aria-pressed': 'false', on: { click: () => {
      video.muted = !video.muted;
      sound.setAttribute('aria-pressed', String(video.muted));
      fill(sound, icon(video.muted ? 'mic-off' : 'speaker', 16), t('player.mute', { who: label }));
    } } }, icon('speaker', 16), t('player.mute', { who: label }));
    return h('figure', {}, video, h('figcaption', { class: 'row spread' }, h('strong', {}, label), sound));
  }

  /** Starts, holds, nudges: keeps every side where the lead is. */
  #step() {
    const lead = this.#lead;
    if (!lead) {
      return;
    }
    if (this.#playing && !this.#dragging) {
      if (lead.ended) {
        this.pause();
      } else {
        this.#run(lead);
      }
    }
    this.#showTime();
  }

  /** @param {HTMLVideoElement} lead */
  #run(lead) {
    const active = this.#videos.filter((video) => video === lead || lead.currentTime < (video.duration || 0) - 0.05);
    const ready = active.every((video) => video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA && !video.seeking);
    if (!ready) {
      active.forEach((video) => video.pause());
      return;
    }
    let worst = 0;
    for (const video of active) {
      const ahead = video.currentTime - lead.currentTime;
      worst = Math.max(worst, Math.abs(ahead));
      if (video !== lead) {
        follow(video, ahead, lead.currentTime);
      }
      if (video.paused) {
        video.play().catch((failure) => {
          if (failure.name !== 'AbortError') {
            this.pause();
          }
        });
      }
    }
    this.dataset.offsetMs = String(Math.round(worst * 1000));
  }

  #drag() {
    this.#dragging = true;
    this.#videos.forEach((video) => video.pause());
    this.#jump(Number(this.#parts.seek.value));
  }

  #drop() {
    this.#dragging = false;
    this.#jump(Number(this.#parts.seek.value));
  }

  /** @param {number} seconds */
  #jump(seconds) {
    for (const video of this.#videos) {
      video.playbackRate = 1;
      video.currentTime = Math.min(seconds, video.duration || seconds);
    }
    this.#showTime(seconds);
  }

  /** @param {number} [at] */
  #showTime(at = this.#lead?.currentTime ?? 0) {
    const { seek, time } = this.#parts;
    const total = this.duration;
    seek.max = String(total || 1);
    if (!this.#dragging) {
      seek.value = String(at);
    }
    const text = `${clock(at)} / ${clock(total)}`;
    if (time.textContent !== text) {
      time.textContent = text;
      seek.setAttribute('aria-valuetext', text);
    }
  }

  #face() {
    this.dataset.playing = String(this.#playing);
    fill(this.#parts.play, icon(this.#playing ? 'pause' : 'play'), t(this.#playing ? 'player.pause' : 'player.play'));
  }
}

/** @param {HTMLVideoElement} video @param {number} ahead seconds before the lead @param {number} target the lead's time */
function follow(video, ahead, target) {
  if (Math.abs(ahead) > FAR) {
    video.playbackRate = 1;
    video.currentTime = target;
  } else if (Math.abs(ahead) > CLOSE) {
    video.playbackRate = 1 - Math.max(-NUDGE, Math.min(NUDGE, ahead * 2));
  } else if (video.playbackRate !== 1) {
    video.playbackRate = 1;
  }
}

/** Defines the element once. */
export function defineDualPlayer() {
  if (!customElements.get('sl-dual-player')) {
    customElements.define('sl-dual-player', DualPlayer);
  }
}
