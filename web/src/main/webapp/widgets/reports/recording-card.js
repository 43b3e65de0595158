// One recording: its facts, its state as it changes, its files, and a player.
import { fill, h } from '../../ui/dom.js';
import { dateTime, duration } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { hasText, t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';
import { announce, toast } from '../../ui/toast.js';
import { defineDualPlayer } from './dual-player.js';
import { orderRendition } from './rendition-dialog.js';
import { defineRenditionList, renditionName } from './rendition-list.js';
import { defineTruthReport } from './truth-report.js';

const SETTLED = new Set(['finished', 'partial', 'failed', 'archived', 'deleted']);
const TONES = /** @type {Record<string, string>} */ ({ finished: 'good', archived: 'good', partial: 'warn', failed: 'danger', recording: 'danger', deleted: '' });
/** The playback cookie holds ten minutes; it is renewed in good time while a player is open. */
const RENEW_MS = 8 * 60_000;

/** Whether nothing more will happen to a recording by itself. @param {any} recording */
export function isSettled(recording) {
  return SETTLED.has(recording.state);
}

/** `<sl-recording-card>`: set `account`, then `show` a recording as often as it changes. */
export class RecordingCard extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;
  /** @type {any} */
  #recording = null;
  #parts = /** @type {Record<string, any>} */ ({});
  #timer = 0;
  /** @type {string|null} the source the person sees: `webm`, `mp4` or `captures` */
  #source = null;
  #chosen = false;
  #signature = '';

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#parts.player?.querySelectorAll('video').forEach((/** @type {HTMLVideoElement} */ video) => video.pause());
  }

  /** @param {any} recording */
  show(recording) {
    const before = this.#recording;
    this.#recording = recording;
    if (!before) {
      this.#build();
    } else if (before.state !== recording.state) {
      announce(t('recording.nowState', { state: stateName(recording.state) }));
      this.#parts.truth.refresh();
    }
    this.dataset.state = recording.state;
    this.dataset.recordingId = recording.id;
    this.dataset.progress = recording.progress === null || recording.progress === undefined ? '' : String(recording.progress);
    this.#showState();
    this.#showFacts();
    const signature = JSON.stringify([recording.state === 'deleted', recording.renditions]);
    if (signature !== this.#signature) {
      this.#signature = signature;
      this.#parts.files.load();
      this.#offerSources();
    }
  }

  #build() {
    const p = this.#parts;
    p.state = h('span', { class: 'pill', testid: 'recording-state' });
    p.progress = h('progress', { max: 1, hidden: true, 'aria-label': t('recording.progress'), testid: 'recording-progress' });
    p.percent = h('span', { class: 'muted small numeric' });
    p.reason = h('div', {});
    p.player = h('div', { class: 'player', testid: 'player' });
    p.sourceSelect = h('select', { testid: 'player-source', 'aria-label': t('recording.view'), on: { change: () => this.#choose(p.sourceSelect.value) } });
    p.open = h('button', { type: 'button', class: 'button', testid: 'play-recording', on: { click: () => this.#openPlayer() } }, icon('play'), t('recording.play'));
    p.bar = h('div', { class: 'row' }, p.open, p.sourceSelect);
    p.facts = h('dl', { class: 'facts', testid: 'recording-facts' });
    defineRenditionList();
    defineTruthReport();
    p.files = document.createElement('sl-rendition-list');
    p.files.account = this.account;
    p.files.recordingId = this.#recording.id;
    p.files.addEventListener('change', () => this.#offerSources());
    p.files.addEventListener('download', (/** @type {any} */ event) => this.#download(event.detail));
    p.order = h('button', { type: 'button', class: 'button quiet', testid: 'order-open', on: { click: () => this.#order() } }, icon('plus'), t('order.open'));
    p.retry = h('button', { type: 'button', class: 'button', testid: 'retry-recording', hidden: true, on: { click: () => this.#retry() } }, icon('refresh'), t('recording.retry'));
    p.poster = h('div', {});
    p.truth = document.createElement('sl-truth-report');
    p.truth.account = this.account;
    p.truth.recordingId = this.#recording.id;
    this.dataset.testid = 'recording';
    this.className = 'card stack';
    fill(this, h('div', { class: 'row' }, h('h3', { class: 'grow' }, t('recording.title')), p.percent, p.progress, p.state),
      p.reason, p.retry, p.poster, p.bar, p.player, p.facts,
      h('div', { class: 'row spread' }, h('h4', {}, t('recording.files')), p.order), p.files, p.truth);
  }

  #showState() {
    const p = this.#parts;
    const { state, progress, reason, gapCount } = this.#recording;
    p.state.className = `pill ${TONES[state] ?? 'info'}`;
    p.state.textContent = stateName(state);
    const working = state === 'mixing' || state === 'verifying';
    p.progress.hidden = !working;
    p.percent.hidden = !working;
    if (working) {
      p.progress.value = progress ?? 0;
      p.percent.textContent = `${Math.round((progress ?? 0) * 100)} %`;
    }
    p.retry.hidden = state !== 'failed' || !this.#mayRetry;
    p.order.hidden = state !== 'finished' && state !== 'partial';
    const notes = [];
    if (state === 'failed') {
      notes.push(note('problem', t('recording.failed', { reason: reason ?? '–' })));
    }
    if (gapCount > 0) {
      notes.push(note('warning', t(gapCount === 1 ? 'recording.gap' : 'recording.gaps', { count: gapCount })));
    }
    fill(p.reason, notes);
  }

  #showFacts() {
    const { id, type, start, end, duration: seconds, mime, media, url } = this.#recording;
    const values = /** @type {Record<string, any>} */ ({
      id: h('code', {}, id), type: hasText(`recording.type.${type}`) ? t(`recording.type.${type}`) : type, state: stateName(this.#recording.state),
      start: dateTime(start), end: dateTime(end), duration: duration(seconds), mime: mime ?? '–', media: media ?? '–',
      url: url ? h('code', { class: 'wrap' }, new URL(url, location.href).href) : '–',
    });
    fill(this.#parts.facts, Object.entries(values).map(([name, value]) =>
      h('div', { 'data-fact': name }, h('dt', {}, t(`recording.fact.${name}`)), h('dd', { class: 'numeric' }, value))));
  }

  get #mayRetry() {
    return (this.account.user?.roles ?? []).some((/** @type {string} */ role) => ['supervisor', 'admin', 'service'].includes(role));
  }

  get #ready() {
    const listed = this.#parts.files.made;
    return listed.length > 0 ? listed : (this.#recording.renditions ?? []);
  }

  get #mixed() {
    return this.#ready.filter((/** @type {any} */ rendition) => rendition.kind === 'mixed' && (rendition.mime ?? '').startsWith('video/') );
  }

  get #captures() {
    const order = ['agent', 'expert', 'customer', 'guest'];
    return this.#ready.filter((/** @type {any} */ rendition) => rendition.kind === 'capture')
      .sort((/** @type {any} */ a, /** @type {any} */ b) => order.indexOf(a.role) - order.indexOf(b.role));
  }

  async #order() {
    const ordered = await orderRendition(this.account, this.#recording.id);
    if (ordered) {
      announce(`${renditionName(ordered)}: ${t(ordered.state === 'finished' ? 'recording.file.ready' : 'recording.file.queued', { name: '' })}`);
      await this.#parts.files.load();
    }
  }

  async #retry() {
    const { retry } = this.#parts;
    retry.disabled = true;
    try {
      await this.account.call('POST', `/api/recordings/${this.#recording.id}/retry`);
      toast(t('recording.retried'), { kind: 'good' });
      this.dispatchEvent(new Event('retried', { bubbles: true }));
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    } finally {
      retry.disabled = false;
    }
  }

  /** The picture that stands for the recording until it is played. */
  async #showPoster() {
    const picture = this.#ready.find((/** @type {any} */ rendition) => rendition.format === 'poster');
    const { poster, player } = this.#parts;
    poster.hidden = player.childElementCount > 0;
    if (!picture || poster.dataset.id === picture.id) {
      return;
    }
    poster.dataset.id = picture.id;
    try {
      await this.#allowPlayback();
      fill(poster, h('img', { class: 'poster', src: this.#url(picture), alt: t('recording.picture.poster'), loading: 'lazy', testid: 'poster' }));
    } catch (failure) {
      console.warn('no picture', /** @type {any} */ (failure).code);
    }
  }

  #offerSources() {
    const p = this.#parts;
    const options = [
      ...this.#mixed.map((/** @type {any} */ rendition) => ({ value: rendition.id, name: renditionName(rendition) })),
      ...(this.#captures.length > 0 ? [{ value: 'captures', name: t('recording.captures') }] : []),
    ];
    p.bar.hidden = options.length === 0;
    fill(p.sourceSelect, options.map(({ value, name }) => h('option', { value }, name)));
    const playing = [...p.player.querySelectorAll('video')].some((video) => !video.paused || video.currentTime > 0);
    const preferred = this.#preferred(options.map((option) => option.value));
    const before = this.#source;
    if (!options.some((option) => option.value === this.#source) || (!this.#chosen && !playing)) {
      this.#source = preferred;
      if (p.player.childElementCount > 0 && this.#source !== before) {
        this.#openPlayer();
      }
    }
    p.sourceSelect.value = this.#source ?? '';
    this.#showPoster();
    this.dataset.source = this.#source === 'captures' ? 'captures' : this.#source ? 'mixed' : 'none';
  }

  /** The first mixed file the browser can play, else the captures. @param {string[]} values */
  #preferred(values) {
    const probe = document.createElement('video');
    const playable = this.#mixed.find((/** @type {any} */ rendition) => probe.canPlayType(rendition.mime) !== '');
    return playable?.id ?? values[0] ?? null;
  }

  /** @param {string} source */
  #choose(source) {
    this.#source = source;
    this.#chosen = true;
    this.dataset.source = source === 'captures' ? 'captures' : 'mixed';
    this.#openPlayer();
  }

  #allowPlayback() {
    return this.account.call('POST', `/api/recordings/${this.#recording.id}/playback`);
  }

  async #openPlayer() {
    const p = this.#parts;
    try {
      await this.#allowPlayback();
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
      return;
    }
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#allowPlayback().catch((failure) => console.warn('playback not renewed', failure.code)), RENEW_MS);
    p.open.hidden = true;
    p.poster.hidden = true;
    if (this.#source === 'captures') {
      defineDualPlayer();
      const player = /** @type {any} */ (document.createElement('sl-dual-player'));
      player.sources = this.#captures.map((/** @type {any} */ rendition) => ({ url: this.#url(rendition), label: t(`role.${rendition.role ?? 'guest'}`), offset: rendition.offset ?? 0, rotation: rendition.rotation ?? [], leftOut: rendition.leftOut ?? [] }));
      fill(p.player, player);
    } else {
      const rendition = this.#mixed.find((/** @type {any} */ candidate) => candidate.id === this.#source);
      fill(p.player, h('video', { controls: true, playsinline: true, preload: 'metadata', src: this.#url(rendition), class: 'mixed-video', testid: 'mixed-video', 'aria-label': t('recording.title') }));
    }
  }

  /** @param {any} rendition */
  #url(rendition) {
    return `/api/recordings/play/${encodeURIComponent(this.#recording.id)}?rendition=${encodeURIComponent(rendition.id)}`;
  }

  /** @param {any} rendition */
  async #download(rendition) {
    try {
      await this.#allowPlayback();
      const link = h('a', { href: `${this.#url(rendition)}&download=1`, download: '' });
      document.body.append(link);
      link.click();
      link.remove();
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    }
  }
}

/** @param {string} kind @param {string} text */
function note(kind, text) {
  return h('div', { class: `note ${kind}` }, icon('alert'), h('span', {}, text));
}

/** @param {string} state */
function stateName(state) {
  return hasText(`recordingState.${state}`) ? t(`recordingState.${state}`) : state;
}

/** Defines the element once. */
export function defineRecordingCard() {
  if (!customElements.get('sl-recording-card')) {
    customElements.define('sl-recording-card', RecordingCard);
  }
}
