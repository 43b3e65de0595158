// Calls and meetings for applications: sign in or come by a link, talk, record. docs/api/javascript.md tells how.
import { Account } from '../signaling/account.js';
import { request } from '../signaling/api.js';
import { GuestSession } from './guest-session.js';
import { LiveCall } from './live-call.js';
import { refusing, SightlineError } from './sightline-error.js';
import { StaffSession } from './staff-session.js';

export { GuestSession, LiveCall, SightlineError, StaffSession };

/** Signs in with a name and a password, as the demonstration's users may. @param {string} username @param {string} password */
export async function signIn(username, password) {
  const account = new Account();
  await refusing(account.signIn(username, password));
  return connect({ account });
}

/**
 * Connects somebody of the staff.
 *
 * @param {{token?: string|(() => string|Promise<string>), account?: Account}} who `token` gives a valid access token
 * @returns {Promise<StaffSession>} once the server has greeted
 * @throws {SightlineError}
 */
export async function connect({ token, account }) {
  const ask = account
    ? (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ body) => account.call(method, path, body)
    : async (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ body) =>
      request(method, path, { body, bearer: await (typeof token === 'function' ? token() : token) });
  const session = new StaffSession(ask);
  await session.opened;
  return session;
}

/**
 * Comes by a link: a call's, a further person's, or a meeting point's.
 *
 * @param {{link: string, name?: string, guest?: string}} how `link`: the URL or what it ends with; `guest`: the key of an
 *     earlier visit, by which a meeting knows the same person
 * @returns {Promise<GuestSession>} in the lobby; {@link LiveCall#join} enters or asks to be let in
 * @throws {SightlineError}
 */
export async function visit({ link, name, guest }) {
  const code = decodeURIComponent(link.split('/').filter(Boolean).pop() ?? '').split(/[?#]/)[0];
  const session = new GuestSession({ code, ...(name && { name }), ...(guest && { guest }) });
  await session.opened;
  return session;
}
