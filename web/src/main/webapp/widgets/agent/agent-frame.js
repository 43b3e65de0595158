// What surrounds every view of the agent's page: header with presence, connection bar, footer.
import { fill, h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { brand, focusHeading, languagePicker } from '../../ui/page.js';

const PRESENCES = ['available', 'busy', 'away'];
const STAFF = ['supervisor', 'admin', 'agent', 'expert'];

/** The frame, built inside `root`. Fires `presence` (the word as `detail`), `settings` and `sign-out`. */
export class AgentFrame extends EventTarget {
  #root;
  #parts = /** @type {Record<string, any>} */ ({});
  #presence = 'available';

  /** @param {HTMLElement} root the page's element, which tells of its view by `data-view` */
  constructor(root) {
    super();
    this.#root = root;
  }

  /** The element that holds the view; null before the frame is built. */
  get main() {
    return this.#parts.main ?? null;
  }

  get view() {
    return this.#root.dataset.view ?? '';
  }

  /** @param {import('../../signaling/account.js').Account} account */
  build(account) {
    const p = this.#parts;
    const fire = (/** @type {string} */ type) => this.dispatchEvent(new Event(type));
    p.presence = h('select', { class: 'presence', 'aria-label': t('presence.label'), testid: 'presence', on: { change: () => this.dispatchEvent(new CustomEvent('presence', { detail: p.presence.value })) } },
      PRESENCES.map((value) => h('option', { value }, t(`presence.${value}`))));
    p.presence.value = this.#presence;
    p.offline = h('div', { class: 'offline-bar', role: 'status', testid: 'offline-bar', hidden: true }, icon('refresh', 16), t('common.reconnecting'));
    p.main = h('main', { class: 'page-main', id: 'main' });
    p.footer = h('footer', { class: 'page-footer' }, languagePicker());
    p.header = h('header', { class: 'page-header' },
      brand(), h('div', { class: 'presence-wrap', 'data-presence': this.#presence }, p.presence), h('span', { class: 'grow' }),
      STAFF.some((role) => account.hasRole(role)) && h('a', { class: 'button plain', href: '/reports/', target: '_blank', rel: 'opener', testid: 'reports-link' }, icon('chart'), h('span', { class: 'wide-only' }, t('nav.reports'))),
      ['agent', 'expert'].some((role) => account.hasRole(role)) && h('a', { class: 'button plain', href: '/meetings/', target: '_blank', rel: 'opener', testid: 'meetings-link' }, icon('people'), h('span', { class: 'wide-only' }, t('nav.meetings'))),
      account.hasRole('admin') && h('button', { type: 'button', class: 'button plain', testid: 'open-settings', on: { click: () => fire('settings') } }, icon('settings'), h('span', { class: 'wide-only' }, t('nav.settings'))),
      h('span', { class: 'who', testid: 'user-name' }, icon('person'), account.user?.name || account.user?.email || ''),
      h('button', { type: 'button', class: 'button plain', testid: 'sign-out', on: { click: () => fire('sign-out') } }, icon('sign-out'), h('span', { class: 'wide-only' }, t('nav.signOut'))));
    fill(this.#root, h('a', { class: 'skip-link', href: '#main' }, t('common.skip')), p.header, p.offline, p.main, p.footer);
  }

  /** @param {string} view @param {...any} content */
  show(view, ...content) {
    const p = this.#parts;
    this.#root.dataset.view = view;
    p.main.className = view === 'call' ? 'page-main call-main' : 'page-main';
    p.header.classList.toggle('in-call', view === 'call');
    p.footer.hidden = view === 'call';
    fill(p.main, ...content);
    focusHeading(p.main);
  }

  /** @param {string} status of the socket */
  showSocket(status) {
    this.#root.dataset.socket = status;
    if (this.#parts.offline) {
      this.#parts.offline.hidden = status !== 'reconnecting';
    }
  }

  /** @param {string} presence */
  showPresence(presence) {
    this.#presence = presence;
    this.#parts.presence.value = presence;
    this.#parts.presence.parentElement.dataset.presence = presence;
  }
}
