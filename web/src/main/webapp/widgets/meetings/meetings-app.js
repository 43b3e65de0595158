// The host's page: meeting points, who waits at them, and the meeting itself. Built on the client library alone.
import { connect } from '../../client/sightline-client.js';
import { arrivalChime, messageChime } from '../../rtc/chime.js';
import { Account } from '../../signaling/account.js';
import { CallFiles } from '../../signaling/files.js';
import { defineCallView } from '../../ui/call-view.js';
import { defineChatPanel } from '../../ui/chat-panel.js';
import { defineDeviceSetup } from '../../ui/device-setup.js';
import { fill, h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { ask, brand, explain, focusHeading, languagePicker } from '../../ui/page.js';
import { nameOf } from '../../ui/remote-pictures.js';
import { defineSignIn } from '../../ui/sign-in.js';
import { announce, clearToasts, prepareAnnouncements, toast } from '../../ui/toast.js';
import { defineDoorList } from './door-list.js';
import { openPointForm } from './point-form.js';
import { definePointList } from './point-list.js';

const IN_MEETING = 'sightline.meeting.call';

/**
 * `<sl-meetings-app>`. `data-view`: sign-in, points, setup, call, replaced. `data-socket` as of the session;
 * `data-waiting`: how many wait at all meeting points together.
 *
 * @typedef {import('../../client/staff-session.js').StaffSession} StaffSession
 * @typedef {import('../../client/live-call.js').LiveCall} LiveCall
 * @typedef {import('./point-list.js').Point} Point
 */
export class MeetingsApp extends HTMLElement {
  #account = new Account();
  /** @type {StaffSession|null} */
  #session = null;
  /** @type {Point[]} */
  #points = [];
  /** The meeting that is entered, or about to be. @type {LiveCall|null} */
  #call = null;
  /** Guests of whose waiting was told. @type {Set<string>} */
  #told = new Set();
  /** Calls whose chat is listened to. @type {WeakSet<LiveCall>} */
  #heard = new WeakSet();
  /** What the list shows, so that it is drawn anew only when that changes. */
  #drawn = '';
  #parts = /** @type {Record<string, any>} */ ({});

  connectedCallback() {
    defineSignIn();
    defineDeviceSetup();
    defineChatPanel();
    defineCallView();
    defineDoorList();
    definePointList();
    prepareAnnouncements();
    this.#account.addEventListener('signed-out', () => this.#signedOut());
    if (this.#account.user) {
      this.#signedIn();
    } else {
      this.#showSignIn();
    }
  }

  disconnectedCallback() {
    this.#session?.disconnect();
  }

  #showSignIn() {
    this.dataset.view = 'sign-in';
    const form = /** @type {any} */ (document.createElement('sl-sign-in'));
    form.account = this.#account;
    form.addEventListener('signed-in', () => this.#signedIn());
    fill(this, form);
  }

  #signedOut() {
    this.#session?.disconnect();
    this.#session = null;
    this.#call = null;
    sessionStorage.removeItem(IN_MEETING);
    this.#showSignIn();
  }

  async #signedIn() {
    this.#buildFrame();
    try {
      this.#session = await connect({ account: this.#account });
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
      this.#signedOut();
      return;
    }
    this.#session.addEventListener('status', () => this.#showSocket());
    this.#session.addEventListener('calls', () => this.#follow());
    this.#session.addEventListener('refused', () => this.#signedOut());
    this.#session.addEventListener('error', (/** @type {any} */ event) => toast(explain(event.detail), { kind: 'problem' }));
    this.#showSocket();
    await this.#load();
    this.#showPoints();
    const before = sessionStorage.getItem(IN_MEETING) ?? '';
    if (this.#session.calls.has(before)) {
      const call = this.#take(before);
      await call.local.open();
      this.#enter(call);
    }
  }

  #buildFrame() {
    const p = this.#parts;
    p.offline = h('div', { class: 'offline-bar', role: 'status', testid: 'offline-bar', hidden: true }, icon('refresh', 16), t('common.reconnecting'));
    p.main = h('main', { class: 'page-main', id: 'main' });
    p.footer = h('footer', { class: 'page-footer' }, languagePicker());
    p.header = h('header', { class: 'page-header' }, brand(), h('span', { class: 'grow' }),
      h('a', { class: 'button plain', href: '/agent/', testid: 'calls-link' }, icon('camera'), h('span', { class: 'wide-only' }, t('nav.calls'))),
      h('span', { class: 'who', testid: 'user-name' }, icon('person'), this.#account.user?.name ?? ''));
    fill(this, h('a', { class: 'skip-link', href: '#main' }, t('common.skip')), p.header, p.offline, p.main, p.footer);
  }

  #showSocket() {
    const status = this.#session?.status ?? 'closed';
    this.dataset.socket = status;
    this.#parts.offline.hidden = status !== 'reconnecting';
  }

  /** @param {string} view @param {...any} content */
  #show(view, ...content) {
    this.dataset.view = view;
    this.#parts.main.className = view === 'call' ? 'page-main call-main' : 'page-main';
    this.#parts.footer.hidden = view === 'call';
    fill(this.#parts.main, ...content);
    focusHeading(this.#parts.main);
  }

  async #load() {
    try {
      this.#points = await /** @type {StaffSession} */ (this.#session).meetingPoints();
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    }
  }

  #showPoints() {
    const p = this.#parts;
    p.list = document.createElement('sl-point-list');
    this.#drawn = '';
    p.list.addEventListener('host', (/** @type {any} */ event) => this.#host(event.detail));
    p.list.addEventListener('change', (/** @type {any} */ event) => this.#change(event.detail));
    p.list.addEventListener('close', (/** @type {any} */ event) => this.#close(event.detail));
    this.#show('points',
      h('div', { class: 'row spread points-head' }, h('div', {}, h('h1', {}, t('points.title')), h('p', { class: 'muted' }, t('points.text'))),
        h('button', { type: 'button', class: 'button large', testid: 'new-point', on: { click: () => this.#create() } }, icon('plus'), t('points.new'))),
      p.list);
    this.#follow();
  }

  /** Brings the list and the title in line with what the server says. */
  #follow() {
    const meetings = this.#meetings();
    let waiting = 0;
    for (const call of meetings) {
      this.#listen(call);
      const ready = call.waiting.filter(({ waitingSince }) => waitingSince);
      waiting += ready.length;
      ready.forEach((guest) => this.#notice(call, guest));
    }
    this.dataset.waiting = String(waiting);
    document.title = waiting > 0 ? `(${waiting}) ${t('title.meetingsWaiting')}` : t('title.meetings');
    if (this.dataset.view === 'points') {
      const drawn = JSON.stringify([this.#points, meetings.map(({ callId, participants }) => [callId, participants.length > 0])]);
      if (drawn !== this.#drawn) {
        this.#drawn = drawn;
        this.#parts.list.show(this.#points, (/** @type {Point} */ point) => meetings.find((call) => call.meeting?.pointId === point.id) ?? null);
      }
    }
  }

  /** @returns {LiveCall[]} one for each meeting of this host's that is open */
  #meetings() {
    const session = this.#session;
    return session ? [...session.calls.values()].filter((call) => call.meeting).map((call) => session.call(call.id)) : [];
  }

  /** @param {LiveCall} call */
  #listen(call) {
    if (!this.#heard.has(call)) {
      this.#heard.add(call);
      call.addEventListener('chat', (/** @type {any} */ event) => this.#written(call, event.detail));
      call.addEventListener('ended', () => this.#over(call));
      call.addEventListener('replaced', () => this.#replaced());
    }
  }

  /** @param {LiveCall} call @param {import('../../rtc/call-client.js').Participant} guest */
  #notice(call, guest) {
    const key = `${guest.id} ${guest.waitingSince}`;
    if (!this.#told.has(key)) {
      this.#told.add(key);
      arrivalChime();
      const text = t('meetings.waits', { name: nameOf(guest), meeting: call.meeting?.name ?? '' });
      announce(text);
      const inside = call === this.#call && this.dataset.view === 'call';
      toast(text, inside ? {
        action: { label: t('door.admit'), testid: 'toast-admit', run: () => call.admit(guest.id).catch((failure) => toast(explain(failure), { kind: 'problem' })) },
      } : {});
    }
  }

  /** @param {LiveCall} call @param {import('../../signaling/chat-log.js').ChatMessage} message */
  #written(call, message) {
    const author = call.snapshot?.participants.find(({ id }) => id === message.from);
    if (message.thread && author) {
      messageChime();
      toast(t('chat.arrived', { name: nameOf(author), text: message.text.slice(0, 120) }));
    }
  }

  #create() {
    openPointForm(null, async (wish) => {
      const made = await /** @type {StaffSession} */ (this.#session).createMeetingPoint(/** @type {any} */ (wish));
      this.#points = [made, ...this.#points];
      this.#follow();
      announce(t('points.created'));
    });
  }

  /** @param {Point} point */
  #change(point) {
    openPointForm(point, async (wish) => {
      const changed = await /** @type {StaffSession} */ (this.#session).changeMeetingPoint(point.id, /** @type {any} */ (wish));
      this.#points = this.#points.map((each) => (each.id === point.id ? changed : each));
      this.#follow();
    });
  }

  /** @param {Point} point */
  async #close(point) {
    if (await ask({ title: t('points.closeTitle', { name: point.name }), text: t('points.closeText'), confirm: t('points.close'), testid: 'close-point' })) {
      try {
        await this.#session?.closeMeetingPoint(point.id);
        this.#points = this.#points.filter((each) => each.id !== point.id);
        this.#follow();
      } catch (failure) {
        toast(explain(failure), { kind: 'problem' });
      }
    }
  }

  /** Lets the host look at camera and microphone, then starts. @param {Point} point */
  async #host(point) {
    let call;
    try {
      call = await /** @type {StaffSession} */ (this.#session).host(point.id);
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
      return;
    }
    this.#take(call.callId);
    clearToasts();
    const setup = /** @type {any} */ (document.createElement('sl-device-setup'));
    setup.local = call.local;
    const doors = this.#doors(call);
    this.#show('setup',
      h('div', { class: 'stack' }, h('h1', { tabindex: -1 }, point.name), h('p', { class: 'muted' }, t('setup.agentText'))),
      h('div', { class: 'card stack setup-card' }, setup,
        h('div', { class: 'row setup-actions' },
          h('button', { type: 'button', class: 'button quiet', testid: 'setup-cancel', on: { click: () => this.#leave() } }, t('common.cancel')),
          h('button', { type: 'button', class: 'button large', testid: 'setup-join', on: { click: () => this.#enter(call) } }, icon('camera'), t('meetings.begin')))),
      h('div', { class: 'card setup-card' }, doors));
    call.local.open();
  }

  /** @param {string} callId */
  #take(callId) {
    const call = /** @type {StaffSession} */ (this.#session).call(callId);
    this.#call = call;
    this.#listen(call);
    return call;
  }

  /** @param {LiveCall} call */
  #doors(call) {
    const doors = /** @type {any} */ (document.createElement('sl-door-list'));
    doors.call = call;
    return doors;
  }

  /** @param {LiveCall} call */
  #enter(call) {
    sessionStorage.setItem(IN_MEETING, call.callId);
    call.join();
    const view = /** @type {any} */ (document.createElement('sl-call-view'));
    view.client = call;
    view.staff = true;
    view.chat = call.chat;
    view.files = new CallFiles(call.callId, () => this.#account.token());
    view.invite = async (/** @type {any} */ wish) => ({ fullUrl: (await call.invite(wish)).url });
    const panel = h('details', { class: 'door-panel', open: innerWidth > 800, testid: 'door-panel' },
      h('summary', { testid: 'door-toggle' }, icon('people'), t('meetings.people')), this.#doors(call),
      h('button', { type: 'button', class: 'button quiet', testid: 'leave-meeting', on: { click: () => this.#leave() } }, icon('sign-out'), t('meetings.leave')));
    this.#show('call', h('h1', { class: 'visually-hidden' }, call.meeting?.name ?? ''), h('div', { class: 'meeting-room' }, view, panel));
  }

  /** The guests who are in the meeting stay there. */
  async #leave() {
    sessionStorage.removeItem(IN_MEETING);
    if (this.#call) {
      this.#session?.leave(this.#call.callId);
    }
    this.#call = null;
    await this.#load();
    this.#showPoints();
  }

  /** @param {LiveCall} call */
  async #over(call) {
    const mine = call === this.#call;
    if (mine) {
      sessionStorage.removeItem(IN_MEETING);
      this.#call = null;
      document.querySelectorAll('dialog[open]').forEach((dialog) => /** @type {HTMLDialogElement} */ (dialog).close());
    }
    await this.#load();
    if (mine) {
      this.#showPoints();
      toast(t('meetings.ended'), { kind: 'good' });
    } else {
      this.#follow();
    }
  }

  #replaced() {
    this.#call = null;
    sessionStorage.removeItem(IN_MEETING);
    this.#session?.disconnect();
    this.#show('replaced', h('div', { class: 'card message', role: 'status' }, h('div', { class: 'emblem' }, icon('devices', 32)),
      h('h1', {}, t('meetings.replacedTitle')), h('p', { class: 'muted' }, t('meetings.replacedText')),
      h('button', { type: 'button', class: 'button', testid: 'use-here', on: { click: () => location.reload() } }, t('meetings.useHere'))));
  }
}

/** Defines the element once. */
export function defineMeetingsApp() {
  if (!customElements.get('sl-meetings-app')) {
    customElements.define('sl-meetings-app', MeetingsApp);
  }
}
