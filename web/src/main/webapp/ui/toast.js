// Short messages at the edge of the page, and the live region that reads events out.
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

const STAY_MS = 8_000;
/** More at once would cover what people do; the oldest make room. */
const MOST = 4;

/** @type {HTMLElement|null} */
let stack = null;
/** @type {HTMLElement|null} */
let region = null;

/** Puts the containers in place; a live region must be there before it speaks. */
export function prepareAnnouncements() {
  stack ??= document.body.appendChild(h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite', testid: 'toasts' }));
  region ??= document.body.appendChild(h('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite', testid: 'announcer' }));
}

/**
 * @param {string} text
 * @param {{kind?: 'info'|'good'|'problem', about?: string, action?: {label: string, run: () => void, testid?: string}}} [options]
 */
export function toast(text, { kind = 'info', about = '', action } = {}) {
  prepareAnnouncements();
  const glyph = { info: 'info', good: 'check', problem: 'alert' }[kind];
  const element = h('div', { class: `toast ${kind}`, testid: 'toast', 'data-kind': kind, 'data-about': about || null },
    icon(glyph),
    h('span', { class: 'grow' }, text),
    action && h('button', { type: 'button', class: 'button', testid: action.testid ?? 'toast-action', on: { click: () => { element.remove(); action.run(); } } }, action.label),
    h('button', { type: 'button', class: 'toast-close', 'aria-label': t('common.dismiss'), on: { click: () => element.remove() } }, icon('close', 16)));
  stack?.append(element);
  while (stack && stack.childElementCount > MOST) {
    stack.firstElementChild?.remove();
  }
  setTimeout(() => element.remove(), action ? STAY_MS * 3 : STAY_MS);
}

/** Takes away every message: what they spoke of is being dealt with. */
export function clearToasts() {
  stack?.replaceChildren();
}

/** Takes away what was said about something that is being dealt with. @param {string} about */
export function clearToastsAbout(about) {
  for (const element of [...(stack?.children ?? [])]) {
    if (/** @type {HTMLElement} */ (element).dataset.about === about) {
      element.remove();
    }
  }
}

/** Says something to people who listen to the page. @param {string} text */
export function announce(text) {
  prepareAnnouncements();
  if (region) {
    fill(region, text);
  }
}
