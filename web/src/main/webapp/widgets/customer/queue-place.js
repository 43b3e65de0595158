// Where a visitor stands who waits for whoever is free.
import { h } from '../../ui/dom.js';
import { t } from '../../ui/i18n.js';

/** Shown in the waiting room once the server has told of a place. `element` has `data-place`. */
export class QueuePlace {
  element = h('p', { class: 'queue-place', role: 'status', testid: 'queue-place', hidden: true });

  /** @param {any} message anything the server says unasked */
  told(message) {
    if (message.type !== 'queue.place') {
      return;
    }
    const text = !message.staffed ? t('customer.queue.nobody') : message.place === 1 ? t('customer.queue.next') : t('customer.queue.place', { place: message.place });
    this.element.hidden = false;
    this.element.dataset.place = String(message.place);
    this.element.dataset.staffed = String(message.staffed);
    if (this.element.textContent !== text) {
      this.element.textContent = text;
    }
  }

  /** Whether a call has been waiting in a queue: whoever leaves it has left for good. @param {any} snapshot */
  queued(snapshot) {
    return snapshot?.ring?.kind === 'queue' && snapshot.ring.state === 'ringing';
  }
}
