// The agent's open links and calls, newest first.
import { fill, h } from '../../ui/dom.js';
import { clock, shortTime } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { unreadBadge } from '../../ui/chat-panel.js';
import { announce } from '../../ui/toast.js';

/**
 * `<sl-call-list>`: give it snapshots with `show`. Fires `join`, `chat`, `revoke` and `end` with the call's id as `detail`.
 */
export class CallList extends HTMLElement {
  /** @type {Map<string, Record<string, any>>} */
  #cards = new Map();
  #timer = 0;
  #list = h('ul', { class: 'call-list', role: 'list', testid: 'call-list' });
  #empty = h('div', { class: 'card message empty', testid: 'no-calls' },
    h('div', { class: 'emblem' }, icon('link', 32)), h('h2', {}, t('list.emptyTitle')), h('p', { class: 'muted' }, t('list.emptyText')));

  connectedCallback() {
    fill(this, this.#empty, this.#list);
    this.#timer = setInterval(() => this.#tick(), 1_000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  /** @param {import('../../rtc/call-client.js').Snapshot[]} calls open calls with `link.url` where it is known */
  show(calls) {
    const sorted = [...calls].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    const ids = new Set(sorted.map((call) => call.id));
    for (const [id, card] of this.#cards) {
      if (!ids.has(id)) {
        card.element.remove();
        this.#cards.delete(id);
      }
    }
    sorted.forEach((call, index) => {
      const card = this.#cards.get(call.id) ?? this.#create(call);
      this.#cards.set(call.id, card);
      this.#update(card, call);
      if (this.#list.children[index] !== card.element) {
        this.#list.insertBefore(card.element, this.#list.children[index] ?? null);
      }
    });
    this.#empty.hidden = sorted.length > 0;
    this.#list.hidden = sorted.length === 0;
    this.#tick();
  }

  /** @param {import('../../rtc/call-client.js').Snapshot} call */
  #create(call) {
    const { id } = call;
    const card = /** @type {Record<string, any>} */ ({});
    card.status = h('span', { class: 'pill', testid: 'link-status', role: 'status' });
    card.expiry = h('span', { class: 'muted small numeric', testid: 'link-expiry' });
    card.url = h('input', { type: 'text', readonly: true, class: 'link-url', 'aria-label': t('list.link'), testid: 'link-url', on: { focus: () => card.url.select() } });
    card.copy = h('button', { type: 'button', class: 'button quiet', testid: 'copy-link', on: { click: () => this.#copy(card) } });
    this.#copyFace(card, false);
    card.linkRow = h('div', { class: 'link-row' }, card.url, card.copy);
    card.join = h('button', { type: 'button', class: 'button', testid: 'join-call', on: { click: () => this.#fire('join', id) } }, icon('camera'), h('span', {}, t('list.join')));
    card.revoke = h('button', { type: 'button', class: 'button danger-quiet', testid: 'revoke-link', on: { click: () => this.#fire('revoke', id) } }, t('list.revoke'));
    card.end = h('button', { type: 'button', class: 'button danger-quiet', testid: 'end-open-call', on: { click: () => this.#fire('end', id) } }, t('call.end'));
    card.chat = h('button', { type: 'button', class: 'button quiet', testid: 'open-chat', on: { click: () => this.#fire('chat', id) } }, icon('chat'), h('span', {}, t('chat.open')));
    card.created = h('time', { class: 'muted small', datetime: call.createdAt }, t('list.created', { time: shortTime(call.createdAt) }));
    card.element = h('li', { class: 'card call-card', testid: 'call-card', 'data-call-id': id },
      h('div', { class: 'row spread' }, card.status, card.expiry),
      card.linkRow,
      h('div', { class: 'row card-actions' }, card.created, card.revoke, card.end, card.chat, card.join));
    return card;
  }

  /** @param {Record<string, any>} card @param {import('../../rtc/call-client.js').Snapshot} call */
  #update(card, call) {
    const customer = call.participants.find((participant) => participant.role === 'customer');
    const situation = situationOf(call);
    card.call = call;
    card.element.dataset.situation = situation;
    card.element.dataset.callState = call.state;
    card.element.dataset.customerPresence = customer?.presence ?? 'absent';
    card.status.className = `pill ${{ nobody: '', lobby: 'info', customerWaiting: 'warn', active: 'good', away: 'info' }[situation]}`;
    const text = t(`list.status.${situation}`);
    if (card.status.textContent !== text) {
      card.status.textContent = text;
    }
    card.url.value = call.link?.url ?? '';
    card.linkRow.hidden = !call.link?.url;
    const begun = call.activeAt !== null && call.activeAt !== undefined;
    card.revoke.hidden = begun;
    card.end.hidden = !begun;
    const unread = /** @type {any} */ (call).unread ?? 0;
    card.chat.hidden = situation === 'nobody' && !unread && !begun;
    if (card.element.dataset.unread !== String(unread)) {
      card.element.dataset.unread = String(unread);
      card.chat.querySelector('.unread')?.remove();
      card.chat.append(unreadBadge(unread));
    }
    card.join.lastChild.textContent = t(begun ? 'list.rejoin' : 'list.join');
  }

  #tick() {
    for (const card of this.#cards.values()) {
      const { link, activeAt } = card.call;
      const left = link ? (Date.parse(link.expiresAt) - Date.now()) / 1000 : 0;
      card.expiry.textContent = activeAt ? t('list.stays') : left > 0 ? t('list.expires', { time: clock(left) }) : t('list.expired');
    }
  }

  /** @param {Record<string, any>} card */
  async #copy(card) {
    try {
      await navigator.clipboard.writeText(card.url.value);
    } catch {
      card.url.select(); // embedded frames may refuse the clipboard: the old command still works on a selection
      document.execCommand('copy');
    }
    this.#copyFace(card, true);
    announce(t('list.copied'));
    setTimeout(() => this.#copyFace(card, false), 2_500);
  }

  /** @param {Record<string, any>} card @param {boolean} done */
  #copyFace(card, done) {
    card.copy.dataset.copied = String(done);
    fill(card.copy, icon(done ? 'check' : 'copy'), h('span', {}, t(done ? 'list.copiedShort' : 'list.copy')));
  }

  /** @param {string} type @param {string} id */
  #fire(type, id) {
    this.dispatchEvent(new CustomEvent(type, { detail: id }));
  }
}

/**
 * Where a call stands for the agent: `nobody`, `lobby` (the customer is looking at the first page),
 * `customerWaiting`, `active`, or `away` (it has begun, and the customer is not there).
 *
 * @param {import('../../rtc/call-client.js').Snapshot} call
 */
export function situationOf(call) {
  const presence = call.participants.find((participant) => participant.role === 'customer')?.presence ?? 'absent';
  const agentThere = call.participants.some((participant) => participant.role !== 'customer' && participant.presence === 'joined');
  if (presence === 'joined') {
    return agentThere ? 'active' : 'customerWaiting';
  }
  return call.activeAt ? 'away' : presence === 'lobby' ? 'lobby' : 'nobody';
}

/** Defines the element once. */
export function defineCallList() {
  if (!customElements.get('sl-call-list')) {
    customElements.define('sl-call-list', CallList);
  }
}
