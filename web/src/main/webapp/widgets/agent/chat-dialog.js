// The chat with a customer while the agent is not in the call.
import { h, uniqueId } from '../../ui/dom.js';
import { t } from '../../ui/i18n.js';

/**
 * @param {import('../../signaling/chat-log.js').ChatLog} log @param {string} name with whom
 * @param {(participantId: string) => string} nameOf
 * @param {import('../../signaling/files.js').CallFiles|null} [files] null where none can be handed over or saved
 */
export function openChat(log, name, nameOf, files = null) {
  const title = uniqueId('chat-title');
  const panel = /** @type {any} */ (document.createElement('sl-chat-panel'));
  panel.log = log;
  panel.nameOf = nameOf;
  panel.files = files;
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'narrow chat-dialog', 'aria-labelledby': title, testid: 'chat-dialog', 'data-chat': log.callId },
    h('div', {},
      h('h2', { id: title }, t('chat.with', { name })), panel,
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'button quiet', testid: 'chat-dialog-close', on: { click: () => dialog.close() } }, t('common.close'))))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  panel.show();
  panel.focusField();
}
