// Somebody asks for this agent: shown above everything, heard, and gone with the ring.
import { ring as ringTone } from '../../rtc/chime.js';
import { h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';

const TONE_MS = 3_000;

/** The rings that this agent hears. Fires `accept` and `decline` with the call's id as `detail`, and `change`. */
export class Rings extends EventTarget {
  /** @type {Map<string, {element: HTMLElement, until: number, visitor: boolean}>} */
  #cards = new Map();
  #timer = 0;
  #stack = h('div', { class: 'rings', role: 'alert', testid: 'rings' });

  constructor() {
    super();
    document.body.append(this.#stack);
    // a modal dialog makes everything outside of it unreachable: the cards go where one can answer them
    new MutationObserver(() => this.#surface()).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['open'] });
    document.addEventListener('close', () => this.#surface(), true);
  }

  get count() {
    return this.#cards.size;
  }

  /** Whether one of them is a visitor's, of whom no colleague has spoken. */
  get visitors() {
    return [...this.#cards.values()].some((card) => card.visitor);
  }

  /** @param {{callId: string, kind: string, from: string, customer: string, until?: string}} message */
  add(message) {
    this.remove(message.callId);
    const { callId } = message;
    const visitor = message.kind === 'queue';
    const fire = (/** @type {string} */ type) => this.dispatchEvent(new CustomEvent(type, { detail: callId }));
    const element = h('section', { class: 'ring card', 'aria-label': t('ring.title'), testid: 'ring', 'data-call-id': callId, 'data-kind': message.kind },
      h('p', { class: 'row' }, icon('phone', 24), h('strong', {}, t(`ring.${message.kind}`, { name: visitor ? message.customer || t('role.customer') : message.from }))),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'button', testid: 'ring-accept', on: { click: () => fire('accept') } }, t('ring.accept')),
        h('button', { type: 'button', class: 'button quiet', testid: 'ring-decline', on: { click: () => fire('decline') } }, t('ring.decline'))));
    this.#cards.set(callId, { element, until: message.until ? Date.parse(message.until) : Infinity, visitor });
    this.#stack.append(element);
    this.#surface();
    this.#sound();
  }

  /** @param {string} callId @returns {boolean} whether there was one */
  remove(callId) {
    const card = this.#cards.get(callId);
    card?.element.remove();
    this.#cards.delete(callId);
    this.dispatchEvent(new Event('change'));
    return card !== undefined;
  }

  clear() {
    [...this.#cards.keys()].forEach((callId) => this.remove(callId));
  }

  /** Into the dialog that has the page to itself, or back into the page. */
  #surface() {
    const home = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body;
    if (this.#stack.parentElement !== home) {
      home.append(this.#stack);
    }
  }

  #sound() {
    clearTimeout(this.#timer);
    for (const [callId, { until }] of this.#cards) {
      if (until + TONE_MS < Date.now()) {
        this.remove(callId); // the news of its end was lost with a connection
      }
    }
    this.dispatchEvent(new Event('change'));
    if (this.#cards.size > 0) {
      ringTone();
      this.#timer = setTimeout(() => this.#sound(), TONE_MS);
    }
  }
}
