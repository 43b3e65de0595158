// Asking a colleague into a call: whom, and what for.
import { fill, h, uniqueId } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { explain } from './page.js';
import { clearToasts, toast } from './toast.js';

const KINDS = ['consult', 'conference', 'blind'];
const REFRESH_MS = 3_000;

/**
 * @param {import('../rtc/call-client.js').CallClient} client
 * @returns {HTMLDialogElement} open already
 */
export function openTransfer(client) {
  const title = uniqueId('transfer-title');
  const people = h('div', { class: 'stack colleagues', testid: 'colleagues' }, h('p', { class: 'muted', role: 'status' }, t('common.loading')));
  const ask = h('button', { class: 'button', testid: 'transfer-ask' }, t('transfer.ask'));
  const form = h('form', { class: 'stack' },
    h('h2', { id: title }, t('transfer.title')),
    h('fieldset', { class: 'choices' }, h('legend', {}, t('transfer.how')), KINDS.map((kind, index) => choice('kind', kind, t(`transfer.${kind}`), t(`transfer.${kind}.hint`), { checked: index === 0 }))),
    h('fieldset', { class: 'choices' }, h('legend', {}, t('transfer.whom')), people),
    h('div', { class: 'row' }, ask, h('button', { type: 'button', class: 'button quiet', testid: 'transfer-close', on: { click: () => dialog.close() } }, t('common.cancel'))));
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'narrow', 'aria-labelledby': title, testid: 'transfer-dialog' }, form));
  const told = (/** @type {any} */ event) => event.detail.type === 'colleagues' && list(people, event.detail.agents, event.detail.groups ?? []);
  const timer = setInterval(() => client.askForColleagues(), REFRESH_MS);
  client.socket.addEventListener('message', told);
  client.askForColleagues();
  form.addEventListener('submit', async (/** @type {Event} */ event) => {
    event.preventDefault();
    const data = new FormData(form);
    ask.disabled = true;
    try {
      const [what, id] = String(data.get('user') ?? '').split(':');
      await client.transfer(String(data.get('kind')), what === 'user' ? { userId: id } : what === 'group' ? { groupId: id } : {});
      clearToasts(); // what they say lies over what is to be said of the colleague
      dialog.close();
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
      ask.disabled = false;
    }
  });
  dialog.addEventListener('close', () => {
    clearInterval(timer);
    client.socket.removeEventListener('message', told);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * @param {HTMLElement} people @param {{id: string, name: string, presence: string}[]} agents
 * @param {{id: string, name: string, free: number}[]} groups
 */
function list(people, agents, groups) {
  const signature = JSON.stringify([agents, groups]);
  if (people.dataset.agents === signature) {
    return;
  }
  people.dataset.agents = signature;
  const chosen = /** @type {HTMLInputElement|null} */ (people.querySelector('input:checked'))?.value ?? '';
  const focused = people.contains(document.activeElement);
  const order = ['available', 'busy', 'away', 'offline'];
  const sorted = [...agents].sort((a, b) => order.indexOf(a.presence) - order.indexOf(b.presence) || a.name.localeCompare(b.name));
  fill(people,
    choice('user', '', t('transfer.anybody'), t('transfer.anybody.hint'), { checked: true }),
    groups.map((group) => choice('user', `group:${group.id}`, group.name, t(group.free ? 'transfer.group' : 'transfer.groupEmpty', { count: group.free }), {
      checked: `group:${group.id}` === chosen && group.free > 0, disabled: group.free === 0, presence: group.free > 0 ? 'available' : 'offline',
    })),
    sorted.map((agent) => choice('user', `user:${agent.id}`, agent.name, t(`presence.${agent.presence}`), {
      checked: `user:${agent.id}` === chosen && agent.presence === 'available', disabled: agent.presence !== 'available', presence: agent.presence,
    })));
  if (focused) {
    /** @type {HTMLElement|null} */ (people.querySelector('input:checked'))?.focus();
  }
}

/**
 * @param {string} name @param {string} value @param {string} text @param {string} hint
 * @param {{checked?: boolean, disabled?: boolean, presence?: string}} options
 */
function choice(name, value, text, hint, { checked = false, disabled = false, presence }) {
  return h('label', { class: 'choice', 'data-presence': presence },
    h('input', { type: 'radio', name, value, checked, disabled, testid: `transfer-${name}-${value || 'anybody'}` }),
    h('span', {}, h('strong', {}, h('bdi', {}, text)), h('span', { class: 'muted small' }, hint)));
}

/** What is said above the picture while a colleague is asked or there. @param {import('../rtc/call-client.js').CallClient} client @param {(step: () => Promise<void>) => void} run */
export function transferBar(client, run) {
  const { snapshot } = client;
  const ring = snapshot?.ring;
  if (!ring) {
    return [];
  }
  const colleague = snapshot.participants.find(({ id }) => id === ring.colleague);
  const mine = client.self?.id !== ring.colleague;
  const talks = colleague?.presence === 'joined';
  const text = ring.state === 'ringing' ? t('transfer.ringing')
    : !mine ? t('transfer.asked') : t(talks ? 'transfer.there' : 'transfer.coming', { name: colleague?.displayName ?? '' });
  return [
    icon('people', 18), h('span', { class: 'grow' }, text),
    mine && talks && h('button', { type: 'button', class: 'button', testid: 'transfer-complete', on: { click: () => run(() => client.completeTransfer()) } }, t('transfer.complete')),
    mine && h('button', { type: 'button', class: 'button quiet', testid: 'transfer-cancel', on: { click: () => run(() => client.cancelTransfer()) } }, t(talks ? 'transfer.sendAway' : 'common.cancel')),
  ];
}
