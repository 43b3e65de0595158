// Asking a further person into the call: who it is, and the link to send.
import { fill, h, uniqueId } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { explain } from './page.js';
import { announce, toast } from './toast.js';

/**
 * @typedef {{role: 'guest'|'expert', name: string}} Wish
 * @typedef {(wish: Wish) => Promise<{fullUrl: string}>} Invite
 */

/** Opens the dialog; it removes itself when closed. @param {Invite} invite @returns {HTMLDialogElement} */
export function openInvitation(invite) {
  const title = uniqueId('invite-title');
  const name = h('input', { id: uniqueId('invite-name'), maxlength: 64, autocomplete: 'off', testid: 'invite-name' });
  const role = h('select', { id: uniqueId('invite-role'), testid: 'invite-role' },
    ['expert', 'guest'].map((value) => h('option', { value }, t(`role.${value}`))));
  const make = h('button', { type: 'submit', class: 'button', testid: 'invite-make' }, icon('link'), t('invite.make'));
  const result = h('div', { class: 'stack', 'aria-live': 'polite' });
  const form = h('form', { class: 'stack' },
    h('h2', { id: title }, t('invite.title')), h('p', { class: 'muted' }, t('invite.text')),
    h('div', { class: 'field' }, h('label', { for: role.id }, t('invite.role')), role),
    h('div', { class: 'field' }, h('label', { for: name.id }, t('invite.name')), name),
    result,
    h('div', { class: 'row' }, make, h('button', { type: 'button', class: 'button quiet', testid: 'invite-close', on: { click: () => dialog.close() } }, t('common.close'))));
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'narrow', 'aria-labelledby': title, testid: 'invite-dialog' }, form));
  form.addEventListener('submit', async (/** @type {Event} */ event) => {
    event.preventDefault();
    make.disabled = true;
    try {
      const { fullUrl } = await invite({ role: role.value, name: name.value.trim() });
      showLink(result, fullUrl);
      name.value = '';
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    } finally {
      make.disabled = false;
    }
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** @param {HTMLElement} result @param {string} url */
function showLink(result, url) {
  const field = h('input', { readonly: true, value: url, 'aria-label': t('invite.link'), testid: 'invite-url', on: { focus: () => field.select() } });
  const copy = h('button', { type: 'button', class: 'button', testid: 'invite-copy', on: { click: () => copyLink(field, copy) } }, icon('copy'), t('list.copy'));
  fill(result, h('div', { class: 'row' }, h('div', { class: 'grow' }, field), copy));
  copy.focus();
}

/** @param {HTMLInputElement} field @param {HTMLElement} button */
async function copyLink(field, button) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // without permission the person copies what is selected
    return;
  }
  fill(button, icon('check'), t('list.copiedShort'));
  announce(t('list.copied'));
}
