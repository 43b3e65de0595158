// Sounds made by the page itself: nothing to download, nothing to license.

/** @type {AudioContext|null} */
let context = null;

/** Two soft rising notes: somebody has arrived. Silent where the browser does not allow sound yet. */
export function arrivalChime() {
  context ??= new AudioContext();
  if (context.state === 'suspended') {
    context.resume();
  }
  const start = context.currentTime + 0.02;
  note(context, 659.25, start);
  note(context, 880, start + 0.16);
}

/** Two notes, twice: somebody is calling. */
export function ring() {
  context ??= new AudioContext();
  if (context.state === 'suspended') {
    context.resume();
  }
  for (const [index, pitch] of [587.33, 739.99, 587.33, 739.99].entries()) {
    note(context, pitch, context.currentTime + 0.02 + index * 0.35);
  }
}

/** One soft note: somebody has written. */
export function messageChime() {
  context ??= new AudioContext();
  if (context.state === 'suspended') {
    context.resume();
  }
  note(context, 783.99, context.currentTime + 0.02);
}

/** A short tone to try the speaker with. @param {string} speaker device id or `''` */
export async function testTone(speaker) {
  const own = new AudioContext();
  if (speaker !== '' && 'setSinkId' in own) {
    await /** @type {any} */ (own).setSinkId(speaker);
  }
  [523.25, 659.25, 783.99].forEach((pitch, index) => note(own, pitch, own.currentTime + 0.05 + index * 0.18));
  setTimeout(() => own.close(), 1_500);
}

/** @param {AudioContext} on @param {number} pitch in hertz @param {number} at in seconds of the context's clock */
function note(on, pitch, at) {
  const oscillator = on.createOscillator();
  const gain = on.createGain();
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(0.16, at + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
  oscillator.connect(gain).connect(on.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.65);
}
