// A button of the call: a picture, a name below it, and the key that does the same.
import { fill, h } from './dom.js';
import { icon } from './icons.js';

/** @param {string} testid @param {string} glyph @param {() => any} run @param {string} [keys] */
export function control(testid, glyph, run, keys) {
  return h('button', { type: 'button', class: 'control', testid, 'aria-keyshortcuts': keys, on: { click: run } },
    h('span', { class: 'control-face' }, icon(glyph, 24)), h('span', { class: 'control-label' }));
}

/** @param {HTMLElement} button @param {string} text */
export function label(button, text) {
  const keys = button.getAttribute('aria-keyshortcuts');
  const element = /** @type {HTMLElement} */ (button.children[1]);
  if (element.textContent !== text) {
    element.textContent = text;
    button.title = keys ? `${text} (${keys})` : text;
  }
}

/** @param {HTMLElement} button @param {string} glyph @param {string} text */
export function face(button, glyph, text) {
  if (button.dataset.glyph !== glyph) {
    button.dataset.glyph = glyph;
    fill(/** @type {Element} */ (button.firstChild), icon(glyph, 24));
  }
  label(button, text);
}
