// The reports page: calls, their sessions and their recordings.
import { Account } from '../../signaling/account.js';
import { fill, h } from '../../ui/dom.js';
import { timeZone } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { brand, languagePicker } from '../../ui/page.js';
import { defineSignIn } from '../../ui/sign-in.js';
import { prepareAnnouncements, toast } from '../../ui/toast.js';
import { defineCallDetail } from './call-detail.js';
import { defineCallTable } from './call-table.js';
import { defineJobList } from './job-list.js';

/** `<sl-reports-app>`. `data-view`: sign-in, list, detail, jobs. The address after `#` names what is shown. */
export class ReportsApp extends HTMLElement {
  #account = new Account();
  #main = h('main', { class: 'page-main reports-main', id: 'main' });
  /** @type {HTMLElement|null} the list is kept while a call is looked at, with its filters and its page */
  #table = null;
  #route = () => this.#show();

  connectedCallback() {
    defineSignIn();
    defineCallTable();
    defineCallDetail();
    defineJobList();
    prepareAnnouncements();
    addEventListener('hashchange', this.#route);
    this.#account.addEventListener('signed-out', () => {
      toast(t('signIn.expired'));
      this.#showSignIn();
    });
    if (this.#account.user) {
      this.#buildFrame();
    } else {
      this.#showSignIn();
    }
  }

  disconnectedCallback() {
    removeEventListener('hashchange', this.#route);
  }

  #showSignIn() {
    this.dataset.view = 'sign-in';
    const form = /** @type {any} */ (document.createElement('sl-sign-in'));
    form.account = this.#account;
    form.addEventListener('signed-in', () => this.#buildFrame());
    fill(this, form);
  }

  #buildFrame() {
    this.#table = null;
    const user = this.#account.user;
    fill(this,
      h('a', { class: 'skip-link', href: '#main' }, t('common.skip')),
      h('header', { class: 'page-header' },
        brand('/'), h('span', { class: 'grow' }),
        h('a', { class: 'button plain', href: '/agent/', testid: 'agent-link' }, icon('camera'), h('span', { class: 'wide-only' }, t('nav.calls'))),
        this.#account.hasRole('admin') && h('a', { class: 'button plain', href: '#/jobs', testid: 'jobs-link' }, icon('hourglass'), h('span', { class: 'wide-only' }, t('nav.jobs')), h('span', { class: 'count alarm numeric', hidden: true, testid: 'jobs-dead-count' })),
        h('span', { class: 'who', testid: 'user-name' }, icon('person'), user?.name || user?.email || ''),
        h('button', { type: 'button', class: 'button plain', testid: 'sign-out', on: { click: () => this.#signOut() } }, icon('sign-out'), h('span', { class: 'wide-only' }, t('nav.signOut')))),
      this.#main,
      h('footer', { class: 'page-footer' }, icon('clock', 16), h('span', { testid: 'time-zone' }, t('reports.zone', { zone: timeZone() })), languagePicker()));
    this.#show();
  }

  /** Tells an administrator, wherever on the page, that work on recordings needs a person. */
  async #countDead() {
    const link = this.querySelector('[data-testid="jobs-link"]');
    if (!link) {
      return;
    }
    try {
      const { counts } = await this.#account.call('GET', '/api/recordings/jobs?state=dead&pageSize=1');
      const count = /** @type {HTMLElement} */ (link.querySelector('.count'));
      count.hidden = counts.dead === 0;
      count.textContent = String(counts.dead);
      if (counts.dead > 0) {
        link.setAttribute('aria-label', t('nav.jobsDead', { count: counts.dead }));
      } else {
        link.removeAttribute('aria-label');
      }
    } catch {
      // the list itself tells what is wrong when it is opened
    }
  }

  async #signOut() {
    await this.#account.signOut();
    this.#showSignIn();
  }

  #show() {
    this.#countDead();
    if (!this.#account.user) {
      return;
    }
    const [, id] = /^#\/calls\/([\w-]+)$/.exec(location.hash) ?? [];
    document.title = t('title.reports');
    if (location.hash === '#/jobs' && this.#account.hasRole('admin')) {
      const jobs = /** @type {any} */ (document.createElement('sl-job-list'));
      jobs.account = this.#account;
      document.title = t('title.jobs');
      this.dataset.view = 'jobs';
      fill(this.#main, jobs);
    } else if (id) {
      const detail = /** @type {any} */ (document.createElement('sl-call-detail'));
      detail.account = this.#account;
      detail.callId = id;
      this.dataset.view = 'detail';
      fill(this.#main, detail);
    } else {
      this.dataset.view = 'list';
      if (!this.#table) {
        const table = /** @type {any} */ (document.createElement('sl-call-table'));
        table.account = this.#account;
        this.#table = table;
      }
      fill(this.#main, this.#table);
    }
  }
}

/** Defines the element once. */
export function defineReportsApp() {
  if (!customElements.get('sl-reports-app')) {
    customElements.define('sl-reports-app', ReportsApp);
  }
}
