// A signed-in member of staff: tokens, their renewal, and requests in their name.
import { ApiError, request } from './api.js';

const STORED = 'sightline.account';
const RENEW_BEFORE_MS = 60_000;

/**
 * @typedef {{id: string, name: string, email: string, roles: string[], tenantId: string}} User
 * @typedef {{accessToken: string, refreshToken: string, expiresAt: number, user: User}} Stored
 */

/**
 * The account of this tab. Tokens live in sessionStorage: they end with the tab.
 * Fires `signed-out` when the server no longer accepts them.
 */
export class Account extends EventTarget {
  /** @type {Stored|null} */
  #state = null;
  /** @type {Promise<void>|null} */
  #renewal = null;
  #timer = 0;

  constructor() {
    super();
    try {
      this.#state = JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
    } catch {
      this.#state = null; // unreadable storage means signed out
    }
    this.#schedule();
  }

  /** @returns {User|null} */
  get user() {
    return this.#state?.user ?? null;
  }

  /** @param {string} role */
  hasRole(role) {
    return this.user?.roles.includes(role) ?? false;
  }

  /** @param {string} username @param {string} password */
  async signIn(username, password) {
    this.#store(await request('POST', '/api/auth/token', { body: { username, password } }));
    return this.user;
  }

  /** Ends the session here at once, and on the server if it can be reached. */
  async signOut() {
    const state = this.#state;
    this.#forget();
    if (state) {
      await request('POST', '/api/auth/logout', {
        bearer: state.accessToken, body: { refreshToken: state.refreshToken },
      }).catch((failure) => console.warn('sign-out did not reach the server', failure.code));
    }
  }

  /**
   * A request in the name of the user; a token that has run out is renewed once.
   *
   * @param {string} method @param {string} path @param {any} [body]
   */
  async call(method, path, body) {
    if (this.#state && this.#state.expiresAt - Date.now() < 5_000) {
      await this.#renew();
    }
    try {
      return await request(method, path, { body, bearer: this.#state?.accessToken });
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.status !== 401) {
        throw failure;
      }
      await this.#renew();
      return request(method, path, { body, bearer: this.#state?.accessToken });
    }
  }

  /** The access token, renewed where it is about to run out; for requests that {@link Account#call} cannot make. */
  async token() {
    if (this.#state && this.#state.expiresAt - Date.now() < 30_000) {
      await this.#renew();
    }
    return this.#state?.accessToken ?? '';
  }

  #renew() {
    this.#renewal ??= this.#renewNow().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #renewNow() {
    if (!this.#state) {
      throw new ApiError(401, 'not.authenticated', 'signed out');
    }
    try {
      this.#store(await request('POST', '/api/auth/refresh', { body: { refreshToken: this.#state.refreshToken } }));
    } catch (failure) {
      if (failure instanceof ApiError && failure.status >= 400 && failure.status < 500 && failure.status !== 429) {
        this.#forget();
        this.dispatchEvent(new Event('signed-out'));
      }
      throw failure;
    }
  }

  /** @param {any} answer */
  #store(answer) {
    this.#state = {
      accessToken: answer.accessToken,
      refreshToken: answer.refreshToken ?? this.#state?.refreshToken,
      expiresAt: Date.now() + answer.expiresIn * 1000,
      user: answer.user ?? this.#state?.user,
    };
    sessionStorage.setItem(STORED, JSON.stringify(this.#state));
    this.#schedule();
  }

  #forget() {
    this.#state = null;
    clearTimeout(this.#timer);
    sessionStorage.removeItem(STORED);
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (this.#state) {
      const due = Math.max(1_000, this.#state.expiresAt - Date.now() - RENEW_BEFORE_MS);
      this.#timer = setTimeout(() => this.#renew().catch((failure) => {
        console.warn('token not renewed', failure.code);
        this.#retryRenewal();
      }), due);
    }
  }

  #retryRenewal() {
    if (this.#state) {
      this.#timer = setTimeout(() => this.#renew().catch(() => this.#retryRenewal()), 10_000);
    }
  }
}
