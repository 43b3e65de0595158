// A meeting point's particulars, made or changed in a dialog.
import { h, uniqueId } from '../../ui/dom.js';
import { LANGUAGES, t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';
import { toast } from '../../ui/toast.js';

/**
 * @typedef {{name: string, message?: string|null, language?: string|null, validFrom?: string|null, validUntil?: string|null}} Wish
 */

/** Opens the dialog; it removes itself when closed. @param {Wish|null} before @param {(wish: Wish) => Promise<void>} save */
export function openPointForm(before, save) {
  const name = h('input', { id: uniqueId('point-name'), required: true, maxlength: 100, autocomplete: 'off', testid: 'point-name', value: before?.name ?? '' });
  const message = h('textarea', { id: uniqueId('point-message'), rows: 3, maxlength: 500, testid: 'point-message', value: before?.message ?? '' });
  const language = h('select', { id: uniqueId('point-language'), testid: 'point-language' },
    h('option', { value: '' }, t('point.anyLanguage')), Object.entries(LANGUAGES).map(([code, own]) => h('option', { value: code, lang: code }, own)));
  language.value = before?.language ?? '';
  const from = h('input', { type: 'datetime-local', id: uniqueId('point-from'), testid: 'point-from', value: local(before?.validFrom) });
  const until = h('input', { type: 'datetime-local', id: uniqueId('point-until'), testid: 'point-until', value: local(before?.validUntil) });
  const title = uniqueId('point-title');
  const submit = h('button', { class: 'button', testid: 'point-save' }, t('point.save'));
  const form = h('form', { class: 'stack' },
    h('h2', { id: title }, t(before ? 'point.changeTitle' : 'point.newTitle')),
    field(t('point.name'), name), field(t('point.message'), message, t('point.messageHint')), field(t('point.language'), language),
    h('div', { class: 'point-times' }, field(t('point.from'), from), field(t('point.until'), until, t('point.untilHint'))),
    h('div', { class: 'row' }, submit, h('button', { type: 'button', class: 'button quiet', testid: 'point-cancel', on: { click: () => dialog.close() } }, t('common.cancel'))));
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'narrow', 'aria-labelledby': title, testid: 'point-dialog' }, form));
  form.addEventListener('submit', async (/** @type {Event} */ event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await save({
        name: name.value, message: message.value.trim() || null, language: language.value || null,
        validFrom: instant(from.value), validUntil: instant(until.value),
      });
      dialog.close();
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    } finally {
      submit.disabled = false;
    }
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {string} text @param {HTMLElement} control @param {string} [hint] */
function field(text, control, hint) {
  const hintId = uniqueId('hint');
  if (hint) {
    control.setAttribute('aria-describedby', hintId);
  }
  return h('div', { class: 'field' }, h('label', { for: control.id }, text), control, hint && h('span', { class: 'hint', id: hintId }, hint));
}

/** @param {string|null|undefined} iso @returns {string} as the field shows it, in the person's own time */
function local(iso) {
  if (!iso) {
    return '';
  }
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @param {string} value */
function instant(value) {
  return value ? new Date(value).toISOString() : null;
}
