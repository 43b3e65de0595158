// The sign-in form of agents, supervisors and administrators.
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { brand, explain, languagePicker } from './page.js';

/** `<sl-sign-in>`: set `account`; fires `signed-in`. */
export class SignIn extends HTMLElement {
  /** @type {import('../signaling/account.js').Account} */
  account;

  connectedCallback() {
    const username = h('input', { id: 'username', name: 'username', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true, testid: 'username' });
    const password = h('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password', required: true, testid: 'password' });
    const problem = h('div', { role: 'alert', testid: 'sign-in-error' });
    const submit = h('button', { class: 'button large wide', testid: 'sign-in' }, t('signIn.submit'));
    const form = h('form', { class: 'stack' },
      h('div', { class: 'field' }, h('label', { for: 'username' }, t('signIn.username')), username),
      h('div', { class: 'field' }, h('label', { for: 'password' }, t('signIn.password')), password),
      problem, submit);
    form.addEventListener('submit', async (/** @type {Event} */ event) => {
      event.preventDefault();
      submit.disabled = true;
      fill(problem);
      try {
        await this.account.signIn(username.value.trim(), password.value);
        this.dispatchEvent(new Event('signed-in'));
      } catch (failure) {
        const wrong = /** @type {any} */ (failure).status === 401;
        fill(problem, h('div', { class: 'note problem' }, icon('alert'), h('span', {}, wrong ? t('signIn.wrong') : explain(failure))));
        password.select();
      } finally {
        submit.disabled = false;
      }
    });
    fill(this,
      h('main', { class: 'centred' },
        h('div', { class: 'card stack' }, brand('/'), h('div', {}, h('h1', {}, t('signIn.title')), h('p', { class: 'muted' }, t('signIn.text'))), form)),
      h('footer', { class: 'page-footer' }, languagePicker()));
    username.focus();
  }
}

/** Defines the element once. */
export function defineSignIn() {
  if (!customElements.get('sl-sign-in')) {
    customElements.define('sl-sign-in', SignIn);
  }
}
