// What an application is told when something is refused.

/** A refusal by the server, or no answer: `code` is dotted and stable, `network`, `offline` or `timeout`. */
export class SightlineError extends Error {
  /**
   * @param {{code?: string, message?: string, status?: number, details?: {errorCode: string, fieldName: string}[]}} from
   */
  constructor({ code = 'unexpected', message = '', status = 0, details = [] }) {
    super(message);
    this.name = 'SightlineError';
    this.code = code;
    /** Of HTTP; 0 for what the socket refused. */
    this.status = status;
    /** The fields that were wrong. */
    this.details = details;
  }
}

/** Has what is refused be told as a {@link SightlineError}. @template T @param {Promise<T>} asked @returns {Promise<T>} */
export async function refusing(asked) {
  try {
    return await asked;
  } catch (failure) {
    throw failure instanceof SightlineError ? failure : new SightlineError(/** @type {any} */ (failure));
  }
}
