// What a recording holds, as a table and a line of time, with the verdict in words.
import { fill, h } from '../../ui/dom.js';
import { clock, dateTime, duration } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { hasText, t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';

const SVG = 'http://www.w3.org/2000/svg';
const COLUMNS = ['received', 'lost', 'recovered', 'duplicates', 'frozenMs', 'clockDriftPpm'];
const TONES = /** @type {Record<string, string>} */ ({ complete: 'good', partial: 'warn', failed: 'danger', open: 'info' });
const LANE = 18;
const WIDTH = 1000;

/** `<sl-truth-report>`: set `account` and `recordingId`; reads when it is opened. */
export class TruthReport extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;
  recordingId = '';
  #body = h('div', { class: 'stack', testid: 'truth' });
  #read = false;

  connectedCallback() {
    const details = h('details', { testid: 'truth-details' }, h('summary', {}, t('truth.title')), this.#body);
    details.addEventListener('toggle', () => {
      if (details.open && !this.#read) {
        this.#load();
      }
    });
    fill(this, details);
  }

  /** The recording has changed: what was read may be old. */
  refresh() {
    if (this.#read) {
      this.#load();
    }
  }

  async #load() {
    this.#read = true;
    try {
      this.#show(await this.account.call('GET', `/api/recordings/${encodeURIComponent(this.recordingId)}/truth`));
    } catch (failure) {
      this.#read = false;
      fill(this.#body, h('div', { class: 'note problem', role: 'alert' }, icon('alert'), h('span', {}, explain(failure))));
    }
  }

  /** @param {any} truth */
  #show(truth) {
    this.dataset.verdict = truth.verdict;
    fill(this.#body,
      h('p', { class: 'row' }, h('span', { class: `pill ${TONES[truth.verdict] ?? ''}`, testid: 'truth-verdict' }, t(`truth.verdict.${truth.verdict}`))),
      h('ul', { class: 'reasons', testid: 'truth-reasons' }, truth.reasons.map((/** @type {any} */ reason) => h('li', {},
        hasText(`truth.reason.${reason.code}`) ? t(`truth.reason.${reason.code}`, { value: reason.value }) : reason.words))),
      facts(truth),
      (truth.tracks ?? []).length > 0 && this.#tracks(truth),
      truth.mediaMs > 0 && (truth.tracks ?? []).length > 0 && timeline(truth),
      truth.gaps.length > 0 && gapList(truth),
      truth.consents.length > 0 && consentList(truth));
  }

  /** @param {any} truth */
  #tracks(truth) {
    const used = COLUMNS.filter((name) => truth.tracks.some((/** @type {any} */ track) => Number.isFinite(track[name])));
    return h('div', { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': t('truth.tracks') },
      h('table', { class: 'calls', testid: 'truth-tracks' }, h('caption', { class: 'visually-hidden' }, t('truth.tracks')),
        h('thead', {}, h('tr', {}, ['who', 'kind', ...used].map((column) => h('th', { scope: 'col' }, t(`truth.column.${column}`))))),
        h('tbody', {}, truth.tracks.map((/** @type {any} */ track) => h('tr', {},
          h('th', { scope: 'row', 'data-label': t('truth.column.who') }, who(track)),
          h('td', { 'data-label': t('truth.column.kind') }, kind(track)),
          used.map((name) => h('td', { class: 'numeric', 'data-label': t(`truth.column.${name}`) }, figure(name, track[name]))))))));
  }
}

/** @param {any} track */
function who(track) {
  return hasText(`role.${track.role}`) ? t(`role.${track.role}`) : String(track.participantId ?? '–').slice(0, 8);
}

/** @param {any} track */
function kind(track) {
  const name = String(track.kind ?? '').toLowerCase();
  const codec = track.codec ? ` · ${track.codec}` : '';
  return (hasText(`truth.kind.${name}`) ? t(`truth.kind.${name}`) : name) + codec;
}

/** @param {string} name @param {any} value */
function figure(name, value) {
  if (!Number.isFinite(value)) {
    return '–';
  }
  return name === 'frozenMs' ? `${(value / 1000).toFixed(1)} s` : name === 'clockDriftPpm' ? `${value.toFixed(1)} ppm` : String(value);
}

/** @param {any} truth */
function facts(truth) {
  const values = /** @type {[string, any][]} */ ([
    ['captured', span(truth.capturedMs)], ['media', span(truth.mediaMs)], ['paused', span(truth.pausedMs)],
    ['missing', span(truth.missingMs)], ['talk', span(truth.talkMs)], ['verified', truth.verifiedAt && dateTime(truth.verifiedAt)],
  ]);
  return h('dl', { class: 'facts', testid: 'truth-facts' }, values.filter(([, value]) => value).map(([name, value]) =>
    h('div', { 'data-fact': name }, h('dt', {}, t(`truth.fact.${name}`)), h('dd', { class: 'numeric' }, value))));
}

/** @param {any} ms */
function span(ms) {
  return Number.isFinite(ms) ? duration(ms / 1000) : null;
}

/** @param {any} truth */
function timeline(truth) {
  const total = truth.mediaMs / 1000;
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${truth.tracks.length * LANE}`, role: 'img', 'aria-label': t('truth.timeline'), class: 'timeline', preserveAspectRatio: 'none', 'data-testid': 'truth-timeline' });
  truth.tracks.forEach((/** @type {any} */ track, /** @type {number} */ index) => {
    const y = index * LANE + 3;
    const box = (/** @type {number} */ from, /** @type {number} */ to, /** @type {string} */ className, /** @type {string} */ title) => {
      const x = Math.max(0, Math.min(1, from / total)) * WIDTH;
      const rect = svg('rect', { x, y, width: Math.max(3, Math.min(1, to / total) * WIDTH - x), height: LANE - 6, class: className });
      const label = svg('title', {});
      label.textContent = title;
      rect.append(label);
      picture.append(rect);
    };
    box(0, total, 'lane', `${who(track)}, ${kind(track)}`);
    for (const gap of truth.gaps.filter((/** @type {any} */ gap) => Number.isFinite(gap.from) && concerns(gap, track))) {
      box(gap.from, gap.to ?? total, gap.cause === 'pause' ? 'pause' : 'gap', describe(gap, truth));
    }
  });
  return h('figure', { class: 'stack timeline-figure' },
    h('div', { class: 'timeline-lanes' },
      h('div', { class: 'lane-names small', 'aria-hidden': 'true' }, truth.tracks.map((/** @type {any} */ track) => h('span', {}, `${who(track)} · ${kind(track).split(' · ')[0]}`))),
      picture),
    h('figcaption', { class: 'row small muted' }, h('span', {}, `0:00 – ${clock(total)}`), h('span', { class: 'legend pause' }, t('truth.legend.pause')), h('span', { class: 'legend gap' }, t('truth.legend.gap'))));
}

/** @param {any} gap @param {any} track */
function concerns(gap, track) {
  return !gap.participantId || (gap.participantId === track.participantId && String(gap.kind).toLowerCase() === String(track.kind).toLowerCase());
}

/** @param {any} gap @param {any} truth */
function describe(gap, truth) {
  const track = (truth.tracks ?? []).find((/** @type {any} */ candidate) => candidate.participantId === gap.participantId);
  return t('truth.gap', {
    from: Number.isFinite(gap.from) ? clock(gap.from) : '–', to: Number.isFinite(gap.to) ? clock(gap.to) : '–',
    cause: hasText(`truth.cause.${gap.cause}`) ? t(`truth.cause.${gap.cause}`) : gap.cause,
    who: gap.participantId ? [track ? who(track) : '–', gap.kind && kind({ kind: gap.kind })].filter(Boolean).join(', ') : t('truth.everybody'),
  });
}

/** @param {any} truth */
function gapList(truth) {
  return h('section', {}, h('h4', {}, t('truth.gaps')), h('ul', { class: 'gap-list small', testid: 'truth-gaps' }, truth.gaps.map((/** @type {any} */ gap) => h('li', {}, describe(gap, truth)))));
}

/** @param {any} truth */
function consentList(truth) {
  return h('section', {}, h('h4', {}, t('truth.consents')), h('ul', { class: 'gap-list small', testid: 'truth-consents' }, truth.consents.map((/** @type {any} */ consent) =>
    h('li', {}, t(`truth.consent.${consent.agreed ? 'agreed' : 'declined'}`, { time: dateTime(consent.at), version: consent.version, language: consent.language }),
      h('br', {}), h('code', { class: 'wrap' }, `SHA-256 ${consent.textSha256}`)))));
}

/** @param {string} tag @param {Record<string, any>} attributes */
function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, String(value)));
  return element;
}

/** Defines the element once. */
export function defineTruthReport() {
  if (!customElements.get('sl-truth-report')) {
    customElements.define('sl-truth-report', TruthReport);
  }
}
