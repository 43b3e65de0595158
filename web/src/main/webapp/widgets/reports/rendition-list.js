// The files of a recording: made, being made with their progress, and failed.
import { fill, h } from '../../ui/dom.js';
import { clock, duration, fileSize } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { ask, explain } from '../../ui/page.js';
import { announce, toast } from '../../ui/toast.js';

const POLL_MS = 1_000;
const UNDER_WAY = new Set(['queued', 'mixing', 'playable']);
/** There is a file; `playable`: it has not been read back yet. */
const MADE = new Set(['playable', 'finished']);

/** What a person calls a file. @param {any} rendition */
export function renditionName(rendition) {
  const { kind, format, role } = rendition;
  const upper = String(format ?? '').toUpperCase().replace('WEBM', 'WebM');
  if (kind === 'capture') {
    return t('recording.capture', { who: t(`role.${role ?? 'guest'}`), format: upper });
  } else if (kind === 'picture') {
    return t(`recording.picture.${format}`);
  } else if (format === 'mp3' || format === 'wav') {
    return [t('recording.sound', { format: upper }), rendition.channels === 'agent-customer' && t('order.channels.agent-customer')].filter(Boolean).join(', ');
  }
  const details = rendition.ordered ? [rendition.layout && t(`order.layout.${rendition.layout}`), rendition.profile && t(`order.profile.${rendition.profile}`), rendition.video === 'vp9' && 'VP9'] : [];
  return [t('recording.mixed', { format: upper }), ...details.filter(Boolean)].join(', ');
}

/**
 * `<sl-rendition-list>`: set `account` and `recordingId`, then `load`. Asks again while anything is being made.
 * Fires `change` when the files that can be played have changed (`made`), and `download` with a rendition as `detail`.
 */
export class RenditionList extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;
  recordingId = '';
  /** @type {any[]} */
  #renditions = [];
  /** @type {Map<string, {row: HTMLElement, signature: string, parts: any}>} */
  #rows = new Map();
  #list = h('ul', { class: 'files', role: 'list', testid: 'recording-files' });
  #timer = 0;
  #known = '';

  connectedCallback() {
    fill(this, this.#list);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  /** Files that can be played or downloaded. */
  get made() {
    return this.#renditions.filter((rendition) => MADE.has(rendition.state));
  }

  get #path() {
    return `/api/recordings/${encodeURIComponent(this.recordingId)}/renditions`;
  }

  async load() {
    clearTimeout(this.#timer);
    try {
      const list = await this.account.call('GET', `${this.#path}?pageSize=100`);
      this.#show(list.entities);
    } catch (failure) {
      console.warn('renditions not loaded', /** @type {any} */ (failure).code);
    }
    if (this.isConnected && this.#renditions.some((rendition) => UNDER_WAY.has(rendition.state))) {
      this.#timer = setTimeout(() => this.load(), POLL_MS);
    }
  }

  /** @param {any[]} renditions */
  #show(renditions) {
    for (const rendition of renditions) {
      const before = this.#renditions.find((candidate) => candidate.id === rendition.id);
      if (before && !MADE.has(before.state) && MADE.has(rendition.state)) {
        announce(t('recording.file.ready', { name: renditionName(rendition) }));
      }
    }
    this.#renditions = renditions;
    this.dataset.underWay = String(renditions.filter((rendition) => UNDER_WAY.has(rendition.state)).length);
    for (const id of [...this.#rows.keys()].filter((known) => !renditions.some((rendition) => rendition.id === known))) {
      this.#rows.get(id)?.row.remove();
      this.#rows.delete(id);
    }
    renditions.forEach((rendition) => this.#showRow(rendition));
    const known = JSON.stringify(this.made.map((rendition) => rendition.id));
    if (known !== this.#known) {
      this.#known = known;
      this.dispatchEvent(new Event('change'));
    }
  }

  /** @param {any} rendition */
  #showRow(rendition) {
    let entry = this.#rows.get(rendition.id);
    if (!entry || entry.signature !== rendition.state) {
      const { row, parts } = MADE.has(rendition.state) ? this.#ready(rendition) : this.#awaited(rendition);
      if (entry) {
        entry.row.replaceWith(row);
      } else {
        this.#list.append(row);
      }
      entry = { row, parts, signature: rendition.state };
      this.#rows.set(rendition.id, entry);
    }
    this.#follow(rendition, entry.parts);
  }

  /** @param {any} rendition */
  #ready(rendition) {
    const name = renditionName(rendition);
    const figures = [fileSize(rendition.size), rendition.kind !== 'picture' && duration(rendition.duration)].filter(Boolean).join(' · ');
    const notes = [rendition.state === 'playable' && t('recording.file.checking'), ...(rendition.leftOut ?? []).map((/** @type {string} */ kind) => t(`recording.leftOut.${kind}`))].filter(Boolean);
    const row = h('li', { class: 'row', testid: 'rendition', 'data-state': rendition.state, 'data-kind': rendition.kind, 'data-format': rendition.format, 'data-rendition-id': rendition.id },
      h('span', { class: 'grow' }, name, ' ', h('span', { class: 'muted small numeric' }, figures), notes.length > 0 && h('span', { class: 'muted small', testid: 'rendition-notes' }, ` · ${notes.join(' · ')}`)),
      h('button', { type: 'button', class: 'button plain', testid: 'download', 'aria-label': t('recording.downloadFile', { name }), on: { click: () => this.dispatchEvent(new CustomEvent('download', { detail: rendition })) } }, icon('download'), t('recording.download')),
      rendition.ordered && this.#removal(rendition, name, 'recording.remove'));
    return { row, parts: {} };
  }

  /** @param {any} rendition */
  #awaited(rendition) {
    const name = renditionName(rendition);
    const parts = {
      bar: h('progress', { max: 100, value: 0, 'aria-label': t('recording.fileProgress', { name }), testid: 'rendition-progress' }),
      text: h('span', { class: 'muted small numeric', testid: 'rendition-progress-text' }),
    };
    const row = h('li', { class: 'row', testid: 'rendition-pending', 'data-state': rendition.state, 'data-kind': rendition.kind, 'data-format': rendition.format, 'data-rendition-id': rendition.id },
      h('span', { class: 'grow' }, name), parts.text, rendition.state === 'mixing' && parts.bar,
      rendition.ordered && this.#removal(rendition, name, rendition.state === 'failed' ? 'recording.remove' : 'recording.cancel'));
    return { row, parts };
  }

  /** @param {any} rendition @param {any} parts */
  #follow(rendition, parts) {
    if (!parts.text) {
      return;
    }
    if (rendition.state === 'mixing') {
      parts.bar.value = rendition.progress ?? 0;
      const left = rendition.remainingSeconds;
      parts.text.textContent = [`${Math.round(rendition.progress ?? 0)} %`, Number.isFinite(left) && left !== null && t('recording.timeLeft', { time: clock(left) })].filter(Boolean).join(' · ');
    } else if (rendition.state === 'failed') {
      parts.text.textContent = t('recording.file.failed', { reason: rendition.reason ?? '–' });
    } else {
      parts.text.textContent = t('recording.file.queued');
    }
  }

  /** @param {any} rendition @param {string} name @param {string} key */
  #removal(rendition, name, key) {
    const done = rendition.state === 'finished';
    return h('button', { type: 'button', class: 'button plain', testid: 'remove-rendition', 'aria-label': done ? t('recording.removeFile', { name }) : `${t(key)}: ${name}`, on: { click: async () => {
      if (done && !await ask({ title: t('recording.removeFile', { name }), text: '', confirm: t('recording.remove'), testid: 'remove-dialog' })) {
        return;
      }
      try {
        await this.account.call('DELETE', `${this.#path}/${encodeURIComponent(rendition.id)}`);
        announce(t('recording.removed'));
      } catch (failure) {
        toast(explain(failure), { kind: 'problem' });
      }
      await this.load();
    } } }, icon('close'), t(key));
  }
}

/** Defines the element once. */
export function defineRenditionList() {
  if (!customElements.get('sl-rendition-list')) {
    customElements.define('sl-rendition-list', RenditionList);
  }
}
