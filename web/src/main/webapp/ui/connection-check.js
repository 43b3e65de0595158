// The button that tests the connection before a call, and what it found.
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

const LOOKS = { good: 'check', fair: 'info', relay: 'info', poor: 'alert', blocked: 'alert', unavailable: 'info' };

/**
 * A button with its result below. `data-verdict` on the element: none, running, good, fair, poor, relay, blocked,
 * unavailable.
 *
 * @param {() => Promise<string>} token the access token
 * @param {import('../rtc/local-media.js').LocalMedia} local
 * @returns {HTMLElement}
 */
export function connectionCheck(token, local) {
  const result = h('div', { class: 'check-result', role: 'status', testid: 'connection-result' });
  const button = h('button', { type: 'button', class: 'button plain', testid: 'connection-test', on: { click: () => run() } }, icon('wave'), t('test.start'));
  const element = h('div', { class: 'stack connection-check', 'data-verdict': 'none', testid: 'connection-check' }, button, result);
  const run = async () => {
    button.disabled = true;
    element.dataset.verdict = 'running';
    fill(result, h('p', { class: 'muted' }, t('test.running')));
    const { testConnection } = await import('../rtc/connection-test.js');
    const found = await testConnection(token);
    element.dataset.verdict = found.verdict;
    const works = (/** @type {MediaStreamTrack|null} */ track) => t(track ? 'test.works' : 'test.missing');
    fill(result, h('div', { class: ['poor', 'blocked'].includes(found.verdict) ? 'note problem' : 'note' }, icon(LOOKS[found.verdict]),
      h('div', {}, h('p', {}, t(`test.${found.verdict}`)),
        found.kilobits !== undefined && h('p', { class: 'muted small numeric' }, t('test.figures', { roundTrip: String(found.roundTripMs), lost: String(found.lostPercent), rate: String(found.kilobits) })),
        h('p', { class: 'muted small' }, t('test.devices', { camera: works(local.camera), microphone: works(local.audio) })))));
    button.disabled = false;
  };
  return element;
}
