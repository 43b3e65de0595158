// Somebody of the staff: the own calls, and meeting points.
import { LiveCall } from './live-call.js';
import { Session } from './session.js';
import { refusing } from './sightline-error.js';

/** @typedef {import('../rtc/call-client.js').Snapshot} Snapshot */

/** Somebody of the staff. Fires `calls` when one of the own open calls changes. */
export class StaffSession extends Session {
  /** The own open calls, by their ids. @type {Map<string, Snapshot>} */
  calls = new Map();
  /** @type {{id: string, name: string, roles: string[], tenantId: string}|null} */
  user = null;
  #ask;
  /** @type {Map<string, LiveCall>} */
  #live = new Map();

  /** @param {(method: string, path: string, body?: any) => Promise<any>} ask a request in the name of the user */
  constructor(ask) {
    super(async () => (await ask('POST', '/api/signaling/tickets')).ticket);
    this.#ask = ask;
    this.socket.connect();
  }

  /** @param {any} message */
  receive(message) {
    super.receive(message);
    if (message.type === 'welcome') {
      this.user = message.user;
      this.calls = new Map(message.calls.map((/** @type {Snapshot} */ call) => [call.id, call]));
    } else if (message.type === 'call.state' && message.call.state !== 'ended') {
      this.calls.set(message.call.id, message.call);
    } else if (message.type === 'call.state') {
      this.calls.delete(message.call.id);
    } else if (message.type === 'call.ended' || message.type === 'call.handed') {
      this.calls.delete(message.callId);
    } else {
      return;
    }
    this.dispatchEvent(new Event('calls'));
  }

  /** @param {{validity?: string, language?: string, customData?: object}} [wish] */
  async createCall(wish = {}) {
    const tenant = encodeURIComponent(this.user?.tenantId ?? '');
    const made = await refusing(this.#ask('POST', `/api/interactions/tenants/${tenant}/interactions`, { type: 'OUTBOUND', ...wish }));
    return { callId: made.interactionId, url: made.visitor.fullUrl, expiresAt: made.expiresAt };
  }

  /** @param {{name: string, message?: string, language?: string, validFrom?: string, validUntil?: string}} wish */
  async createMeetingPoint(wish) {
    return point(await refusing(this.#ask('POST', '/api/meeting-points', wish)));
  }

  async meetingPoints() {
    return (await refusing(this.#ask('GET', '/api/meeting-points'))).entities.map(point);
  }

  /** @param {string} id @param {{name: string, message?: string, language?: string, validFrom?: string, validUntil?: string}} wish */
  async changeMeetingPoint(id, wish) {
    return point(await refusing(this.#ask('PUT', `/api/meeting-points/${id}`, wish)));
  }

  /** @param {string} id */
  async closeMeetingPoint(id) {
    await refusing(this.#ask('DELETE', `/api/meeting-points/${id}`));
  }

  /** The call at a meeting point, a new one where there is none. @param {string} pointId */
  async host(pointId) {
    const { interactionId } = await refusing(this.#ask('POST', `/api/meeting-points/${pointId}/interactions`));
    return this.call(interactionId);
  }

  /** One of the own calls, to take part in. @param {string} callId @returns {LiveCall} */
  call(callId) {
    let call = this.#live.get(callId);
    if (!call) {
      const snapshot = this.calls.get(callId) ?? null;
      const made = new LiveCall(this.socket, {
        callId, role: 'agent', participantId: snapshot?.self ?? '', snapshot, iceServers: this.iceServers,
        invite: (body) => this.#ask('POST', `/api/interactions/${callId}/links`, body),
      });
      for (const type of ['ended', 'replaced']) {
        made.addEventListener(type, () => this.#live.delete(callId));
      }
      this.#live.set(callId, made);
      call = made;
    }
    return call;
  }

  /** Leaves a call; it can be entered again. @param {string} callId */
  leave(callId) {
    this.#live.get(callId)?.leave();
    this.#live.delete(callId);
  }

  disconnect() {
    this.#live.forEach((call) => call.close());
    this.#live.clear();
    this.socket.close();
  }
}

/** @param {any} answer */
function point({ guest, interactionId, selfUri, ...rest }) {
  return { ...rest, url: guest.fullUrl, callId: interactionId };
}
