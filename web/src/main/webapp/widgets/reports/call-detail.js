// One call: its data record, the sessions of both sides, and its recordings.
import { fill, h } from '../../ui/dom.js';
import { dateTime, duration } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';
import { endedBy } from './call-table.js';
import { defineKeptFiles } from './kept-files.js';
import { defineRecordingCard, isSettled } from './recording-card.js';

const POLL_MS = 2_000;
/** While a recording runs, which may end any moment. */
const RUNNING_MS = 700;
/** While something to play may come any moment, and how often it is looked for so closely. */
const SOON_MS = 300;
const SOON_LOOKS = 100;

/** `<sl-call-detail>`: set `account` and `callId`. Refreshes itself while anything is still under way. */
export class CallDetail extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;
  callId = '';
  #timer = 0;
  #parts = /** @type {Record<string, any>} */ ({});
  /** @type {Map<string, any>} */
  #cards = new Map();
  #failed = false;
  #looks = 0;

  connectedCallback() {
    defineRecordingCard();
    defineKeptFiles();
    const p = this.#parts;
    p.record = h('dl', { class: 'facts', testid: 'call-record' });
    p.sessions = h('tbody', {});
    p.chat = h('ol', { class: 'stack transcript', role: 'list', testid: 'transcript' });
    p.recordings = h('div', { class: 'stack', testid: 'recordings' });
    p.problem = h('div', { role: 'alert' });
    p.title = h('h1', { tabindex: -1 }, t('detail.title'));
    const columns = ['role', 'start', 'duration', 'ipAddress', 'userAgent'];
    fill(this,
      h('a', { class: 'back-link', href: '#/', testid: 'back-to-list' }, icon('back'), t('detail.back')),
      p.title, p.problem,
      h('section', { class: 'card stack', 'aria-labelledby': 'record-title' }, h('h2', { id: 'record-title' }, t('detail.record')), p.record),
      h('section', { class: 'stack', 'aria-labelledby': 'recordings-title' }, h('h2', { id: 'recordings-title' }, t('detail.recordings')), p.recordings),
      this.#files(),
      h('section', { class: 'card stack', 'aria-labelledby': 'chat-title' }, h('h2', { id: 'chat-title' }, t('detail.chat')), p.chat),
      h('section', { class: 'card stack', 'aria-labelledby': 'sessions-title' }, h('h2', { id: 'sessions-title' }, t('detail.sessions')),
        h('div', { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-labelledby': 'sessions-title' },
          h('table', { class: 'calls sessions', testid: 'sessions-table' },
            h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col' }, t(`detail.session.${column}`))))), p.sessions))));
    p.title.focus();
    this.#load();
    this.#loadChat();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #files() {
    const files = /** @type {any} */ (document.createElement('sl-kept-files'));
    files.account = this.account;
    files.callId = this.callId;
    return files;
  }

  async #load() {
    let wait = POLL_MS;
    try {
      const call = await this.account.call('GET', `/api/reports/calls/${encodeURIComponent(this.callId)}?expand=sessions,recordings`);
      this.#show(call);
      fill(this.#parts.problem);
      this.#failed = false;
      wait = call.state === 'ended' && (call.recordings ?? []).every(isSettled) ? 0 : this.#wait(call.recordings ?? []);
    } catch (failure) {
      const gone = [400, 403, 404].includes(/** @type {any} */ (failure).status);
      if (!this.#failed || gone) {
        fill(this.#parts.problem, h('div', { class: 'note problem', testid: 'detail-error' }, icon('alert'), h('span', {}, gone ? t('detail.notFound') : explain(failure))));
      }
      this.#failed = true;
      wait = gone ? 0 : POLL_MS * 2;
    }
    if (wait > 0 && this.isConnected) {
      this.#timer = setTimeout(() => this.#load(), wait);
    }
  }

  /** How long nothing new is expected. @param {any[]} recordings */
  #wait(recordings) {
    const runs = recordings.some(({ state }) => state === 'recording' || state === 'paused');
    const due = recordings.some((recording) => !isSettled(recording) && (recording.renditions ?? []).length === 0);
    this.#looks = due && !runs ? this.#looks + 1 : 0;
    if (runs) {
      return RUNNING_MS;
    }
    return due && this.#looks <= SOON_LOOKS ? SOON_MS : POLL_MS;
  }

  /** What was written is part of the record; where it is not kept there is nothing to tell. */
  async #loadChat() {
    try {
      const { entities } = await this.account.call('GET', `/api/reports/calls/${encodeURIComponent(this.callId)}/chat`);
      fill(this.#parts.chat, entities.length === 0 && h('li', { class: 'muted' }, t('detail.chatEmpty')), entities.map((/** @type {any} */ line) =>
        h('li', { testid: 'transcript-line' }, h('p', { class: 'muted small' }, h('bdi', {}, line.name || t(`role.${line.role}`)), ' · ', dateTime(line.at)), h('p', { class: 'transcript-words', dir: 'auto' }, line.text))));
    } catch (failure) {
      fill(this.#parts.chat, h('li', { class: 'muted' }, explain(failure)));
    }
  }

  /** @param {any} call */
  #show(call) {
    const p = this.#parts;
    this.dataset.callState = call.state;
    p.title.textContent = t('detail.titleOf', { time: dateTime(call.start) });
    facts(p.record, {
      id: h('code', {}, call.id), state: t(`callState.${call.state}`), start: dateTime(call.start), end: dateTime(call.end),
      entryPoint: call.entryPoint ? h('bdi', {}, call.entryPoint) : '–', waitTime: duration(call.waitTime),
      duration: duration(call.duration), talkTime: duration(call.talkTime), agentName: call.agentName || '–', agentEmail: call.agentEmail || '–',
      endedBy: call.endedBy ? endedBy(call) : '–',
    }, 'reports.column');
    fill(p.sessions, (call.sessions ?? []).map((/** @type {any} */ session) => h('tr', { testid: 'session-row', 'data-role': session.role },
      cell('role', t(`role.${session.role}`)), cell('start', dateTime(session.start)), cell('duration', duration(session.duration)),
      cell('ipAddress', session.ipAddress), cell('userAgent', h('span', { class: 'agent-string' }, session.userAgent)))));
    this.#showRecordings(call.recordings ?? []);
  }

  /** @param {any[]} recordings */
  #showRecordings(recordings) {
    for (const recording of recordings) {
      let card = this.#cards.get(recording.id);
      if (!card) {
        if (this.#cards.size === 0) {
          fill(this.#parts.recordings);
        }
        card = document.createElement('sl-recording-card');
        card.account = this.account;
        card.addEventListener('retried', () => {
          clearTimeout(this.#timer);
          this.#load();
        });
        this.#cards.set(recording.id, card);
        this.#parts.recordings.append(card);
      }
      card.show(recording);
    }
    if (recordings.length === 0) {
      fill(this.#parts.recordings, h('p', { class: 'muted', testid: 'no-recordings' }, t('detail.noRecordings')));
    }
  }
}

/** @param {string} column @param {any} content */
function cell(column, content) {
  return h('td', { class: 'numeric', 'data-label': t(`detail.session.${column}`) }, content ?? '–');
}

/** Fills a definition list. @param {HTMLElement} list @param {Record<string, any>} values @param {string} keys prefix of the names' texts */
export function facts(list, values, keys) {
  fill(list, Object.entries(values).map(([name, value]) =>
    h('div', { 'data-fact': name }, h('dt', {}, t(`${keys}.${name}`)), h('dd', { class: 'numeric' }, value))));
}

/** Defines the element once. */
export function defineCallDetail() {
  if (!customElements.get('sl-call-detail')) {
    customElements.define('sl-call-detail', CallDetail);
  }
}
