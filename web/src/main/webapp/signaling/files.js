// Files and pictures of one call, in the name of one of its people.
import { ApiError } from './api.js';

/**
 * @typedef {{files: 'on'|'off', types: string[], largestBytes: number, snapshots: 'on'|'off'}} Rules
 */

/** Sends and fetches. Every method throws an {@link ApiError}; one that was cancelled has the code `cancelled`. */
export class CallFiles {
  #path;
  #token;
  /** @type {Promise<Rules>|null} */
  #rules = null;

  /** @param {string} callId @param {() => Promise<string>} token the access token, fresh enough for one request */
  constructor(callId, token) {
    this.#path = `/api/interactions/${encodeURIComponent(callId)}`;
    this.#token = token;
  }

  /** What may be sent; asked once. @returns {Promise<Rules>} */
  rules() {
    this.#rules ??= this.#fetch('/files').then((answer) => answer.json()).catch((failure) => {
      this.#rules = null;
      throw failure;
    });
    return this.#rules;
  }

  /**
   * Hands a file over. By `XMLHttpRequest`, since `fetch` tells nothing of how far it is.
   *
   * @param {File} file
   * @param {{key: string, signal: AbortSignal, progress: (share: number) => void}} options `progress` is told 0 to 1
   */
  async send(file, { key, signal, progress }) {
    const token = await this.#token();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${this.#path}/files`);
      request.setRequestHeader('Authorization', `Bearer ${token}`);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.setRequestHeader('Content-Disposition', named(file.name));
      request.setRequestHeader('Idempotency-Key', key);
      request.responseType = 'json';
      request.upload.addEventListener('progress', ({ loaded, total }) => progress(total > 0 ? loaded / total : 0));
      request.addEventListener('load', () => (request.status === 201 ? resolve(request.response) : reject(refusal(request.status, request.response))));
      request.addEventListener('error', () => reject(new ApiError(0, 'network', 'not sent')));
      request.addEventListener('abort', () => reject(new ApiError(0, 'cancelled', 'cancelled')));
      signal.addEventListener('abort', () => request.abort());
      request.send(file);
    });
  }

  /** Keeps a picture with the call's record. @param {Blob} picture a JPEG @param {string} name */
  async keep(picture, name) {
    await this.#fetch('/snapshots', { method: 'POST', body: picture, headers: { 'Content-Type': 'image/jpeg', 'Content-Disposition': named(name) } });
  }

  /** Saves a file that was handed over. @param {string} id @param {string} name */
  async save(id, name) {
    const answer = await this.#fetch(`/files/${encodeURIComponent(id)}`);
    saveAs(await answer.blob(), name);
  }

  /** @param {string} place @param {RequestInit} [options] */
  async #fetch(place, options = {}) {
    const headers = { ...options.headers, Authorization: `Bearer ${await this.#token()}` };
    let answer;
    try {
      answer = await fetch(this.#path + place, { cache: 'no-store', ...options, headers });
    } catch (failure) {
      throw new ApiError(0, 'network', String(failure));
    }
    if (!answer.ok) {
      throw refusal(answer.status, await answer.json().catch(() => null));
    }
    return answer;
  }
}

/** @param {number} status @param {any} body */
function refusal(status, body) {
  return new ApiError(status, body?.code ?? `http.${status}`, body?.message ?? '');
}

/** RFC 8187: names of files are in no address. @param {string} name */
function named(name) {
  return `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`)}`;
}

/** Has the browser save something. @param {Blob} content @param {string} name */
export function saveAs(content, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
