// Asks what file a person wants of a recording, and tells about how large it will be.
import { fill, h } from '../../ui/dom.js';
import { fileSize } from '../../ui/format.js';
import { t } from '../../ui/i18n.js';
import { explain } from '../../ui/page.js';

const FORMATS = ['mp4', 'webm', 'mp3', 'wav', 'poster', 'contact-sheet'];
const LAYOUTS = ['automatic', 'side-by-side', 'grid', 'active-speaker', 'picture-in-picture', 'presentation'];
const PROFILES = ['LD', 'SD', 'HD'];
const CHANNELS = ['mix', 'agent-customer'];

/**
 * Opens the dialog; done with the ordered rendition, or null when the person thought better of it.
 *
 * @param {import('../../signaling/account.js').Account} account
 * @param {string} recordingId
 * @returns {Promise<any>}
 */
export function orderRendition(account, recordingId) {
  const base = `/api/recordings/${encodeURIComponent(recordingId)}`;
  const format = choice('format', FORMATS);
  const layout = choice('layout', LAYOUTS);
  const profile = choice('profile', PROFILES);
  const channels = choice('channels', CHANNELS);
  profile.select.value = 'SD';
  const names = h('input', { type: 'checkbox', id: 'order-names', testid: 'order-names' });
  const estimate = h('p', { class: 'muted', role: 'status', testid: 'order-estimate' });
  const problem = h('div', { role: 'alert' });
  const submit = h('button', { class: 'button', value: 'order', testid: 'order-submit' }, t('order.submit'));

  const wish = () => {
    const sound = ['mp3', 'wav'].includes(format.select.value);
    return {
      format: format.select.value,
      ...(sound ? { channels: channels.select.value } : {
        profile: profile.select.value, names: names.checked,
        ...(layout.select.value === 'automatic' ? {} : { layout: layout.select.value }),
      }),
    };
  };
  let asked = 0;
  const follow = async () => {
    const sound = ['mp3', 'wav'].includes(format.select.value);
    layout.field.hidden = sound;
    profile.field.hidden = sound;
    named.hidden = sound;
    channels.field.hidden = !sound;
    const own = ++asked;
    const { names: _, ...query } = wish();
    try {
      const found = await account.call('GET', `${base}/estimate?${new URLSearchParams(/** @type {any} */ (query))}`);
      if (own === asked) {
        estimate.textContent = t(found.measured ? 'order.estimate' : 'order.estimateUpTo', { size: fileSize(found.bytes) });
      }
    } catch {
      estimate.textContent = ''; // an estimate is a courtesy; the order tells what is wrong
    }
  };
  const named = h('label', { class: 'row', for: 'order-names' }, names, t('order.names'));
  const form = h('form', { method: 'dialog', class: 'stack' },
    h('h2', { id: 'order-title' }, t('order.title')),
    format.field, layout.field, profile.field, channels.field, named, estimate, problem,
    h('div', { class: 'row' }, submit, h('button', { class: 'button quiet', value: 'cancel', formnovalidate: true, testid: 'order-cancel' }, t('common.cancel'))));
  form.addEventListener('change', follow);

  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'narrow', 'aria-labelledby': 'order-title', testid: 'order-dialog' }, form);
    let ordered = /** @type {any} */ (null);
    form.addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
      if (/** @type {any} */ (event.submitter)?.value !== 'order') {
        return;
      }
      event.preventDefault();
      submit.disabled = true;
      try {
        ordered = await account.call('POST', `${base}/renditions`, wish());
        dialog.close();
      } catch (failure) {
        fill(problem, h('div', { class: 'note problem' }, explain(failure)));
      } finally {
        submit.disabled = false;
      }
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(ordered);
    });
    document.body.append(dialog);
    dialog.showModal();
    follow();
  });
}

/** @param {string} name @param {string[]} values */
function choice(name, values) {
  const select = h('select', { id: `order-${name}`, testid: `order-${name}` }, values.map((value) => h('option', { value }, t(`order.${name}.${value}`))));
  return { select, field: h('div', { class: 'field' }, h('label', { for: `order-${name}` }, t(`order.${name}`)), select) };
}
