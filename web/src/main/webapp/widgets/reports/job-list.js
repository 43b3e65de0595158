// The work that makes files of recordings, for the administrator who looks after it.
import { fill, h } from '../../ui/dom.js';
import { clock, dateTime } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { hasText, t } from '../../ui/i18n.js';
import { ask, explain, focusHeading } from '../../ui/page.js';
import { announce, toast } from '../../ui/toast.js';

const PAGE_SIZE = 25;
const STATES = ['running', 'waiting', 'retrying', 'dead'];
const COLUMNS = ['work', 'call', 'state', 'reason', 'attempts', 'since', 'deeds'];
const TONES = /** @type {Record<string, string>} */ ({ running: 'info', waiting: '', retrying: 'warn', dead: 'danger' });
const REFRESH_MS = 5_000;

/** `<sl-job-list>`: set `account`. `data-state`: loading, ready, empty, failed. */
export class JobList extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;
  #chosen = 'running';
  #page = 1;
  #request = 0;
  #timer = 0;
  #body = h('tbody', {});
  #parts = /** @type {Record<string, any>} */ ({});

  connectedCallback() {
    this.#build();
    focusHeading(this);
    this.#open();
    this.#timer = setInterval(() => {
      if (!document.hidden && !this.#body.contains(document.activeElement)) {
        this.#load();
      }
    }, REFRESH_MS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#request += 1;
  }

  #build() {
    const p = this.#parts;
    p.states = STATES.map((state) => h('button', {
      type: 'button', class: 'button quiet', 'aria-pressed': 'false', testid: `jobs-${state}`,
      on: { click: () => this.#choose(state) },
    }, t(`jobs.state.${state}`)));
    p.table = h('div', { class: 'card table-card', hidden: true }, h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': t('jobs.title') },
      h('table', { class: 'calls jobs', testid: 'jobs-table' },
        h('caption', { class: 'visually-hidden' }, t('jobs.title')),
        h('thead', {}, h('tr', {}, COLUMNS.map((column) => h('th', { scope: 'col', class: `col-${column}` }, t(`jobs.column.${column}`))))), this.#body)));
    p.message = h('div', { class: 'card message', hidden: true, testid: 'jobs-message' });
    p.previous = h('button', { type: 'button', class: 'button quiet', testid: 'jobs-previous', on: { click: () => this.#turn(-1) } }, t('reports.previous'));
    p.next = h('button', { type: 'button', class: 'button quiet', testid: 'jobs-next', on: { click: () => this.#turn(1) } }, t('reports.next'));
    p.pages = h('div', { class: 'row pages', hidden: true }, p.previous, p.next);
    fill(this,
      h('a', { class: 'back-link', href: '#/', testid: 'back' }, icon('back'), t('detail.back')),
      h('h1', {}, t('jobs.title')), h('p', { class: 'muted' }, t('jobs.text')),
      h('div', { class: 'row job-states', role: 'group', 'aria-label': t('jobs.column.state') }, p.states),
      p.message, p.table, p.pages);
  }

  /** What needs a person is shown first where there is any. */
  async #open() {
    const list = await this.#load();
    const urgent = ['dead', 'retrying'].find((state) => list?.counts[state] > 0);
    if (urgent && list.counts.running === 0) {
      this.#choose(urgent);
    }
  }

  /** @param {string} state */
  async #choose(state) {
    this.#chosen = state;
    this.#page = 1;
    const list = await this.#load();
    if (list) {
      announce(`${t(`jobs.state.${state}`)}: ${list.total}`);
    }
  }

  /** @param {number} by */
  #turn(by) {
    this.#page += by;
    this.#load();
  }

  /** Answers the list where it is still the one asked for. */
  async #load() {
    const request = ++this.#request;
    const query = new URLSearchParams({ state: this.#chosen, pageSize: String(PAGE_SIZE), pageNumber: String(this.#page) });
    try {
      const list = await this.account.call('GET', `/api/recordings/jobs?${query}`);
      if (request === this.#request) {
        this.#show(list);
        return list;
      }
    } catch (failure) {
      if (request === this.#request) {
        this.dataset.state = 'failed';
        this.#tell('alert', t('jobs.failedTitle'), explain(failure));
      }
    }
    return null;
  }

  /** @param {any} list */
  #show(list) {
    const p = this.#parts;
    STATES.forEach((state, i) => {
      p.states[i].setAttribute('aria-pressed', String(state === this.#chosen));
      fill(p.states[i], t(`jobs.state.${state}`), h('span', { class: 'count numeric' }, String(list.counts[state])));
    });
    p.pages.hidden = list.pageCount < 2;
    p.previous.disabled = this.#page <= 1;
    p.next.disabled = this.#page >= list.pageCount;
    fill(this.#body, list.entities.map((/** @type {any} */ job) => this.#row(job)));
    if (list.entities.length === 0) {
      this.dataset.state = 'empty';
      this.#tell('check', t('jobs.emptyTitle'), t(`jobs.empty.${this.#chosen}`));
      return;
    }
    p.message.hidden = true;
    p.table.hidden = false;
    this.dataset.state = 'ready';
  }

  /** @param {string} glyph @param {string} title @param {string} text */
  #tell(glyph, title, text) {
    const p = this.#parts;
    p.table.hidden = true;
    p.message.hidden = false;
    fill(p.message, h('div', { class: 'emblem' }, icon(glyph, 32)), h('h2', {}, title), h('p', { class: 'muted' }, text));
  }

  /** @param {any} job */
  #row(job) {
    const work = [t(`jobs.kind.${job.kind}`), job.formats.map(formatName).join(', ')].filter(Boolean).join(': ');
    const cells = /** @type {Record<string, any>} */ ({
      work,
      call: h('a', { href: `#/calls/${job.callId}`, class: 'row-link' }, t('jobs.openCall')),
      state: this.#state(job, work),
      reason: job.reason ? h('span', { title: job.reason }, reasonText(job.reason)) : '–',
      attempts: String(job.attempts),
      since: dateTime(job.createdAt),
      deeds: this.#deeds(job, work),
    });
    return h('tr', { testid: 'job-row', 'data-job-id': job.id, 'data-job-state': job.state },
      COLUMNS.map((column) => h('td', { class: `col-${column} numeric`, 'data-label': t(`jobs.column.${column}`) }, cells[column])));
  }

  /** @param {any} job @param {string} work */
  #state(job, work) {
    const pill = h('span', { class: `pill ${TONES[job.state]}` }, t(`jobs.one.${job.state}`));
    if (job.state === 'running') {
      const left = job.remainingSeconds === undefined ? null : h('span', { class: 'muted small' }, t('recording.timeLeft', { time: clock(job.remainingSeconds) }));
      return h('span', { class: 'job-progress' }, pill, h('progress', { max: 1, value: job.progress, 'aria-label': t('recording.fileProgress', { name: work }) }), left);
    }
    return job.state === 'retrying' ? h('span', { class: 'job-progress' }, pill, h('span', { class: 'muted small' }, t('jobs.next', { time: dateTime(job.nextAttemptAt) }))) : pill;
  }

  /** @param {any} job @param {string} work */
  #deeds(job, work) {
    const again = job.state === 'dead' || job.state === 'retrying';
    return h('span', { class: 'row job-deeds' },
      again && h('button', { type: 'button', class: 'button quiet', testid: 'job-retry', 'aria-label': `${t('recording.retry')}: ${work}`, on: { click: () => this.#retry(job) } }, icon('refresh'), t('recording.retry')),
      job.state !== 'dead' && h('button', { type: 'button', class: 'button plain', testid: 'job-cancel', 'aria-label': `${t('jobs.cancel')}: ${work}`, on: { click: () => this.#cancel(job) } }, icon('close'), t('jobs.cancel')));
  }

  /** @param {any} job */
  async #retry(job) {
    await this.#do('POST', `/${job.id}/retry`, t('jobs.retried'));
  }

  /** @param {any} job */
  async #cancel(job) {
    const text = t(job.kind === 'order' ? 'jobs.cancelOrderText' : 'jobs.cancelText');
    if (await ask({ title: t('jobs.cancelTitle'), text, confirm: t('jobs.cancelConfirm'), testid: 'job-cancel-dialog' })) {
      await this.#do('DELETE', `/${job.id}`, t('jobs.cancelled'));
    }
  }

  /** @param {string} method @param {string} path @param {string} done */
  async #do(method, path, done) {
    try {
      await this.account.call(method, `/api/recordings/jobs${path}`);
      toast(done, { kind: 'good' });
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    }
    await this.#load();
    this.#parts.states[STATES.indexOf(this.#chosen)].focus();
  }
}

/** @param {string} format */
function formatName(format) {
  const key = `recording.picture.${format}`;
  return hasText(key) ? t(key) : format.toUpperCase();
}

/** A failed attempt's reason in words. @param {string} reason as the API tells it */
export function reasonText(reason) {
  const word = /^mixer-exit-/.test(reason) ? 'mixer-exit' : reason.split(':')[0];
  const key = `jobs.reason.${word}`;
  return hasText(key) ? t(key) : reason;
}

/** Defines the element once. */
export function defineJobList() {
  if (!customElements.get('sl-job-list')) {
    customElements.define('sl-job-list', JobList);
  }
}
