// Groups of agents, and the entry points by which visitors of web sites reach them.
import { fill, h, uniqueId } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { LANGUAGES, t } from '../../ui/i18n.js';
import { ask, explain } from '../../ui/page.js';
import { toast } from '../../ui/toast.js';

/**
 * @typedef {{id: string, name: string, everybody: boolean, members: string[], ringing: string, atOnce: number, ringTime: string}} Group
 * @typedef {{id: string, name: string, groupId: string, language: string|null, opening: string|null, origins: string[]}} Entry
 */

/** `<sl-reception-settings>`: set `account`; for administrators. */
export class ReceptionSettings extends HTMLElement {
  /** @type {import('../../signaling/account.js').Account} */
  account;
  /** @type {Group[]} */
  #groups = [];
  /** @type {Entry[]} */
  #entries = [];
  /** @type {{id: string, name: string}[]} */
  #agents = [];

  connectedCallback() {
    this.#load();
  }

  #path() {
    return `/api/tenants/${encodeURIComponent(this.account.user?.tenantId ?? '')}`;
  }

  async #load() {
    try {
      const [groups, entries, agents] = await Promise.all(['groups', 'entry-points', 'agents'].map((what) => this.account.call('GET', `${this.#path()}/${what}`)));
      this.#groups = groups.entities;
      this.#entries = entries.entities;
      this.#agents = agents.entities;
      this.#show();
    } catch (failure) {
      fill(this, h('div', { class: 'note problem' }, icon('alert'), explain(failure)));
    }
  }

  #show() {
    fill(this,
      this.#section('groups', this.#groups, (group) => this.#groupWords(group), (group) => this.#editGroup(group)),
      this.#section('entries', this.#entries, (entry) => this.#entryWords(entry), (entry) => this.#editEntry(entry), this.#groups.length === 0));
  }

  /**
   * @param {string} what @param {any[]} all @param {(each: any) => any} words @param {(each: any) => void} edit
   * @param {boolean} [closed] whether there cannot be one more yet
   */
  #section(what, all, words, edit, closed = false) {
    return h('section', { class: 'card stack', testid: `settings-${what}` },
      h('div', { class: 'row spread' }, h('div', {}, h('h2', {}, t(`reception.${what}`)), h('p', { class: 'muted' }, t(`reception.${what}.text`))),
        h('button', { type: 'button', class: 'button quiet', testid: `add-${what}`, disabled: closed, on: { click: () => edit(null) } }, icon('plus'), h('span', {}, t('reception.add')))),
      h('ul', { class: 'plain-list', role: 'list' }, all.map((each) => h('li', { class: 'row spread setting-row', 'data-id': each.id },
        h('span', { class: 'grow' }, h('strong', {}, h('bdi', {}, each.name)), h('span', { class: 'muted small' }, words(each))),
        h('button', { type: 'button', class: 'button quiet', testid: 'edit', 'aria-label': t('reception.editName', { name: each.name }), on: { click: () => edit(each) } }, t('reception.edit')),
        h('button', { type: 'button', class: 'button danger-quiet', testid: 'remove', 'aria-label': t('reception.removeName', { name: each.name }), on: { click: () => this.#remove(what, each) } }, t('reception.remove'))))));
  }

  /** @param {Group} group */
  #groupWords(group) {
    const who = group.everybody ? t('reception.everybody') : t('reception.members', { count: group.members.length });
    return `${who} · ${t(`settings.ringing.${group.ringing}`)}`;
  }

  /** @param {Entry} entry */
  #entryWords(entry) {
    const group = this.#groups.find(({ id }) => id === entry.groupId)?.name ?? '';
    return [group, ...entry.origins].join(' · ');
  }

  /** @param {string} what @param {any} each */
  async #remove(what, each) {
    if (await ask({ title: t('reception.removeTitle', { name: each.name }), text: t(`reception.${what}.removeText`), confirm: t('reception.remove'), testid: 'remove-dialog' })) {
      await this.#run(() => this.account.call('DELETE', `${this.#path()}/${what === 'groups' ? 'groups' : 'entry-points'}/${each.id}`));
    }
  }

  /** @param {() => Promise<any>} step @returns {Promise<boolean>} */
  async #run(step) {
    try {
      await step();
      await this.#load();
      return true;
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
      return false;
    }
  }

  /** @param {Group|null} group */
  #editGroup(group) {
    const members = h('fieldset', { class: 'choices', testid: 'group-members' }, h('legend', {}, t('reception.whoMembers')),
      this.#agents.map((agent) => tick('members', agent.id, agent.name, group?.members.includes(agent.id) ?? false)),
      this.#agents.length === 0 && h('p', { class: 'muted small' }, t('reception.noAgents')));
    const everybody = tick('everybody', 'yes', t('reception.everybody'), group?.everybody ?? true);
    everybody.addEventListener('change', () => {
      members.hidden = everybody.querySelector('input').checked;
    });
    members.hidden = group?.everybody ?? true;
    this.#edit('group', group, [
      everybody, members,
      select('ringing', t('reception.ringing'), [['all', t('settings.ringing.all')], ['longest-idle', t('settings.ringing.longest-idle')]], group?.ringing ?? 'all'),
      number('atOnce', t('reception.atOnce'), 1, 20, group?.atOnce ?? 1),
      number('ringSeconds', t('reception.ringSeconds'), 5, 120, seconds(group?.ringTime)),
    ], (data) => this.account.call(group ? 'PUT' : 'POST', `${this.#path()}/groups${group ? `/${group.id}` : ''}`, {
      name: data.get('name'), everybody: data.get('everybody') === 'yes', members: data.getAll('members'), ringing: data.get('ringing'),
      atOnce: Number(data.get('atOnce')), ringTime: `PT${data.get('ringSeconds')}S`,
    }));
  }

  /** @param {Entry|null} entry */
  #editEntry(entry) {
    this.#edit('entry', entry, [
      select('groupId', t('reception.group'), this.#groups.map((group) => [group.id, group.name]), entry?.groupId ?? this.#groups[0].id),
      select('language', t('reception.language'), [['', t('reception.languageTheirs')], ...Object.entries(LANGUAGES)], entry?.language ?? ''),
      field('opening', t('reception.opening'), h('textarea', { name: 'opening', rows: 2, maxlength: 500, value: entry?.opening ?? '' }), t('reception.openingHint')),
      field('origins', t('reception.origins'), h('textarea', { name: 'origins', rows: 3, spellcheck: 'false', value: entry?.origins.join('\n') ?? '', placeholder: 'https://www.example.com' }), t('reception.originsHint')),
      entry && field('snippet', t('reception.snippet'), h('textarea', { readonly: true, rows: 3, testid: 'entry-snippet', value: snippet(entry.id) }), t('reception.snippetHint')),
    ], (data) => this.account.call(entry ? 'PUT' : 'POST', `${this.#path()}/entry-points${entry ? `/${entry.id}` : ''}`, {
      name: data.get('name'), groupId: data.get('groupId'), language: data.get('language') || null, opening: String(data.get('opening')).trim() || null,
      origins: String(data.get('origins')).split(/[\s,]+/).filter(Boolean),
    }));
  }

  /** @param {string} what @param {any} each @param {any[]} fields @param {(data: FormData) => Promise<any>} save */
  #edit(what, each, fields, save) {
    const title = uniqueId('edit-title');
    const form = h('form', { class: 'stack', testid: `${what}-form` },
      h('h2', { id: title }, t(`reception.${what}.${each ? 'change' : 'new'}`)),
      field('name', t('reception.name'), h('input', { name: 'name', required: true, maxlength: 80, value: each?.name ?? '', testid: `${what}-name` })),
      ...fields,
      h('div', { class: 'row' }, h('button', { class: 'button', testid: `${what}-save` }, t('reception.save')),
        h('button', { type: 'button', class: 'button quiet', on: { click: () => dialog.close() } }, t('common.cancel'))));
    const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'narrow', 'aria-labelledby': title, testid: `${what}-dialog` }, form));
    form.addEventListener('submit', async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (await this.#run(() => save(new FormData(form)))) {
        dialog.close();
      }
    });
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}

/** What goes into the pages of a web site. @param {string} id */
function snippet(id) {
  return `<script src="${location.origin}/button/sightline.js" async></script>\n<sightline-button entry="${id}"></sightline-button>`;
}

/** @param {string} name @param {string} label @param {any} control @param {string} [hint] */
function field(name, label, control, hint) {
  const id = uniqueId(name);
  control.id = id;
  return h('div', { class: 'field' }, h('label', { for: id }, label), control, hint && h('span', { class: 'hint' }, hint));
}

/** @param {string} name @param {string} label @param {string[][]} options @param {string} chosen */
function select(name, label, options, chosen) {
  return field(name, label, h('select', { name, testid: `edit-${name}` }, options.map(([value, text]) => h('option', { value, selected: value === chosen }, text))));
}

/** @param {string} name @param {string} label @param {number} min @param {number} max @param {number} value */
function number(name, label, min, max, value) {
  return field(name, label, h('input', { name, type: 'number', min, max, required: true, value: String(value) }));
}

/** @param {string} name @param {string} value @param {string} label @param {boolean} checked */
function tick(name, value, label, checked) {
  return h('label', { class: 'choice' }, h('input', { type: 'checkbox', name, value, checked, testid: `edit-${name}` }), h('strong', {}, h('bdi', {}, label)));
}

/** @param {string} [iso] PT5S to PT2M */
function seconds(iso) {
  const [, minutes, rest] = /^PT(?:(\d+)M)?(?:(\d+)S)?$/.exec(iso ?? 'PT30S') ?? [];
  return Number(minutes ?? 0) * 60 + Number(rest ?? 0);
}

/** Defines the element once. */
export function defineReceptionSettings() {
  if (!customElements.get('sl-reception-settings')) {
    customElements.define('sl-reception-settings', ReceptionSettings);
  }
}
