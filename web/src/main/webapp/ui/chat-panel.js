// The chat of a call: what was written, and a field to write in.
import { fill, h, uniqueId } from './dom.js';
import { fileCard, FileTray } from './file-tray.js';
import { shortTime } from './format.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { explain } from './page.js';

const LONGEST = 2_000;

/**
 * `<sl-chat-panel>`: set `log` and `nameOf` before connecting it. While it is visible, what arrives counts as read.
 * `data-count`: how many messages there are; `data-unread`: how many of them were not read.
 */
export class ChatPanel extends HTMLElement {
  /** @type {import('../signaling/chat-log.js').ChatLog} */
  log;
  /** @type {(participantId: string) => string} */
  nameOf = () => '';
  /** Files of the call; null where none can be handed over. @type {import('../signaling/files.js').CallFiles|null} */
  files = null;
  #parts = /** @type {Record<string, any>} */ ({});
  /** @type {Map<string, HTMLElement>} */
  #items = new Map();
  #update = () => this.show();

  connectedCallback() {
    const p = this.#parts;
    const id = uniqueId('chat-text');
    p.empty = h('p', { class: 'muted small chat-empty' }, t('chat.empty'));
    p.list = h('div', { class: 'chat-list', role: 'log', 'aria-label': t('chat.title'), tabindex: 0, testid: 'chat-list' }, p.empty);
    p.text = h('textarea', { id, rows: 1, maxlength: LONGEST, dir: 'auto', placeholder: t('chat.placeholder'), testid: 'chat-text', on: { keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), input: () => this.#grow() } });
    p.send = h('button', { class: 'button chat-send', 'aria-label': t('chat.send'), title: t('chat.send'), testid: 'chat-send' }, icon('send'));
    const tray = this.files && new FileTray(this.files);
    const form = h('form', { class: 'chat-form' }, tray?.button, h('label', { class: 'visually-hidden', for: id }, t('chat.label')), p.text, p.send);
    form.addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#send();
    });
    this.#items.clear();
    fill(this, p.list, tray?.element, form);
    this.dataset.dropText = t('file.drop');
    tray?.acceptDrops(this);
    this.log.addEventListener('change', this.#update);
    this.show();
  }

  disconnectedCallback() {
    this.log.removeEventListener('change', this.#update);
  }

  /** Puts the cursor into the field. */
  focusField() {
    this.#parts.text.focus();
  }

  /** Brings the list in line with the log. */
  show() {
    const { list, empty } = this.#parts;
    const { log } = this;
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    const wanted = [
      ...log.messages.map((message) => ({ id: message.id, build: () => this.#said(message) })),
      ...log.outgoing.map((message) => ({ id: `${message.key} ${message.state}`, build: () => this.#unsent(message) })),
    ];
    const ids = new Set(wanted.map(({ id }) => id));
    for (const [id, item] of this.#items) {
      if (!ids.has(id)) {
        item.remove();
        this.#items.delete(id);
      }
    }
    wanted.forEach(({ id, build }, index) => {
      const item = this.#items.get(id) ?? build();
      this.#items.set(id, item);
      if (list.children[index + 1] !== item) {
        list.insertBefore(item, list.children[index + 1] ?? null);
      }
    });
    empty.hidden = wanted.length > 0;
    this.dataset.count = String(log.messages.length);
    this.dataset.unread = String(log.unread);
    if (this.isConnected && this.checkVisibility?.() !== false) {
      if (atEnd) {
        list.scrollTop = list.scrollHeight;
      }
      log.markRead();
    }
  }

  /** @param {import('../signaling/chat-log.js').ChatMessage} message */
  #said(message) {
    const own = this.log.isOwn(message);
    return h('div', { class: own ? 'chat-message own' : 'chat-message', testid: 'chat-message' },
      h('p', { class: 'chat-who' }, h('bdi', {}, own ? t('call.you') : this.nameOf(message.from)), ' ', h('time', { datetime: message.at, class: 'numeric' }, shortTime(message.at))),
      message.file ? fileCard(this.files, message.file, message.text) : h('p', { class: 'chat-words', dir: 'auto' }, message.text));
  }

  /** @param {import('../signaling/chat-log.js').Outgoing} message */
  #unsent(message) {
    const refused = message.state === 'refused';
    return h('div', { class: 'chat-message own unsent', testid: 'chat-unsent' },
      h('p', { class: 'chat-who' }, refused ? explain(message) : t('chat.sending')),
      h('p', { class: 'chat-words', dir: 'auto' }, message.text),
      refused && h('button', { type: 'button', class: 'button plain', testid: 'chat-take-back', on: { click: () => this.#takeBack(message.key) } }, t('chat.takeBack')));
  }

  /** @param {string} key */
  #takeBack(key) {
    const { text } = this.#parts;
    text.value = [this.log.takeBack(key), text.value].filter(Boolean).join('\n');
    this.#grow();
    text.focus();
  }

  #send() {
    const { text, list } = this.#parts;
    const words = text.value.trim();
    if (words) {
      text.value = '';
      this.#grow();
      list.scrollTop = list.scrollHeight;
      this.log.send(words);
      list.scrollTop = list.scrollHeight;
    }
    text.focus();
  }

  /** Enter sends, as people expect of a chat; with Shift it makes a line. @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    }
  }

  #grow() {
    const { text } = this.#parts;
    text.rows = Math.min(5, text.value.split('\n').length);
  }
}

/** A number on a button that opens a chat. @param {number} unread */
export function unreadBadge(unread) {
  return h('span', { class: 'unread', testid: 'unread', hidden: unread === 0 },
    h('span', { 'aria-hidden': 'true' }, unread > 99 ? '99+' : String(unread)),
    h('span', { class: 'visually-hidden' }, t('chat.unread', { count: String(unread) })));
}

/** Defines the element once. */
export function defineChatPanel() {
  if (!customElements.get('sl-chat-panel')) {
    customElements.define('sl-chat-panel', ChatPanel);
  }
}
