// What a tenant takes of files and pictures.
import { fill, h } from '../../ui/dom.js';
import { t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';
import { toast } from '../../ui/toast.js';

const TYPES = ['pdf', 'png', 'jpg', 'gif', 'webp', 'heic', 'txt', 'csv', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'mp4'];
const MEGABYTE = 1024 * 1024;

/** `<sl-attachment-settings>`: set `account`. */
export class AttachmentSettings extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;

  async connectedCallback() {
    try {
      this.#show(await this.account.call('GET', this.#path()));
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    }
  }

  #path() {
    return `/api/tenants/${encodeURIComponent(this.account.user?.tenantId ?? '')}/attachments`;
  }

  /** @param {import('../../signaling/files.js').Rules} rules */
  #show(rules) {
    const box = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ text, /** @type {boolean} */ checked) =>
      h('label', { class: 'choice' }, h('input', { type: 'checkbox', name, value, checked, testid: `setting-${name}-${value}` }), h('strong', {}, text));
    const largest = h('input', { id: 'largest-file', type: 'number', min: 1, max: 100, required: true, value: String(Math.max(1, Math.round(rules.largestBytes / MEGABYTE))), testid: 'setting-largest-file' });
    const save = h('button', { class: 'button', testid: 'attachments-save' }, t('attachments.save'));
    const form = h('form', { class: 'stack settings', testid: 'attachments-form' },
      h('h2', {}, t('attachments.title')),
      h('fieldset', { class: 'choices' }, h('legend', {}, t('attachments.what')),
        box('files', 'on', t('attachments.files'), rules.files === 'on'), box('snapshots', 'on', t('attachments.snapshots'), rules.snapshots === 'on')),
      h('fieldset', { class: 'choices formats' }, h('legend', {}, t('attachments.types')), TYPES.map((type) => box('types', type, type.toUpperCase(), rules.types.includes(type)))),
      h('div', { class: 'field' }, h('label', { for: 'largest-file' }, t('attachments.largest')), largest),
      h('div', { class: 'row' }, save));
    form.addEventListener('submit', async (/** @type {Event} */ event) => {
      event.preventDefault();
      const data = new FormData(form);
      save.disabled = true;
      try {
        await this.account.call('PATCH', this.#path(), {
          files: data.has('files') ? 'on' : 'off', snapshots: data.has('snapshots') ? 'on' : 'off',
          types: data.getAll('types'), largestBytes: Number(largest.value) * MEGABYTE,
        });
        toast(t('settings.saved'), { kind: 'good' });
      } catch (failure) {
        toast(explain(failure), { kind: 'problem' });
      } finally {
        save.disabled = false;
      }
    });
    fill(this, h('div', { class: 'card' }, form));
  }
}

/** Defines the element once. */
export function defineAttachmentSettings() {
  if (!customElements.get('sl-attachment-settings')) {
    customElements.define('sl-attachment-settings', AttachmentSettings);
  }
}
