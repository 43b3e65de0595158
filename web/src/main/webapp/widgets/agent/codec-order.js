// Which codecs a tenant's calls use, and in which order: a list with a box and a button each.
import { fill, h } from '../../ui/dom.js';
import { t } from '../../ui/i18n.js';

/** @typedef {{audio: string[], video: string[]}} Codecs */

/**
 * `<sl-codec-order>`: set `codecs` to what is used, with what is permitted; `chosen` is what the
 * administrator has made of it.
 */
export class CodecOrder extends HTMLElement {
  /** @type {Codecs & {permitted: Codecs}} */
  codecs;

  /** @type {Map<'audio'|'video', {name: string, used: boolean}[]>} */
  #orders = new Map();

  connectedCallback() {
    for (const kind of /** @type {const} */ (['audio', 'video'])) {
      const used = this.codecs[kind];
      const rest = this.codecs.permitted[kind].filter((name) => !used.includes(name));
      this.#orders.set(kind, [...used.map((name) => ({ name, used: true })), ...rest.map((name) => ({ name, used: false }))]);
    }
    fill(this, ...[...this.#orders.keys()].map((kind) => h('fieldset', { class: 'choices', 'data-kind': kind, 'aria-describedby': 'codecs-hint' })),
      h('span', { id: 'codecs-hint', class: 'hint' }, t('settings.codecsHint')));
    this.#orders.forEach((_, kind) => this.#show(kind));
  }

  /** @returns {Codecs} the names that are ticked, in their order */
  get chosen() {
    const names = (/** @type {'audio'|'video'} */ kind) => (this.#orders.get(kind) ?? []).filter(({ used }) => used).map(({ name }) => name);
    return { audio: names('audio'), video: names('video') };
  }

  /** @param {'audio'|'video'} kind */
  #show(kind) {
    const order = this.#orders.get(kind) ?? [];
    const field = /** @type {HTMLElement} */ (this.querySelector(`[data-kind=${kind}]`));
    fill(field, h('legend', {}, t(`settings.codecs.${kind}`)),
      ...order.map((each, place) => h('div', { class: 'choice codec', testid: `codec-${each.name}` },
        h('label', {},
          h('input', { type: 'checkbox', checked: each.used, on: { change: (/** @type {Event} */ event) => { each.used = /** @type {HTMLInputElement} */ (event.target).checked; } } }),
          h('strong', { translate: 'no' }, each.name)),
        place > 0 && h('button', { type: 'button', class: 'button quiet small', 'aria-label': t('settings.codecs.sooner', { name: each.name }), testid: `codec-sooner-${each.name}`, on: { click: () => this.#sooner(kind, place) } }, '↑'))));
  }

  /** @param {'audio'|'video'} kind @param {number} place */
  #sooner(kind, place) {
    const order = this.#orders.get(kind) ?? [];
    const [moved] = order.splice(place, 1);
    order.splice(place - 1, 0, moved);
    this.#show(kind);
    const row = this.querySelector(`[data-testid="codec-${moved.name}"]`);
    /** @type {HTMLElement|null} */ (row?.querySelector('button') ?? row?.querySelector('input'))?.focus();
  }
}

/** Defines the element once. */
export function defineCodecOrder() {
  if (!customElements.get('sl-codec-order')) {
    customElements.define('sl-codec-order', CodecOrder);
  }
}
