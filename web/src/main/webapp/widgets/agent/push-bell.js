// Rings when no page is open: the browser's consent, its subscription, and the switch for both.
import { h } from '../../ui/dom.js';
import { language, t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { explain } from '../../ui/page.js';
import { toast } from '../../ui/toast.js';

const STORED = 'sightline.push';
const WORDS = '/agent/words.json';

/**
 * A switch for the agent's page. `button.dataset.state`: off, on, denied; hidden where the browser cannot.
 */
export class PushBell {
  #account;
  /** @type {ServiceWorkerRegistration|null} */
  #worker = null;

  /** @param {import('../../signaling/account.js').Account} account */
  constructor(account) {
    this.#account = account;
    this.button = h('button', { type: 'button', class: 'button quiet', role: 'switch', 'aria-checked': 'false', hidden: true, testid: 'push-switch', on: { click: () => this.#toggle() } },
      icon('phone'), h('span', {}, t('push.switch')));
  }

  /** Registers the worker, and renews what was wished before. */
  async start() {
    if (!('serviceWorker' in navigator)) {
      return;
    }
    try {
      this.#worker = await navigator.serviceWorker.register('/agent/worker.js', { scope: '/agent/' });
      const possible = 'PushManager' in window && 'Notification' in window;
      this.button.hidden = !possible;
      if (possible && stored() && Notification.permission === 'granted') {
        await this.#subscribe();
      }
    } catch (failure) {
      console.warn('rings need an open page', /** @type {any} */ (failure).name);
    }
    this.#show();
  }

  /** Nobody is signed in here any more. */
  async signOut() {
    const id = stored();
    if (id) {
      remember(null);
      await this.#account.call('DELETE', `/api/push/subscriptions/${id}`).catch((failure) => console.warn('still subscribed', failure.code));
      const subscription = await this.#worker?.pushManager.getSubscription();
      await subscription?.unsubscribe();
    }
    this.#show();
  }

  #show() {
    const denied = 'Notification' in window && Notification.permission === 'denied';
    const on = !denied && stored() !== null;
    this.button.dataset.state = denied ? 'denied' : on ? 'on' : 'off';
    this.button.setAttribute('aria-checked', String(on));
    this.button.title = t(denied ? 'push.denied' : on ? 'push.on' : 'push.off');
  }

  async #toggle() {
    try {
      if (stored()) {
        await this.signOut();
        toast(t('push.off'));
      } else if (await Notification.requestPermission() === 'granted') {
        await this.#subscribe();
        toast(t('push.on'), { kind: 'good' });
      } else {
        toast(t('push.denied'), { kind: 'problem' });
      }
    } catch (failure) {
      toast(/** @type {any} */ (failure).code === undefined ? t('push.failed') : explain(failure), { kind: 'problem' });
    }
    this.#show();
  }

  async #subscribe() {
    const worker = /** @type {ServiceWorkerRegistration} */ (this.#worker);
    await navigator.serviceWorker.ready;
    const { publicKey } = await this.#account.call('GET', '/api/push/key');
    const known = await worker.pushManager.getSubscription();
    const subscription = known ?? await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
    const { endpoint, expirationTime, keys } = subscription.toJSON();
    const { id } = await this.#account.call('POST', '/api/push/subscriptions', {
      endpoint, keys, ...(expirationTime ? { expires: new Date(expirationTime).toISOString() } : {}),
    });
    remember(id);
    await keepWords();
  }
}

/** What the worker says in the language of this page. */
async function keepWords() {
  const cache = await caches.open('sightline-agent-1');
  await cache.put(WORDS, new Response(JSON.stringify({ title: t('push.title'), body: t('push.body'), lang: language() }), { headers: { 'Content-Type': 'application/json' } }));
}

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null; // refused storage
  }
}

/** @param {string|null} id */
function remember(id) {
  try {
    if (id) {
      localStorage.setItem(STORED, id);
    } else {
      localStorage.removeItem(STORED);
    }
  } catch {
    // refused storage: the switch is asked anew next time
  }
}
