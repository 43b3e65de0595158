// Keys that do what the buttons of a call do, and the list of them.
import { fill, h } from './dom.js';
import { t } from './i18n.js';
import { announce } from './toast.js';

const STORED = 'sightline.shortcuts';
const TYPING = 'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]';

/** Whether keys are on: whoever steers by speech can switch them off (WCAG 2.1.4). */
export function shortcutsOn() {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true; // refused storage
  }
}

/** @param {boolean} on */
function switchShortcuts(on) {
  try {
    localStorage.setItem(STORED, on ? 'on' : 'off');
  } catch {
    // refused storage: the choice holds for this dialog only
  }
}

/**
 * Presses the button of a call's view that a key belongs to. Keys are Alt with a letter, by the key's place on the
 * board, and `?` for the list; none while somebody types.
 *
 * @param {HTMLElement} view @param {KeyboardEvent} event @param {() => void} openList
 */
export function pressByKey(view, event, openList) {
  const typing = event.target instanceof Element && event.target.matches(TYPING);
  if (typing || event.ctrlKey || event.metaKey || event.repeat || document.querySelector('dialog[open]') || !shortcutsOn()) {
    return;
  }
  if (event.key === '?' && !event.altKey) {
    event.preventDefault();
    openList();
    return;
  }
  const button = event.altKey ? buttons(view).find((each) => each.getAttribute('aria-keyshortcuts') === `Alt+${event.code.slice(3)}`) : undefined;
  if (button && !button.disabled && !button.hidden) {
    event.preventDefault();
    const action = labelOf(button);
    button.click();
    if (document.activeElement !== button && !document.querySelector('dialog[open]')) {
      announce(t('shortcuts.done', { action }));
    }
  }
}

/** @param {HTMLElement} view @returns {HTMLButtonElement[]} */
function buttons(view) {
  return [...view.querySelectorAll('button[aria-keyshortcuts]')].filter((each) => each instanceof HTMLButtonElement);
}

/** @param {HTMLElement} button */
function labelOf(button) {
  return button.querySelector('.control-label')?.textContent ?? '';
}

/** Shows all keys, and lets people switch them off. @param {HTMLElement} view @returns {HTMLElement} the dialog */
export function openShortcuts(view) {
  const rows = buttons(view).filter((button) => !button.hidden)
    .map((button) => row(labelOf(button), /** @type {string} */ (button.getAttribute('aria-keyshortcuts')).split('+')));
  const on = h('input', { type: 'checkbox', checked: shortcutsOn(), testid: 'shortcuts-on', on: { change: () => switchShortcuts(on.checked) } });
  const list = h('dl', { class: 'shortcut-list', testid: 'shortcut-list' });
  fill(list, rows, row(t('shortcuts.open'), ['?']));
  const dialog = h('dialog', { 'aria-labelledby': 'shortcuts-title', testid: 'shortcuts-dialog' },
    h('form', { method: 'dialog', class: 'stack' },
      h('h2', { id: 'shortcuts-title' }, t('shortcuts.title')),
      h('div', { class: 'shortcut-scroll', role: 'group', tabindex: 0, 'aria-labelledby': 'shortcuts-title' }, list),
      h('label', { class: 'choice' }, on, h('span', {}, h('strong', {}, t('shortcuts.use')), h('span', { class: 'muted small' }, t('shortcuts.useHint')))),
      h('div', { class: 'row' }, h('button', { class: 'button', autofocus: true, testid: 'shortcuts-done' }, t('common.done')))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** @param {string} action @param {string[]} keys */
function row(action, keys) {
  return h('div', {}, h('dt', {}, action), h('dd', {}, keys.map((key) => h('kbd', {}, key))));
}
