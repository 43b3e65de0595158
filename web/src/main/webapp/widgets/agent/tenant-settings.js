// What an administrator decides for the whole tenant.
import { fill, h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { LANGUAGES, language, t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';
import { toast } from '../../ui/toast.js';
import { defineReceptionSettings } from './reception-settings.js';
import { defineAttachmentSettings } from './attachment-settings.js';
import { defineCodecOrder } from './codec-order.js';

const MODES = ['off', 'agent-controlled', 'mandatory'];
const MEDIA = ['audio-video', 'audio'];
const PROFILES = ['LD', 'SD', 'HD'];
const FORMATS = ['webm', 'mp4', 'mp3', 'wav', 'poster', 'contact-sheet'];
const LAYOUTS = ['automatic', 'side-by-side', 'grid', 'active-speaker', 'picture-in-picture', 'presentation'];

/** `<sl-tenant-settings>`: set `account`; fires `close`. */
export class TenantSettings extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;

  async connectedCallback() {
    fill(this, h('div', { class: 'message' }, h('div', { class: 'spinner', role: 'img', 'aria-label': t('common.loading') })));
    try {
      const [settings, texts, conversation, codecs] = await Promise.all([this.account.call('GET', `${this.#path()}/settings`), this.account.call('GET', `${this.#path()}/consent-texts`), this.account.call('GET', `${this.#path()}/conversation`), this.account.call('GET', `${this.#path()}/codecs`)]);
      this.#show({ ...settings, ...conversation, codecs }, texts.entities);
    } catch (failure) {
      fill(this, h('div', { class: 'note problem' }, icon('alert'), explain(failure)));
    }
  }

  #attachments() {
    defineAttachmentSettings();
    const attachments = /** @type {any} */ (document.createElement('sl-attachment-settings'));
    attachments.account = this.account;
    return attachments;
  }

  #path() {
    return `/api/tenants/${encodeURIComponent(this.account.user?.tenantId ?? '')}`;
  }

  /** @param {any} settings @param {any[]} texts the consent texts that were written */
  #show(settings, texts) {
    const minutes = h('input', { id: 'link-minutes', type: 'number', min: 1, max: 10080, required: true, value: String(minutesOf(settings.linkValidity)), testid: 'setting-link-validity' });
    const present = texts.find((text) => text.language === language());
    const consentText = h('textarea', { id: 'consent-text', rows: 4, maxlength: 4000, placeholder: present?.text ?? '', testid: 'setting-consent-text' });
    const layout = h('select', { id: 'rendition-layout', testid: 'setting-renditionLayout' }, LAYOUTS.map((value) => h('option', { value, selected: value === settings.renditionLayout }, t(`order.layout.${value}`))));
    const spoken = h('select', { id: 'tenant-language', testid: 'setting-language' },
      !settings.language && h('option', { value: '' }, t('settings.languageNone')),
      Object.entries(LANGUAGES).map(([code, name]) => h('option', { value: code, lang: code, selected: code === settings.language?.split(/[-_]/)[0] }, name)));
    defineCodecOrder();
    const codecs = h('sl-codec-order', { class: 'stack', testid: 'setting-codecs' });
    codecs.codecs = settings.codecs;
    const save = h('button', { class: 'button', testid: 'settings-save' }, t('settings.save'));
    const form = h('form', { class: 'stack settings', testid: 'settings-form' },
      choices('recordingMode', MODES, settings.recordingMode),
      choices('recordingMedia', MEDIA, settings.recordingMedia ?? 'audio-video'),
      choices('renditionProfile', PROFILES, settings.renditionProfile),
      h('div', { class: 'field' }, h('label', { for: 'rendition-layout' }, t('settings.renditionLayout')), layout),
      formats(settings.defaultRenditions),
      choices('screenRecording', ['on', 'off'], settings.screenRecording),
      h('div', { class: 'field' }, h('label', { for: 'tenant-language' }, t('settings.language')), spoken, h('span', { class: 'hint' }, t('settings.languageHint'))),
      choices('consent', ['off', 'required'], settings.consent),
      h('div', { class: 'field' }, h('label', { for: 'consent-text' }, t('settings.consentText', { language: LANGUAGES[/** @type {'en'} */ (language())] })), consentText, h('span', { class: 'hint' }, t('settings.consentTextHint'))),
      choices('chat', ['kept', 'discarded'], settings.chat),
      choices('ringing', ['all', 'longest-idle'], settings.ringing),
      choices('consentDeclined', ['refuse', 'continue'], settings.consentDeclined),
      codecs,
      h('div', { class: 'field' }, h('label', { for: 'link-minutes' }, t('settings.linkValidity')), minutes, h('span', { class: 'hint' }, t('settings.linkValidityHint'))),
      h('div', { class: 'row' }, save, h('button', { type: 'button', class: 'button quiet', testid: 'settings-close', on: { click: () => this.dispatchEvent(new Event('close')) } }, t('common.close'))));
    form.addEventListener('submit', async (/** @type {Event} */ event) => {
      event.preventDefault();
      save.disabled = true;
      const data = new FormData(form);
      try {
        if (consentText.value.trim()) {
          await this.account.call('PUT', `${this.#path()}/consent-texts/${language()}`, { text: consentText.value.trim() });
        }
        await this.account.call('PATCH', `${this.#path()}/conversation`, { chat: data.get('chat'), ringing: data.get('ringing') });
        await this.account.call('PATCH', `${this.#path()}/codecs`, codecs.chosen);
        await this.account.call('PATCH', `${this.#path()}/settings`, {
          recordingMode: data.get('recordingMode'), recordingMedia: data.get('recordingMedia'), linkValidity: `PT${minutes.value}M`,
          renditionProfile: data.get('renditionProfile'), renditionLayout: layout.value, defaultRenditions: data.getAll('defaultRenditions'),
          screenRecording: data.get('screenRecording'), ...(spoken.value ? { language: spoken.value } : {}), consent: data.get('consent'), consentDeclined: data.get('consentDeclined'),
        });
        toast(t('settings.saved'), { kind: 'good' });
      } catch (failure) {
        toast(explain(failure), { kind: 'problem' });
      } finally {
        save.disabled = false;
      }
    });
    const reception = /** @type {any} */ (document.createElement('sl-reception-settings'));
    reception.account = this.account;
    fill(this, h('h1', { tabindex: -1 }, t('settings.title')), h('p', { class: 'muted' }, t('settings.text')), h('div', { class: 'card' }, form), reception, this.#attachments());
    this.querySelector('h1')?.focus();
  }
}

/** @param {string} name @param {string[]} values @param {string} chosen */
function choices(name, values, chosen) {
  return h('fieldset', { class: 'choices' }, h('legend', {}, t(`settings.${name}`)),
    values.map((value) => h('label', { class: 'choice' },
      h('input', { type: 'radio', name, value, checked: value === chosen, testid: `setting-${name}-${value}` }),
      h('span', {}, h('strong', {}, t(`settings.${name}.${value}`)), h('span', { class: 'muted small' }, t(`settings.${name}.${value}.hint`))))));
}

/** @param {string[]} chosen */
function formats(chosen) {
  return h('fieldset', { class: 'choices formats', 'aria-describedby': 'formats-hint' }, h('legend', {}, t('settings.defaultRenditions')),
    FORMATS.map((value) => h('label', { class: 'choice' },
      h('input', { type: 'checkbox', name: 'defaultRenditions', value, checked: chosen.includes(value), testid: `setting-format-${value}` }),
      h('strong', {}, t(`settings.format.${value}`)))),
    h('span', { id: 'formats-hint', class: 'hint' }, t('settings.defaultRenditionsHint')));
}

/** Minutes of an ISO 8601 duration of days, hours, minutes and seconds. @param {string} iso */
function minutesOf(iso) {
  const [, days, hours, minutes, seconds] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso ?? '') ?? [];
  return Math.round(Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0) + Number(seconds ?? 0) / 60) || 30;
}

/** Defines the element once. */
export function defineTenantSettings() {
  defineReceptionSettings();
  if (!customElements.get('sl-tenant-settings')) {
    customElements.define('sl-tenant-settings', TenantSettings);
  }
}
