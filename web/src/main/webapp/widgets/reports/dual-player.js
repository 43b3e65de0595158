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
/** How much faster or slower one may run to catch up: a jump would be heard longer. */
const NUDGE = 0.5;
/** By which part of the distance its pace is changed, each second: nine tenths are made up in 0.4 s. */
const GAIN = 6;
const SPEEDS = [0.5, 1, 1.25, 1.5, 2];
/** So near the end there is nothing left to play, in seconds. */
const EDGE = 0.05;

/** One source: its element, where its own zero lies on the common timeline, and how its picture is to be turned. @typedef {{video: HTMLVideoElement, offset: number, rotation: {from: number, degrees: number}[]}} Side */

/**
 * `<sl-dual-player>`: set `sources` before connecting it. All lie on one timeline, each beginning `offset` seconds after its zero.
 * `rotation` lists from when on a picture is to be turned clockwise by how many degrees; `leftOut` kinds of streams that are not in the file.
 * `data-playing`, and `data-offset-ms`: how far the sides are apart while playing.
 */
export class DualPlayer extends HTMLElement {
  /** @type {{url: string, label: string, offset?: number, rotation?: {from: number, degrees: number}[], leftOut?: string[]}[]} */
  sources = [];
  /** @type {Side[]} */
  #sides = [];
  /** Where the timeline stands, in seconds. */
  #position = 0;
  #checked = 0;
  #playing = false;
  #speed = 1;
  #dragging = false;
  #timer = 0;
  #parts = /** @type {Record<string, any>} */ ({});

  connectedCallback() {
    const p = this.#parts;
    this.#sides = this.sources.map(({ url, label, offset, rotation }) => ({
      video: h('video', { src: url, playsinline: true, preload: 'auto', 'aria-label': label, testid: 'capture-video', 'data-offset': String(offset ?? 0) }),
      offset: Math.max(0, offset ?? 0),
      rotation: rotation ?? [],
    }));
    p.play = h('button', { type: 'button', class: 'button', testid: 'dual-play', on: { click: () => (this.#playing ? this.pause() : this.play()) } });
    p.seek = h('input', {
      type: 'range', min: 0, max: 1, step: 0.01, value: '0', 'aria-label': t('player.position'), testid: 'dual-seek',
      on: { input: () => this.#drag(), change: () => this.#drop() },
    });
    p.time = h('span', { class: 'numeric small', testid: 'dual-time' }, '0:00 / 0:00');
    p.speed = h('select', { 'aria-label': t('player.speed'), testid: 'dual-speed', on: { change: () => { this.#speed = Number(p.speed.value); } } },
      SPEEDS.map((speed) => h('option', { value: String(speed), selected: speed === 1 }, `${speed}\u00d7`)));
    p.problem = h('p', { class: 'small', role: 'alert' });
    fill(this,
      h('div', { class: 'dual-pictures' }, this.#sides.map(({ video }, index) => this.#picture(video, this.sources[index]))),
      h('div', { class: 'dual-controls', role: 'group', 'aria-label': t('player.controls') }, p.play, p.seek, p.time, p.speed), p.problem);
    for (const { video } of this.#sides) {
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
    this.#sides.forEach(({ video }) => video.removeAttribute('src'));
  }

  /** Length of the timeline, in seconds. */
  get duration() {
    return Math.max(0, ...this.#sides.map(end));
  }

  play() {
    if (this.#position >= this.duration - EDGE) {
      this.#jump(0);
    }
    this.#playing = true;
    this.#face();
    this.#step();
  }

  pause() {
    this.#playing = false;
    this.#sides.forEach(({ video }) => video.pause());
    this.#face();
  }

  /** @param {HTMLVideoElement} video @param {{label: string, leftOut?: string[]}} source */
  #picture(video, { label, leftOut }) {
    const sound = h('button', { type: 'button', class: 'button quiet', testid: 'capture-mute', 'aria-pressed': 'false', on: { click: () => {
      video.muted = !video.muted;
      sound.setAttribute('aria-pressed', String(video.muted));
      fill(sound, icon(video.muted ? 'mic-off' : 'speaker', 16), t('player.mute', { who: label }));
    } } }, icon('speaker', 16), t('player.mute', { who: label }));
    return h('figure', {}, h('div', { class: 'frame' }, video), h('figcaption', { class: 'row spread' }, h('strong', {}, label), sound),
      (leftOut ?? []).map((kind) => h('p', { class: 'muted small', testid: 'left-out' }, t(`recording.leftOut.${kind}`))));
  }

  /** Starts, holds, nudges: keeps every side where the timeline is. */
  #step() {
    const now = performance.now();
    const elapsed = Math.min(2 * CHECK_MS, now - this.#checked) / 1000;
    this.#checked = now;
    if (this.#playing && !this.#dragging) {
      this.#run(elapsed);
    }
    this.#showTime();
  }

  /** @param {number} elapsed seconds since the last check, by which the timeline moves where no side plays */
  #run(elapsed) {
    const usable = this.#sides.filter(({ video }) => !video.error);
    if (usable.length === 0 || usable.some(({ video }) => video.readyState < HTMLMediaElement.HAVE_METADATA)) {
      return;
    }
    const active = usable.filter((side) => !side.video.ended && side.offset <= this.#position + CHECK_MS / 2000 && this.#position < end(side));
    if (active.some(({ video }) => video.seeking || video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA)) {
      active.forEach(({ video }) => video.pause());
      return;
    }
    if (active.length === 0) {
      this.#position = Math.min(this.duration, this.#position + elapsed);
      if (this.#position >= this.duration - EDGE) {
        this.#position = this.duration;
        this.pause();
      }
      return;
    }
    if (active.some(({ video }) => video.paused) && this.#placed(active)) {
      return;
    }
    const lead = active.reduce((best, side) => (leads(side, best) ? side : best));
    this.#position = lead.video.currentTime + lead.offset;
    let worst = 0;
    for (const side of active) {
      const ahead = side.video.currentTime + side.offset - this.#position;
      worst = Math.max(worst, Math.abs(ahead));
      if (side === lead) {
        pace(side.video, this.#speed);
      } else {
        follow(side.video, ahead, Math.max(0, this.#position - side.offset), this.#speed);
      }
      if (side.video.paused) {
        side.video.play().catch((failure) => {
          if (failure.name !== 'AbortError') {
            this.pause();
          }
        });
      }
    }
    this.dataset.offsetMs = String(Math.round(worst * 1000));
  }

  /** Puts sides that stand where the timeline is, so that they start together; whether any had to move. @param {Side[]} active */
  #placed(active) {
    const going = active.find(({ video }) => !video.paused);
    if (going) {
      this.#position = going.video.currentTime + going.offset;
    }
    let moved = false;
    for (const { video, offset } of active) {
      const own = Math.max(0, this.#position - offset);
      if (video.paused && !going && Math.abs(video.currentTime - own) > CLOSE) {
        video.currentTime = own;
        moved = true;
      }
    }
    return moved;
  }

  #drag() {
    this.#dragging = true;
    this.#sides.forEach(({ video }) => video.pause());
    this.#jump(Number(this.#parts.seek.value));
  }

  #drop() {
    this.#dragging = false;
    this.#jump(Number(this.#parts.seek.value));
  }

  /** @param {number} seconds */
  #jump(seconds) {
    this.#position = seconds;
    for (const { video, offset } of this.#sides) {
      const own = Math.max(0, seconds - offset);
      video.currentTime = Math.min(own, video.duration || own);
    }
    this.#showTime();
  }

  #showTime() {
    const at = this.#position;
    for (const { video, rotation } of this.#sides) {
      const degrees = String(rotation.reduce((turned, { from, degrees: by }) => (from <= video.currentTime ? by : turned), 0));
      if (video.dataset.degrees !== degrees) {
        video.dataset.degrees = degrees;
      }
    }
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

/** Where a side ends on the timeline. @param {Side} side */
function end({ video, offset }) {
  return Number.isFinite(video.duration) ? offset + video.duration : 0;
}

/** Whether the others rather follow this one: it plays already, else it ends later. @param {Side} side @param {Side} other */
function leads(side, other) {
  return side.video.paused === other.video.paused ? end(side) > end(other) : other.video.paused;
}

/** @param {HTMLVideoElement} video @param {number} speed */
function pace(video, speed) {
  if (video.playbackRate !== speed) {
    video.playbackRate = speed;
  }
}

/** @param {HTMLVideoElement} video @param {number} ahead seconds before the lead @param {number} target the lead's time @param {number} speed */
function follow(video, ahead, target, speed) {
  if (Math.abs(ahead) > FAR * speed) {
    pace(video, speed);
    video.currentTime = target;
  } else if (Math.abs(ahead) > CLOSE) {
    pace(video, speed * (1 - Math.max(-NUDGE, Math.min(NUDGE, ahead * GAIN))));
  } else {
    pace(video, speed);
  }
}

/** Defines the element once. */
export function defineDualPlayer() {
  if (!customElements.get('sl-dual-player')) {
    customElements.define('sl-dual-player', DualPlayer);
  }
}
