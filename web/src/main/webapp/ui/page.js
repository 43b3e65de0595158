// Pieces of the frame around every page.
import { h } from './dom.js';
import { LANGUAGES, chooseLanguage, hasText, language, t } from './i18n.js';
import { mark } from './icons.js';

/** The name and mark of the product. @param {string} [href] where it leads, nowhere unless told */
export function brand(href) {
  return h(href ? 'a' : 'span', { class: 'brand', href }, mark(), h('span', { class: 'brand-name' }, 'Sightline'));
}

/** Lets people change the language; the page is shown anew. */
export function languagePicker() {
  return h('select', {
    class: 'language', 'aria-label': t('common.language'), testid: 'language',
    on: { change: (/** @type {any} */ event) => chooseLanguage(event.target.value) },
  }, Object.entries(LANGUAGES).map(([code, name]) => h('option', { value: code, lang: code, selected: code === language() }, name)));
}

/** Takes the focus to the new heading where the button that had it is gone. @param {Element} root */
export function focusHeading(root) {
  const heading = root.querySelector('h1');
  if (heading instanceof HTMLElement && (document.activeElement === null || document.activeElement === document.body)) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

/** A sentence for an error of the API or the socket. @param {any} failure */
export function explain(failure) {
  const key = `error.${failure?.code}`;
  if (hasText(key)) {
    return t(key);
  }
  return failure?.status === 0 ? t('error.network') : t('error.unexpected');
}

/**
 * Asks before something that cannot be undone.
 *
 * @param {{title: string, text: string, confirm: string, testid: string}} question
 * @returns {Promise<boolean>}
 */
export function ask({ title, text, confirm, testid }) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'narrow', 'aria-labelledby': `${testid}-title`, testid },
      h('form', { method: 'dialog', class: 'stack' },
        h('h2', { id: `${testid}-title` }, title),
        h('p', { class: 'muted' }, text),
        h('div', { class: 'row' },
          h('button', { class: 'button danger', value: 'yes', testid: `${testid}-confirm` }, confirm),
          h('button', { class: 'button quiet', value: 'no', autofocus: true, testid: `${testid}-cancel` }, t('common.cancel')))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
