// Asks the customer whether the call may be recorded, and keeps the answer.
import { request } from '../../signaling/api.js';
import { h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { language, t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';
import { toast } from '../../ui/toast.js';

/** Fires `decided` whenever the customer has answered; `decision` is `agreed`, `declined` or null. */
export class ConsentKeeper extends EventTarget {
  /** @type {'agreed'|'declined'|null} */
  decision = null;
  /** @type {Promise<void>|null} */
  #asking = null;
  /** @type {HTMLDialogElement|null} */
  #dialog = null;
  #token;

  /** @param {() => Promise<string>} token the access token of the link's holder */
  constructor(token) {
    super();
    this.#token = token;
  }

  /** Asks unless there is an answer; done when there is one or none is needed. @param {boolean} [again] */
  ensure(again = false) {
    this.#asking ??= this.#ask(again).finally(() => { this.#asking = null; });
    return this.#asking;
  }

  close() {
    this.#dialog?.close();
  }

  /** @param {boolean} again */
  async #ask(again) {
    if (this.decision && !again) {
      return;
    }
    let question = await this.#question();
    this.decision = again ? null : question.decision;
    while (question.required && !this.decision) {
      const agreed = await this.#show(question);
      if (agreed === null) {
        return;
      }
      question = await this.#tell(question, agreed);
    }
  }

  async #question() {
    return request('GET', `/api/consent?language=${encodeURIComponent(language())}`, { bearer: await this.#token() });
  }

  /** @param {any} question @param {boolean} agreed */
  async #tell(question, agreed) {
    const { language: tag, version, sha256 } = question;
    try {
      await request('POST', '/api/consent', { bearer: await this.#token(), body: { agreed, language: tag, version, sha256 } });
      this.decision = agreed ? 'agreed' : 'declined';
      this.dispatchEvent(new Event('decided'));
      return question;
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
      return this.#question();
    }
  }

  /** @param {any} question @returns {Promise<boolean|null>} null when the page closed the dialog */
  #show(question) {
    return new Promise((resolve) => {
      const dialog = h('dialog', { class: 'narrow', 'aria-labelledby': 'consent-title', 'aria-describedby': 'consent-text', testid: 'consent-dialog' },
        h('form', { method: 'dialog', class: 'stack' },
          h('h2', { id: 'consent-title', class: 'row' }, icon('record'), t('consent.title')),
          h('p', { id: 'consent-text', lang: question.language, testid: 'consent-text' }, question.text),
          h('p', { class: 'muted small' }, t('consent.hint')),
          h('div', { class: 'row' },
            h('button', { class: 'button', value: 'yes', testid: 'consent-agree' }, t('consent.agree')),
            h('button', { class: 'button quiet', value: 'no', testid: 'consent-decline' }, t('consent.decline')))));
      dialog.addEventListener('cancel', (/** @type {Event} */ event) => event.preventDefault()); // an answer is needed either way
      dialog.addEventListener('close', () => {
        dialog.remove();
        this.#dialog = null;
        resolve(dialog.returnValue === 'yes' ? true : dialog.returnValue === 'no' ? false : null);
      });
      this.#dialog = dialog;
      document.body.append(dialog);
      dialog.showModal();
    });
  }
}
