// A colleague asks: shown above everything, heard, and gone with the ring.
import { ring as ringTone } from '../../rtc/chime.js';
import { h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';

const TONE_MS = 3_000;

/** The rings that this agent hears. Fires `accept` and `decline` with the call's id as `detail`, and `change`. */
export class Rings extends EventTarget {
  /** @type {Map<string, {element: HTMLElement, until: number}>} */
  #cards = new Map();
  #timer = 0;
  #stack = h('div', { class: 'rings', role: 'alert', testid: 'rings' });

  constructor() {
    super();
    document.body.append(this.#stack);
  }

  get count() {
    return this.#cards.size;
  }

  /** @param {{callId: string, kind: string, from: string, customer: string, until: string}} message */
  add(message) {
    this.remove(message.callId);
    const { callId } = message;
    const fire = (/** @type {string} */ type) => this.dispatchEvent(new CustomEvent(type, { detail: callId }));
    const element = h('section', { class: 'ring card', 'aria-label': t('ring.title'), testid: 'ring', 'data-call-id': callId },
      h('p', { class: 'row' }, icon('phone', 24), h('strong', {}, t(`ring.${message.kind}`, { name: message.from }))),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'button', testid: 'ring-accept', on: { click: () => fire('accept') } }, t('ring.accept')),
        h('button', { type: 'button', class: 'button quiet', testid: 'ring-decline', on: { click: () => fire('decline') } }, t('ring.decline'))));
    this.#cards.set(callId, { element, until: Date.parse(message.until) });
    this.#stack.append(element);
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
