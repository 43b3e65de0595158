// The list of calls with its filters and pages.
import { fill, h } from '../../ui/dom.js';
import { dateTime, duration } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { hasText, t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';
import { announce } from '../../ui/toast.js';

const PAGE_SIZE = 25;
const STATES = ['created', 'waiting', 'active', 'ended'];
const PERIODS = /** @type {Record<string, number>} */ ({ today: 0, week: 6, month: 29, quarter: 89 });
const COLUMNS = ['start', 'entryPoint', 'waitTime', 'duration', 'talkTime', 'agentName', 'agentEmail', 'state', 'endedBy', 'recordings', 'id'];

/** `<sl-call-table>`: set `account`. `data-state`: loading, ready, empty, failed. */
export class CallTable extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;
  #page = 1;
  #body = h('tbody', {});
  #built = false;
  #parts = /** @type {Record<string, any>} */ ({});
  #request = 0;

  connectedCallback() {
    if (!this.#built) {
      this.#built = true;
      this.#build();
    }
    this.#load();
  }

  #build() {
    const p = this.#parts;
    p.period = h('select', { id: 'period', testid: 'filter-period', on: { change: () => this.#periodChosen() } },
      [...Object.keys(PERIODS), 'custom'].map((value) => h('option', { value }, t(`reports.period.${value}`))));
    p.period.value = 'week';
    p.from = h('input', { id: 'from', type: 'date', testid: 'filter-from' });
    p.to = h('input', { id: 'to', type: 'date', testid: 'filter-to' });
    p.custom = h('div', { class: 'custom-period', hidden: true }, field('from', p.from), field('to', p.to));
    p.state = h('select', { id: 'state', testid: 'filter-state' }, h('option', { value: '' }, t('reports.anyState')), STATES.map((value) => h('option', { value }, t(`callState.${value}`))));
    p.agent = h('input', { id: 'agent', type: 'search', testid: 'filter-agent', placeholder: t('reports.agentPlaceholder') });
    p.entry = h('select', { id: 'entryPoint', testid: 'filter-entry' }, h('option', { value: '' }, t('reports.anyEntryPoint')));
    p.entryField = field('entryPoint', p.entry);
    p.entryField.hidden = true;
    const form = h('form', { class: 'card filters', role: 'search', 'aria-label': t('reports.filters') },
      field('period', p.period), p.custom, field('state', p.state), p.entryField, field('agent', p.agent),
      h('button', { class: 'button', testid: 'filter-apply' }, t('reports.apply')));
    form.addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#page = 1;
      this.#load();
    });
    p.caption = h('caption', { class: 'visually-hidden' }, t('reports.title'));
    p.table = h('div', { class: 'card table-card' }, h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': t('reports.title') },
      h('table', { class: 'calls', testid: 'calls-table' }, p.caption,
        h('thead', {}, h('tr', {}, COLUMNS.map((column) => h('th', { scope: 'col', class: `col-${column}` }, t(`reports.column.${column}`))))), this.#body)));
    p.message = h('div', { class: 'card message', hidden: true, testid: 'calls-message' });
    p.previous = h('button', { type: 'button', class: 'button quiet', testid: 'page-previous', on: { click: () => this.#turn(-1) } }, t('reports.previous'));
    p.next = h('button', { type: 'button', class: 'button quiet', testid: 'page-next', on: { click: () => this.#turn(1) } }, t('reports.next'));
    p.count = h('span', { class: 'muted small numeric', role: 'status', testid: 'page-count' });
    fill(this,
      h('div', { class: 'row spread' }, h('h1', {}, t('reports.title')),
        h('button', { type: 'button', class: 'button quiet', testid: 'refresh', on: { click: () => this.#load() } }, icon('refresh'), t('reports.refresh'))),
      form, p.message, p.table,
      h('div', { class: 'row spread pages' }, p.count, h('div', { class: 'row' }, p.previous, p.next)));
    this.#periodChosen();
    this.#offerEntryPoints();
  }

  /** Only where visitors come by entry points is there a choice among them. */
  async #offerEntryPoints() {
    const { entry, entryField } = this.#parts;
    try {
      const { entities } = await this.account.call('GET', `/api/tenants/${encodeURIComponent(this.account.user?.tenantId ?? '')}/entry-points`);
      entry.append(...entities.map((/** @type {any} */ each) => h('option', { value: each.id }, each.name)));
      entryField.hidden = entities.length === 0;
    } catch (failure) {
      console.warn('entry points are not offered', /** @type {any} */ (failure).code);
    }
  }

  #periodChosen() {
    const { period, custom, from, to } = this.#parts;
    custom.hidden = period.value !== 'custom';
    if (period.value !== 'custom') {
      const today = new Date();
      const first = new Date(today.getFullYear(), today.getMonth(), today.getDate() - PERIODS[period.value]);
      from.value = localDate(first);
      to.value = localDate(today);
    }
  }

  /** @param {number} by */
  #turn(by) {
    this.#page += by;
    this.#load();
  }

  async #load() {
    const { from, to, state, agent, entry } = this.#parts;
    const start = new Date(`${from.value}T00:00:00`);
    const end = new Date(`${to.value}T00:00:00`);
    end.setDate(end.getDate() + 1);
    const query = new URLSearchParams({ pageSize: String(PAGE_SIZE), pageNumber: String(this.#page), sortBy: 'start', sortOrder: 'DESC' });
    if (!Number.isNaN(start.getTime()) && !Number.isNaN(end.getTime())) {
      query.set('interval', `${start.toISOString()}/${end.toISOString()}`);
    }
    for (const [name, value] of [['state', state.value], ['agent', agent.value.trim()], ['entryPoint', entry.value]]) {
      if (value) {
        query.set(name, value);
      }
    }
    const request = ++this.#request;
    this.dataset.state = 'loading';
    try {
      const list = await this.account.call('GET', `/api/reports/calls?${query}`);
      if (request === this.#request) {
        this.#show(list);
      }
    } catch (failure) {
      if (request === this.#request) {
        this.dataset.state = 'failed';
        this.#tell('alert', t('reports.failedTitle'), explain(failure));
      }
    }
  }

  /** @param {any} list */
  #show(list) {
    const p = this.#parts;
    const pages = list.pageCount ?? Math.ceil(list.total / PAGE_SIZE);
    p.previous.disabled = this.#page <= 1;
    p.next.disabled = this.#page >= pages;
    const count = list.total === 1 ? t('reports.countOne') : t('reports.count', { total: list.total, page: this.#page, pages: Math.max(1, pages) });
    p.count.textContent = count;
    announce(count);
    if (list.entities.length === 0) {
      this.dataset.state = 'empty';
      this.#tell('chart', t('reports.emptyTitle'), t('reports.emptyText'));
      return;
    }
    p.message.hidden = true;
    p.table.hidden = false;
    p.table.classList.toggle('without-entries', list.entities.every((/** @type {any} */ call) => !call.entryPoint));
    p.table.classList.toggle('without-recordings', list.entities.every((/** @type {any} */ call) => recordingsOf(call) === undefined));
    fill(this.#body, list.entities.map(row));
    this.dataset.state = 'ready';
  }

  /** @param {string} glyph @param {string} title @param {string} text */
  #tell(glyph, title, text) {
    const p = this.#parts;
    p.table.hidden = true;
    p.message.hidden = false;
    fill(p.message, h('div', { class: 'emblem' }, icon(glyph, 32)), h('h2', {}, title), h('p', { class: 'muted' }, text));
  }
}

/** @param {string} name @param {HTMLElement} input */
function field(name, input) {
  return h('div', { class: 'field' }, h('label', { for: name }, t(`reports.filter.${name}`)), input);
}

/** @param {any} call @returns {number|undefined} unknown where the list does not say */
function recordingsOf(call) {
  return call.recordingCount ?? call.recordings?.length;
}

/** Who ended a call, or why the system did. @param {any} call */
export function endedBy(call) {
  return [call.endReason, call.endedBy].map((word) => `endedBy.${word}`).filter(hasText).map((key) => t(key))[0] ?? call.endedBy;
}

/** @param {any} call */
function row(call) {
  const recordings = recordingsOf(call) ?? 0;
  const cells = /** @type {Record<string, any>} */ ({
    start: h('a', { href: `#/calls/${call.id}`, class: 'row-link', testid: 'open-call' }, dateTime(call.start)),
    entryPoint: call.entryPoint ? h('bdi', {}, call.entryPoint) : '–',
    waitTime: duration(call.waitTime),
    duration: duration(call.duration),
    talkTime: duration(call.talkTime),
    agentName: call.agentName || '–',
    agentEmail: call.agentEmail || '–',
    state: h('span', { class: `pill ${{ active: 'good', waiting: 'warn', created: 'info' }[/** @type {string} */ (call.state)] ?? ''}` }, t(`callState.${call.state}`)),
    endedBy: call.endedBy ? endedBy(call) : '–',
    recordings: recordings > 0 ? h('span', { class: 'with-icon' }, icon('record', 16), String(recordings)) : '–',
    id: h('code', { class: 'short-id', title: call.id }, call.id),
  });
  return h('tr', { testid: 'call-row', 'data-call-id': call.id, 'data-call-state': call.state },
    COLUMNS.map((column) => h('td', { class: `col-${column} numeric`, 'data-label': t(`reports.column.${column}`) }, cells[column])));
}

/** @param {Date} date */
function localDate(date) {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** Defines the element once. */
export function defineCallTable() {
  if (!customElements.get('sl-call-table')) {
    customElements.define('sl-call-table', CallTable);
  }
}
