// Who waits at a meeting's door and who was let in, with what a host may do with each.
import { fill, h } from '../../ui/dom.js';
import { clock } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';
import { nameOf } from '../../ui/remote-pictures.js';
import { toast } from '../../ui/toast.js';
import { openChat } from '../agent/chat-dialog.js';

/**
 * `<sl-door-list>`: set `call` before connecting it. `data-waiting`: how many are ready to be let in.
 * @typedef {import('../../rtc/call-client.js').Participant} Participant
 */
export class DoorList extends HTMLElement {
  /** @type {import('../../client/live-call.js').LiveCall} */
  call;
  #timer = 0;
  #drawn = '';
  #parts = /** @type {Record<string, any>} */ ({});
  #update = () => this.#show();

  connectedCallback() {
    const p = this.#parts;
    this.#drawn = '';
    p.count = h('span', { class: 'muted', testid: 'waiting-count' });
    p.all = h('button', { type: 'button', class: 'button', testid: 'admit-all', on: { click: () => this.#ask(() => this.call.admitAll()) } }, icon('check'), t('door.admitAll'));
    p.waiting = h('ul', { class: 'door-guests', testid: 'waiting-list', 'aria-label': t('door.waiting') });
    p.nobody = h('p', { class: 'muted small' }, t('door.nobody'));
    p.inside = h('ul', { class: 'door-guests', testid: 'inside-list', 'aria-label': t('door.inside') });
    p.insideHead = h('h3', {}, t('door.inside'));
    p.full = h('p', { class: 'note warning', testid: 'door-full' }, icon('people'), h('span', {}, t('door.full')));
    fill(this, h('div', { class: 'row spread' }, h('h2', {}, t('door.waiting')), p.count), p.full, p.nobody, p.waiting, p.all, p.insideHead, p.inside);
    this.call.addEventListener('snapshot', this.#update);
    this.call.addEventListener('chat', this.#update);
    this.#timer = setInterval(() => this.#tick(), 1_000);
    this.#show();
  }

  disconnectedCallback() {
    this.call.removeEventListener('snapshot', this.#update);
    this.call.removeEventListener('chat', this.#update);
    clearInterval(this.#timer);
  }

  #show() {
    const p = this.#parts;
    const { waiting, meeting } = this.call;
    const ready = waiting.filter(({ waitingSince }) => waitingSince);
    const last = '9999';
    const inside = this.call.participants.filter(({ admittance }) => admittance === 'admitted')
      .sort((a, b) => (a.handRaisedAt ?? last).localeCompare(b.handRaisedAt ?? last));
    this.dataset.waiting = String(ready.length);
    p.count.textContent = String(waiting.length);
    p.nobody.hidden = waiting.length > 0;
    p.all.hidden = ready.length < 2 || meeting?.hosted !== true;
    p.all.disabled = meeting?.full === true;
    p.full.hidden = meeting?.full !== true;
    p.insideHead.hidden = inside.length === 0;
    const drawn = JSON.stringify([meeting?.hosted, meeting?.full, waiting.map((guest) => [guest, this.call.chatWith(guest.id).unread]), inside.map(({ id, displayName, handRaisedAt, audio }) => [id, displayName, handRaisedAt, audio])]);
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#keepingFocus(() => {
        fill(p.waiting, waiting.map((guest) => this.#waits(guest)));
        fill(p.inside, inside.map((guest) => this.#isIn(guest)));
      });
    }
    this.#tick();
  }

  /** @param {() => void} redraw */
  #keepingFocus(redraw) {
    const had = this.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    const guest = /** @type {HTMLElement|null} */ (had?.closest('[data-participant]') ?? null)?.dataset.participant;
    redraw();
    if (guest && had?.dataset.testid) {
      /** @type {HTMLElement|null} */ (this.querySelector(`[data-participant="${guest}"] [data-testid="${had.dataset.testid}"]`))?.focus();
    }
  }

  /** @param {Participant} guest */
  #waits(guest) {
    const name = nameOf(guest);
    const { unread } = this.call.chatWith(guest.id);
    const { meeting } = this.call;
    return h('li', { class: 'door-guest', testid: 'waiting-guest', 'data-participant': guest.id, 'data-ready': String(Boolean(guest.waitingSince)), 'data-unread': String(unread) },
      h('div', { class: 'door-who' }, h('bdi', { class: 'door-name' }, name),
        guest.waitingSince ? h('time', { class: 'muted small numeric', 'data-since': guest.waitingSince }) : h('span', { class: 'muted small' }, t('door.gettingReady'))),
      h('div', { class: 'row' },
        meeting?.hosted && h('button', { type: 'button', class: 'button', testid: 'admit', disabled: meeting.full, 'aria-label': t('door.admitWhom', { name }), on: { click: () => this.#ask(() => this.call.admit(guest.id)) } }, t('door.admit')),
        h('button', { type: 'button', class: 'button quiet', testid: 'write', 'aria-label': t('door.writeWhom', { name }), on: { click: () => this.#write(guest) } }, icon('chat'), unread > 0 && h('span', { class: 'unread' }, String(unread))),
        h('button', { type: 'button', class: 'button danger-quiet', testid: 'send-away', 'aria-label': t('door.removeWhom', { name }), on: { click: () => this.#ask(() => this.call.remove(guest.id)) } }, t('door.remove'))));
  }

  /** @param {Participant} guest */
  #isIn(guest) {
    const name = nameOf(guest);
    const hosted = this.call.self?.presence === 'joined';
    return h('li', { class: 'door-guest', testid: 'inside-guest', 'data-participant': guest.id, 'data-hand': guest.handRaisedAt ? 'up' : 'down' },
      h('bdi', { class: 'door-name' }, name),
      h('div', { class: 'row' },
        hosted && guest.handRaisedAt && h('button', { type: 'button', class: 'button quiet hand-up', testid: 'lower-hand', 'aria-label': t('call.handLowerOf', { name }), title: t('call.handLowerOf', { name }), on: { click: () => this.#ask(() => this.call.lowerHand(guest.id)) } }, icon('hand')),
        hosted && h('button', { type: 'button', class: 'button quiet', testid: 'mute-guest', disabled: !guest.audio, 'aria-label': t('call.muteOther', { name }), title: t('call.muteOther', { name }), on: { click: () => this.#ask(() => this.call.muteOther(guest.id)) } }, icon('mic-off')),
        h('button', { type: 'button', class: 'button quiet', testid: 'put-back', 'aria-label': t('door.putBackWhom', { name }), on: { click: () => this.#ask(() => this.call.putBack(guest.id)) } }, t('door.putBack')),
        h('button', { type: 'button', class: 'button danger-quiet', testid: 'remove', 'aria-label': t('door.removeWhom', { name }), on: { click: () => this.#ask(() => this.call.remove(guest.id)) } }, t('door.remove'))));
  }

  /** @param {Participant} guest */
  #write(guest) {
    openChat(this.call.chatWith(guest.id), nameOf(guest), (id) => {
      const party = this.call.snapshot?.participants.find((each) => each.id === id);
      return party ? nameOf(party) : '';
    });
  }

  #tick() {
    for (const time of this.querySelectorAll('time[data-since]')) {
      const seconds = (Date.now() - Date.parse(/** @type {HTMLElement} */ (time).dataset.since ?? '')) / 1000;
      const text = t('door.since', { time: clock(Math.max(0, seconds)) });
      if (time.textContent !== text) {
        time.textContent = text;
      }
    }
  }

  /** @param {() => Promise<void>} step */
  async #ask(step) {
    try {
      await step();
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    }
  }
}

/** Defines the element once. */
export function defineDoorList() {
  if (!customElements.get('sl-door-list')) {
    customElements.define('sl-door-list', DoorList);
  }
}
