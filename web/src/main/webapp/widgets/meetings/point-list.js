// A host's meeting points: their links, who waits there, and the way in.
import { fill, h } from '../../ui/dom.js';
import { dateTime } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { announce } from '../../ui/toast.js';

/**
 * @typedef {{id: string, name: string, message: string|null, language: string|null, validFrom: string|null,
 *   validUntil: string|null, url: string, callId: string|null}} Point
 */

/** `<sl-point-list>`. Fires `host`, `change` and `close` with the point as `detail`. */
export class PointList extends HTMLElement {
  /**
   * @param {Point[]} points
   * @param {(point: Point) => import('../../client/live-call.js').LiveCall|null} callAt the open call there
   */
  show(points, callAt) {
    if (points.length === 0) {
      fill(this, h('div', { class: 'card empty message' }, h('div', { class: 'emblem' }, icon('people', 32)), h('h2', {}, t('points.emptyTitle')), h('p', { class: 'muted' }, t('points.emptyText'))));
      return;
    }
    fill(this, h('ul', { class: 'point-list' }, points.map((point) => this.#card(point, callAt(point)))));
  }

  /** @param {Point} point @param {import('../../client/live-call.js').LiveCall|null} call */
  #card(point, call) {
    const url = h('input', { type: 'text', readonly: true, class: 'link-url', value: point.url, 'aria-label': t('points.link', { name: point.name }), testid: 'point-url', on: { focus: () => url.select() } });
    const copy = h('button', { type: 'button', class: 'button quiet', testid: 'point-copy', on: { click: () => copyLink(url, copy) } }, icon('copy'), h('span', {}, t('list.copy')));
    const fire = (/** @type {string} */ type) => this.dispatchEvent(new CustomEvent(type, { detail: point }));
    const doors = call && /** @type {any} */ (document.createElement('sl-door-list'));
    if (doors) {
      doors.call = call;
    }
    return h('li', { class: 'card point-card', testid: 'point-card', 'data-point': point.id },
      h('div', { class: 'row spread' }, h('h2', {}, h('bdi', {}, point.name)), h('span', { class: 'pill' }, times(point))),
      point.message && h('p', { class: 'muted' }, point.message),
      h('div', { class: 'link-row' }, url, copy),
      doors,
      h('div', { class: 'row point-actions' },
        h('button', { type: 'button', class: 'button danger-quiet', testid: 'point-close', on: { click: () => fire('close') } }, t('points.close')),
        h('button', { type: 'button', class: 'button quiet', testid: 'point-change', on: { click: () => fire('change') } }, t('points.change')),
        h('button', { type: 'button', class: 'button', testid: 'point-host', on: { click: () => fire('host') } }, icon('camera'), t(call && call.participants.length > 0 ? 'points.return' : 'points.start'))));
  }
}

/** @param {Point} point */
function times({ validFrom, validUntil }) {
  const early = validFrom && Date.parse(validFrom) > Date.now();
  if (early) {
    return t('points.opens', { time: dateTime(validFrom) });
  }
  return validUntil ? t('points.until', { time: dateTime(validUntil) }) : t('points.permanent');
}

/** @param {HTMLInputElement} field @param {HTMLElement} button */
async function copyLink(field, button) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // without permission the person copies what is selected
    return;
  }
  fill(button, icon('check'), h('span', {}, t('list.copiedShort')));
  announce(t('list.copied'));
}

/** Defines the element once. */
export function definePointList() {
  if (!customElements.get('sl-point-list')) {
    customElements.define('sl-point-list', PointList);
  }
}
