// Files that were handed over in a call, and pictures that were kept of it.
import { ApiError } from '../../signaling/api.js';
import { saveAs } from '../../signaling/files.js';
import { fill, h } from '../../ui/dom.js';
import { dateTime, fileSize } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';
import { toast } from '../../ui/toast.js';

/** Pictures larger than this are fetched when they are asked for. */
const LARGEST_THUMBNAIL = 4 * 1024 * 1024;

/** `<sl-kept-files>`: set `account` and `callId`. `data-count`: how many there are; hidden while there are none. */
export class KeptFiles extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;
  callId = '';
  /** @type {string[]} */
  #urls = [];

  async connectedCallback() {
    this.hidden = true;
    try {
      const { entities } = await this.account.call('GET', this.#path());
      this.dataset.count = String(entities.length);
      this.hidden = entities.length === 0;
      fill(this, h('section', { class: 'card stack', 'aria-labelledby': 'files-title' }, h('h2', { id: 'files-title' }, t('detail.files')),
        h('ul', { class: 'kept-files', role: 'list' }, entities.map((/** @type {any} */ file) => this.#item(file)))));
    } catch (failure) {
      console.warn('files are not shown', /** @type {any} */ (failure).code);
    }
  }

  disconnectedCallback() {
    this.#urls.forEach((url) => URL.revokeObjectURL(url));
    this.#urls = [];
  }

  /** @param {string} [id] */
  #path(id) {
    return `/api/reports/calls/${encodeURIComponent(this.callId)}/files${id ? `/${encodeURIComponent(id)}` : ''}`;
  }

  /** @param {any} file */
  #item(file) {
    const picture = file.kind === 'snapshot';
    const frame = h('span', { class: 'kept-frame' }, icon(picture ? 'picture' : 'attach', 28));
    if (picture && file.size <= LARGEST_THUMBNAIL) {
      this.#thumbnail(frame, file);
    }
    const save = h('button', { type: 'button', class: 'button quiet', 'aria-label': t('detail.file.save', { name: file.name }), testid: 'kept-file-save', on: { click: () => this.#save(file, save) } }, icon('download'), t('detail.file.download'));
    return h('li', { testid: 'kept-file', 'data-kind': file.kind }, frame,
      h('div', { class: 'kept-words' }, h('strong', { class: 'file-name', dir: 'auto' }, file.name),
        h('span', { class: 'muted small' }, t(`detail.file.${picture ? 'snapshot' : 'file'}`, { name: file.by || t(`role.${file.role}`) })),
        h('span', { class: 'muted small numeric' }, `${dateTime(file.at)} · ${fileSize(file.size)}`)), save);
  }

  /** @param {HTMLElement} frame @param {any} file */
  async #thumbnail(frame, file) {
    try {
      const url = URL.createObjectURL(new Blob([await this.#fetch(file.id)], { type: 'image/jpeg' }));
      this.#urls.push(url);
      fill(frame, h('img', { src: url, alt: t('detail.file.picture', { time: dateTime(file.at) }), testid: 'kept-picture' }));
    } catch (failure) {
      console.warn('no picture', /** @type {any} */ (failure).code);
    }
  }

  /** @param {any} file @param {HTMLButtonElement} button */
  async #save(file, button) {
    button.disabled = true;
    try {
      saveAs(await this.#fetch(file.id), file.name);
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    } finally {
      button.disabled = false;
    }
  }

  /** @param {string} id @returns {Promise<Blob>} */
  async #fetch(id) {
    const answer = await fetch(this.#path(id), { cache: 'no-store', headers: { Authorization: `Bearer ${await this.account.token()}` } });
    if (!answer.ok) {
      throw new ApiError(answer.status, (await answer.json().catch(() => null))?.code ?? `http.${answer.status}`, '');
    }
    return answer.blob();
  }
}

/** Defines the element once. */
export function defineKeptFiles() {
  if (!customElements.get('sl-kept-files')) {
    customElements.define('sl-kept-files', KeptFiles);
  }
}
