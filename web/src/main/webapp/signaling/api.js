// Requests to the REST API. Errors carry the server's code, which the pages translate.

/** A refusal by the server, or no answer at all (status 0, code `network`). */
export class ApiError extends Error {
  /**
   * @param {number} status @param {string} code @param {string} message
   * @param {{errorCode: string, fieldName: string}[]} [details] the fields that were wrong
   */
  constructor(status, code, message, details = []) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/**
 * Sends one request and reads the JSON answer.
 *
 * @param {string} method
 * @param {string} path
 * @param {{body?: any, bearer?: string|null}} [options]
 * @returns {Promise<any>} the body, or `null` where there is none
 * @throws {ApiError}
 */
export async function request(method, path, { body, bearer } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (bearer) {
    headers.Authorization = `Bearer ${bearer}`;
  }
  let response;
  try {
    response = await fetch(path, {
      method, headers, credentials: 'same-origin', cache: 'no-store',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    throw new ApiError(0, 'network', String(failure));
  }
  const text = response.status === 204 ? '' : await response.text();
  const answer = text === '' ? null : parse(text);
  if (!response.ok) {
    throw new ApiError(response.status, answer?.code ?? `http.${response.status}`, answer?.message ?? response.statusText, answer?.details);
  }
  return answer;
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's HTML page: the status alone speaks
  }
}
