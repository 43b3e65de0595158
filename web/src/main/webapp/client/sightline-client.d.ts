// The client library of Sightline. docs/api/javascript.md has examples.

/** Signs in with a name and a password, as the demonstration's users may. */
export declare function signIn(username: string, password: string): Promise<StaffSession>;

/** Connects somebody of the staff. `token` is, or gives, a valid access token of the HTTP API. */
export declare function connect(who: {
  token?: string | (() => string | Promise<string>);
  /** Instead of a token: the page's own account, which renews its tokens. */
  account?: object;
}): Promise<StaffSession>;

/** Comes by a link: a call's, a further person's, or a meeting point's. */
export declare function visit(how: {
  /** The URL, or what it ends with. */
  link: string;
  /** What the others call a meeting's guest. */
  name?: string;
  /** The key of an earlier visit, by which a meeting knows the same guest. */
  guest?: string;
}): Promise<GuestSession>;

/** What is refused. `code` is dotted and stable, such as `call.full`; also `network`, `offline` and `timeout`. */
export declare class SightlineError extends Error {
  code: string;
  /** Of HTTP; 0 for what the socket refused. */
  status: number;
  /** The fields that were wrong, as the HTTP API names them. */
  details: { errorCode: string; fieldName: string }[];
}

export type SessionStatus = 'closed' | 'connecting' | 'open' | 'reconnecting';

export interface Participant {
  id: string;
  role: 'agent' | 'expert' | 'customer' | 'guest' | 'supervisor';
  displayName: string;
  presence: 'absent' | 'lobby' | 'joined';
  audio: boolean;
  video: boolean;
  screen: boolean;
  held?: boolean;
  /** ISO 8601; since when this one asks to speak. */
  handRaisedAt?: string | null;
  /** Of a meeting's guests alone. */
  admittance?: 'waiting' | 'admitted' | 'removed';
  /** ISO 8601; when such a guest was ready to be let in. */
  waitingSince?: string | null;
}

export interface Meeting {
  pointId: string;
  name: string;
  message: string | null;
  /** Whether somebody of the staff is in it. */
  hosted: boolean;
  /** Whether nobody more can be let in. */
  full: boolean;
}

export interface MeetingPointWish {
  name: string;
  /** What those who wait read. */
  message?: string | null;
  language?: string | null;
  /** ISO 8601 instants; without `validUntil` the meeting point is permanent. */
  validFrom?: string | null;
  validUntil?: string | null;
}

export interface MeetingPoint extends Required<MeetingPointWish> {
  id: string;
  hostName: string;
  createdAt: string;
  /** The guests' link. */
  url: string;
  /** The open call there. */
  callId: string | null;
}

export interface ChatMessage {
  id: string;
  position: number;
  /** The participant. */
  from: string;
  at: string;
  key: string;
  text: string;
  /** The guest at a meeting's door with whom alone this was written. */
  thread?: string;
}

export interface ChatLog extends EventTarget {
  messages: ChatMessage[];
  readonly unread: number;
  send(text: string): Promise<void>;
  markRead(): void;
}

/**
 * Somebody of the staff. Fires `calls`, `status`, and `error` and `refused` with a {@link SightlineError} as `detail`:
 * `refused` when the server accepts the tokens no longer.
 */
export declare class StaffSession extends EventTarget {
  readonly status: SessionStatus;
  user: { id: string; name: string; roles: string[]; tenantId: string } | null;
  /** The own open calls, by their ids, as the signaling protocol's snapshots. */
  calls: Map<string, object>;
  /** Makes a call with a link for its customer. `validity`: an ISO 8601 duration such as `PT30M`. */
  createCall(wish?: { validity?: string; language?: string; customData?: object }): Promise<{ callId: string; url: string; expiresAt: string }>;
  createMeetingPoint(wish: MeetingPointWish): Promise<MeetingPoint>;
  meetingPoints(): Promise<MeetingPoint[]>;
  changeMeetingPoint(id: string, wish: MeetingPointWish): Promise<MeetingPoint>;
  closeMeetingPoint(id: string): Promise<void>;
  /** The call at a meeting point, a new one where there is none. Join it to start the meeting. */
  host(pointId: string): Promise<LiveCall>;
  /** One of the own calls, to take part in. */
  call(callId: string): LiveCall;
  /** Leaves a call; it goes on, and can be entered again. */
  leave(callId: string): void;
  disconnect(): void;
}

/** Somebody who came by a link. Fires `status`, `error` and `refused`. */
export declare class GuestSession extends EventTarget {
  readonly status: SessionStatus;
  /** What the HTTP API's admission has answered. */
  admission: any;
  /** Resolved when the server lets the link's holder come. */
  admitted: Promise<void>;
  readonly call: LiveCall;
  /** By what a meeting knows the same guest again. */
  readonly guestKey: string | undefined;
  /** A valid access token, which admits to this one call. */
  token(): Promise<string>;
  disconnect(): void;
}

/**
 * A call or a meeting. Fires `state`, `participants`, `waiting` and `recording` with the new value as `detail`, `chat`
 * with the message, `muted` with `{ by }` when the staff has
 * switched the microphone off, `error` as its session does, and once `ended`, `replaced` (another device has it) or `removed`.
 */
export declare class LiveCall extends EventTarget {
  readonly callId: string;
  readonly state: 'created' | 'waiting' | 'active' | 'ended';
  /** Who is in the call, oneself included. */
  readonly participants: Participant[];
  /** Everybody else who is in the call. */
  readonly others: Participant[];
  readonly self: Participant | undefined;
  /** Who waits to be let into a meeting, the longest first; of interest to hosts. */
  readonly waiting: Participant[];
  /** Whether a meeting's host has not let this one in yet. */
  readonly waits: boolean;
  readonly meeting: Meeting | null;
  readonly recordingState: 'off' | 'recording' | 'paused';
  /** What a meeting's guest wants to be called; said with `join`. */
  displayName: string;
  /** What all in the call write; of a guest who waits, what is said with the staff. */
  readonly chat: ChatLog;
  /** Opens the devices; one that fails leaves the other. */
  prepare(wanted?: { audio?: boolean; video?: boolean }): Promise<void>;
  /** Enters, or asks to be let in; after a lost connection by itself. */
  join(): void;
  /** Leaves; the call goes on. */
  leave(): void;
  /** Ends the call for everybody. */
  end(): Promise<void>;
  mute(muted?: boolean): void;
  camera(on?: boolean): Promise<void>;
  /** Shows a screen; the browser asks which. */
  share(): Promise<void>;
  stopSharing(): void;
  hold(participantId: string, held?: boolean): Promise<void>;
  /** Switches the microphone of somebody who came by a link off, who may switch it on again; staff only. */
  muteOther(participantId: string): Promise<void>;
  /** Asks to speak, or no more. */
  raiseHand(up?: boolean): Promise<void>;
  /** Takes somebody's hand down; staff only. */
  lowerHand(participantId: string): Promise<void>;
  startRecording(): Promise<void>;
  stopRecording(): Promise<void>;
  pauseRecording(): Promise<void>;
  resumeRecording(): Promise<void>;
  /** Makes a link for a further person. */
  invite(whom?: { role?: 'guest' | 'expert'; name?: string }): Promise<{ url: string; participantId: string; expiresAt: string }>;
  admit(participantId: string): Promise<void>;
  /** Lets in who is ready, as far as there is room. */
  admitAll(): Promise<void>;
  /** Back to those who wait. */
  putBack(participantId: string): Promise<void>;
  /** Sends a guest away for good. */
  remove(participantId: string): Promise<void>;
  /** `to`: a guest who waits, who alone is meant. */
  send(text: string, options?: { to?: string }): Promise<void>;
  /** What is said with a guest who waits. */
  chatWith(participantId: string): ChatLog;
  /** Shows somebody's camera with the voice, or a screen, as long as it lasts; answers what takes it away again. */
  attach(participantId: string, element: HTMLMediaElement, source?: 'camera' | 'screen'): () => void;
  /** Shows the own camera, without the own voice. */
  attachSelf(element: HTMLVideoElement): () => void;
  /** Frees devices and connections without a word to the others. */
  close(): void;
}
