// The chat beside the picture of a call.
import { defineChatPanel, unreadBadge } from './chat-panel.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { control, label } from './control-button.js';
import { toast } from './toast.js';

/** A drawer with a call's chat. `element` stands beside the stage, `button` among the controls. */
export class ChatDrawer {
  #chat;
  #nameOf;
  #changed;
  /** @type {any} */
  #panel;
  #arrived = (/** @type {any} */ event) => this.#notice(event.detail);

  /**
   * @param {import('../signaling/chat-log.js').ChatLog} chat
   * @param {(participantId: string) => string} nameOf
   * @param {import('../signaling/files.js').CallFiles|null} files
   * @param {() => void} changed called when the drawer opens or closes
   */
  constructor(chat, nameOf, files, changed) {
    defineChatPanel();
    this.#chat = chat;
    this.#nameOf = nameOf;
    this.#changed = changed;
    this.button = control('chat', 'chat', () => this.toggle(), 'Alt+C');
    this.button.setAttribute('aria-expanded', 'false');
    label(this.button, t('chat.open'));
    this.#panel = document.createElement('sl-chat-panel');
    this.#panel.log = chat;
    this.#panel.nameOf = nameOf;
    this.#panel.files = files;
    this.element = h('section', { class: 'drawer', 'aria-label': t('chat.title'), hidden: true, testid: 'chat-drawer', on: { keydown: (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && this.toggle() } },
      h('div', { class: 'drawer-head' }, h('h2', {}, t('chat.title')),
        h('button', { type: 'button', class: 'button plain', 'aria-label': t('chat.close'), testid: 'chat-close', on: { click: () => this.toggle() } }, icon('close'))),
      this.#panel);
    chat.addEventListener('change', changed);
    chat.addEventListener('arrived', this.#arrived);
  }

  close() {
    this.#chat.removeEventListener('change', this.#changed);
    this.#chat.removeEventListener('arrived', this.#arrived);
  }

  /** @param {DOMStringMap} state the view's `data-*` */
  show(state) {
    const { unread } = this.#chat;
    state.chat = this.element.hidden ? 'closed' : 'open';
    if (state.unread !== String(unread)) {
      state.unread = String(unread);
      this.button.querySelector('.unread')?.remove();
      this.button.append(unreadBadge(unread));
    }
  }

  /** Opens or closes it and takes the focus along. */
  toggle() {
    const { element, button } = this;
    element.hidden = !element.hidden;
    button.setAttribute('aria-expanded', String(!element.hidden));
    button.dataset.active = String(!element.hidden);
    if (element.hidden) {
      button.focus();
    } else {
      this.#panel.show();
      this.#panel.focusField();
    }
    this.#changed();
  }

  /** @param {import('../signaling/chat-log.js').ChatMessage} message */
  #notice({ from, text }) {
    if (this.element.hidden) {
      const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
      toast(t('chat.arrived', { name: this.#nameOf(from), text: short }), {
        action: { label: t('chat.answer'), testid: 'toast-answer', run: () => this.element.hidden && this.toggle() },
      });
    }
  }
}
