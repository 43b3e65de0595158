// What a meeting's guest sees before being let in: whose meeting it is, the own name, and how things stand at the door.
import { fill, h, uniqueId } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';

const STORED = 'sightline.guest';

/**
 * The key by which this tab's visit is known again at a meeting; none for another link. @param {string} code
 * @returns {string|undefined}
 */
export function keptKey(code) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
    return kept?.code === code ? kept.key : undefined;
  } catch {
    return undefined; // refused storage: after a reload one waits anew
  }
}

/** @param {string} code @param {string|undefined} key */
export function keepKey(code, key) {
  try {
    if (key) {
      sessionStorage.setItem(STORED, JSON.stringify({ code, key }));
    }
  } catch {
    // refused storage: after a reload one waits anew
  }
}

/** A field for the name that the host and the others are to read. @param {string} name @param {(name: string) => void} changed */
export function nameField(name, changed) {
  const id = uniqueId('guest-name');
  const field = h('input', { id, value: name, maxlength: 64, autocomplete: 'name', testid: 'guest-name', on: { input: () => changed(field.value) } });
  return h('div', { class: 'field' }, h('label', { for: id }, t('door.yourName')), field);
}

/** How things stand while one waits. */
export class DoorNotice {
  element = h('div', { class: 'door-notice', testid: 'door-notice' });
  /** Whether one was in the meeting before and has to wait again. */
  back = false;
  #drawn = '';

  /** @param {import('../../rtc/call-client.js').Snapshot['meeting']} meeting */
  show(meeting) {
    const words = t(this.back ? 'door.back' : !meeting?.hosted ? 'door.notStarted' : meeting.full ? 'door.fullGuest' : 'door.told');
    const drawn = JSON.stringify([words, meeting]);
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      fill(this.element,
        meeting?.message && h('p', { class: 'muted lead door-message', testid: 'waiting-message', dir: 'auto' }, meeting.message),
        h('p', { class: meeting?.full ? 'note warning' : 'muted', testid: 'door-state', 'data-full': String(meeting?.full === true) }, meeting?.full && icon('people'), h('span', {}, words)));
    }
  }
}
