// The agent's page in the background: tells of rings while no page is open, and says so when there is no network.
// It keeps the page for that case and two sentences, nothing of any call.
'use strict';

const KEPT = 'sightline-agent-1';
const OFFLINE = '/agent/offline.html';
const WORDS = '/agent/words.json';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([OFFLINE, '/ui/tokens.css', '/agent/offline.css', '/ui/icon.svg'])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (request.method === 'GET' && ['/ui/tokens.css', '/agent/offline.css', '/ui/icon.svg'].includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});

self.addEventListener('push', (event) => {
  event.waitUntil(ring(event.data));
});

/** An open page rings by itself. */
async function ring(data) {
  const pages = await self.clients.matchAll({ type: 'window' });
  if (pages.some((page) => page.visibilityState === 'visible')) {
    return;
  }
  const kept = await caches.match(WORDS);
  const words = kept ? await kept.json() : { title: 'Incoming video call', body: 'Open Sightline to answer.' };
  const { callId } = data ? data.json() : {};
  await self.registration.showNotification(words.title, {
    body: words.body, lang: words.lang, tag: `ring ${callId}`, renotify: true, requireInteraction: true,
    icon: '/agent/icon-192.png', badge: '/agent/icon-192.png', vibrate: [400, 200, 400, 200, 400], data: { callId },
  });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.callId));
});

/** The server rings a page as soon as it is there. */
async function open(callId) {
  const pages = await self.clients.matchAll({ type: 'window' });
  const page = pages.find((each) => new URL(each.url).pathname.startsWith('/agent/'));
  return page ? page.focus() : self.clients.openWindow(`/agent/?ring=${encodeURIComponent(callId ?? '')}`);
}
