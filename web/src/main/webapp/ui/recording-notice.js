// Whether a call is recorded: the badge on the picture, the agent's buttons, and the words for it.
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { control, face } from './control-button.js';
import { announce, toast } from './toast.js';

/** What people see of a call's recording. `badges` belong on the picture, `controls` among the agent's buttons. */
export class RecordingNotice {
  #staff;
  #parts = /** @type {Record<string, any>} */ ({});
  /** @type {boolean|null} */
  #wasRecording = null;
  #wasPaused = false;

  /** @param {boolean} staff whether this is the agent's side @param {(action: 'start'|'stop'|'pause'|'resume') => any} request */
  constructor(staff, request) {
    this.#staff = staff;
    const p = this.#parts;
    const recording = () => /** @type {any} */ (this.recording);
    p.badge = h('span', { class: 'record-badge', testid: 'recording-indicator', hidden: true });
    p.consent = h('span', { class: 'record-badge consent-badge', role: 'status', testid: 'consent-indicator', hidden: true });
    p.record = control('record', 'record', () => request(recording() ? 'stop' : 'start'), 'Alt+R');
    p.pause = control('pause', 'pause', () => request(recording()?.state === 'paused' ? 'resume' : 'pause'), 'Alt+P');
    p.record.classList.add('record');
    this.badges = [p.consent, p.badge];
    this.controls = [p.record, p.pause];
  }

  /** The recording that runs, if one does. @type {any} */
  recording = null;

  /** @param {any} snapshot the call's @param {boolean} busy whether a request is under way @param {DOMStringMap} state the view's `data-*` */
  show(snapshot, busy, state) {
    const p = this.#parts;
    const recording = snapshot?.recording ?? null;
    const mode = snapshot?.recordingMode;
    const on = recording !== null;
    this.recording = recording;
    state.recording = recording?.state ?? 'off';
    state.recordingMode = mode ?? '';
    state.recordingScreen = snapshot?.screenRecording?.state ?? 'off';
    this.#showBadges(snapshot, state);
    p.record.hidden = mode === 'off';
    p.record.disabled = mode === 'mandatory' || busy;
    p.record.dataset.active = String(on);
    face(p.record, on ? 'stop' : 'record', t(mode === 'mandatory' ? 'call.recordMandatory' : on ? 'call.recordStop' : 'call.record'));
    const paused = recording?.state === 'paused';
    p.pause.hidden = !on || mode !== 'agent-controlled';
    p.pause.disabled = busy;
    p.pause.dataset.active = String(paused);
    face(p.pause, paused ? 'play' : 'pause', t(paused ? 'call.recordResume' : 'call.recordPause'));
    this.#tell(on, paused);
  }

  /** @param {any} snapshot @param {DOMStringMap} state */
  #showBadges(snapshot, state) {
    const p = this.#parts;
    const { recording } = this;
    p.badge.hidden = recording === null;
    if (recording !== null) {
      const key = recording.state === 'paused' ? 'call.recordingPaused' : snapshot.recordingMode === 'mandatory' && this.#staff ? 'call.recordingMandatory' : 'call.recordingOn';
      if (p.badge.dataset.key !== key) {
        p.badge.dataset.key = key;
        fill(p.badge, h('span', { class: 'record-dot', 'aria-hidden': 'true' }), t(key));
      }
    }
    const consent = this.#staff && snapshot?.consent?.asked && recording === null ? snapshot.consent.state : null;
    state.consent = consent ?? '';
    p.consent.hidden = consent !== 'waiting' && consent !== 'declined';
    if (!p.consent.hidden && p.consent.dataset.state !== consent) {
      p.consent.dataset.state = /** @type {string} */ (consent);
      fill(p.consent, icon(consent === 'waiting' ? 'hourglass' : 'info', 16), t(`call.consent.${consent}`));
    }
  }

  /** @param {boolean} on @param {boolean} paused */
  #tell(on, paused) {
    if (this.#wasPaused !== paused && on && this.#wasRecording) {
      announce(t(paused ? 'call.recordingPaused' : 'call.recordingOn'));
    }
    this.#wasPaused = paused;
    if (this.#wasRecording !== null && this.#wasRecording !== on) {
      announce(t(on ? 'call.recordingStarted' : 'call.recordingStopped'));
      if (!this.#staff) {
        toast(t(on ? 'call.recordingNotice' : 'call.recordingStopped'));
      }
    } else if (this.#wasRecording === null && on && !this.#staff) {
      toast(t('call.recordingNotice'));
    }
    this.#wasRecording = on;
  }
}
