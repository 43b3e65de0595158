// The visitors who wait in the queues of this agent's groups, who came first first.
import { fill, h } from '../../ui/dom.js';
import { clock } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';

/** @typedef {{callId: string, customer: string, entry: string, since: string, group: string}} Waiting */

/** What the server has told of the queues, group by group. Fires `change`. */
export class Queues extends EventTarget {
  /** @type {Map<string, Waiting[]>} */
  #groups = new Map();

  /** @param {any} message */
  told(message) {
    this.#groups.set(message.group.id, message.calls.map((/** @type {any} */ call) => ({ ...call, group: message.group.name })));
    this.dispatchEvent(new Event('change'));
  }

  clear() {
    this.#groups.clear();
    this.dispatchEvent(new Event('change'));
  }

  get all() {
    return [...this.#groups.values()].flat().sort((a, b) => a.since.localeCompare(b.since));
  }
}

/** `<sl-waiting-list>`: set `queues`. Fires `answer` with the call's id as `detail`. */
export class WaitingList extends HTMLElement {
  /** @type {Queues} */
  queues;
  #timer = 0;
  #show = () => this.show();

  connectedCallback() {
    this.queues.addEventListener('change', this.#show);
    this.#timer = setInterval(() => this.#tick(), 1_000);
    this.show();
  }

  disconnectedCallback() {
    this.queues.removeEventListener('change', this.#show);
    clearInterval(this.#timer);
  }

  show() {
    const waiting = this.queues.all;
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.closest('[data-waiting-id]')?.getAttribute('data-waiting-id');
    this.hidden = waiting.length === 0;
    fill(this,
      h('h2', { id: 'waiting-title' }, t('queue.title', { count: waiting.length })),
      h('ol', { class: 'waiting-list', role: 'list', 'aria-labelledby': 'waiting-title', testid: 'waiting-list' }, waiting.map((each) => this.#row(each))));
    this.#tick();
    /** @type {HTMLElement|null} */ (focused ? this.querySelector(`[data-waiting-id="${focused}"] button`) : null)?.focus();
  }

  /** @param {Waiting} each */
  #row(each) {
    const name = each.customer || t('role.customer');
    return h('li', { class: 'card waiting-row', testid: 'waiting-call', 'data-waiting-id': each.callId },
      h('span', { class: 'emblem small-emblem' }, icon('person')),
      h('span', { class: 'grow' },
        h('strong', {}, h('bdi', {}, name)),
        h('span', { class: 'muted small' }, t('queue.from', { entry: each.entry, group: each.group }))),
      h('time', { class: 'numeric', datetime: each.since, 'data-since': each.since, title: t('queue.since') }),
      h('button', { type: 'button', class: 'button', testid: 'answer-waiting', 'aria-label': t('queue.answerName', { name }), on: { click: () => this.dispatchEvent(new CustomEvent('answer', { detail: each.callId })) } },
        icon('phone'), h('span', {}, t('ring.accept'))));
  }

  #tick() {
    for (const time of this.querySelectorAll('time')) {
      const seconds = Math.max(0, (Date.now() - Date.parse(time.dataset.since ?? '')) / 1000);
      time.textContent = clock(seconds);
    }
  }
}

/** Defines the element once. */
export function defineWaitingList() {
  if (!customElements.get('sl-waiting-list')) {
    customElements.define('sl-waiting-list', WaitingList);
  }
}
