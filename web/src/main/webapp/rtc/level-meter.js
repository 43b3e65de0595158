// How loud a track is, for the meter beside the preview.

const FLOOR_DB = -60;

/**
 * Measures a track some twenty times a second until closed.
 * The audio context may wait for a first click or key: the browser's rule against sound without one.
 */
export class LevelMeter {
  #context = new AudioContext();
  #timer = 0;
  #wake = () => this.#context.resume();
  /** @type {MediaStreamAudioSourceNode} */
  #source;

  /** @param {MediaStreamTrack} track @param {(level: number) => void} report takes 0 (silence) to 1 (full scale) */
  constructor(track, report) {
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 1024;
    this.#source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      report(loudness(samples));
    }, 50);
    addEventListener('pointerdown', this.#wake);
    addEventListener('keydown', this.#wake);
  }

  close() {
    clearInterval(this.#timer);
    removeEventListener('pointerdown', this.#wake);
    removeEventListener('keydown', this.#wake);
    this.#source.disconnect();
    this.#context.close();
  }
}

/** Root mean square on a decibel scale from {@link FLOOR_DB} to 0. @param {Float32Array} samples */
function loudness(samples) {
  let sum = 0;
  for (const sample of samples) {
    sum += sample * sample;
  }
  const db = 10 * Math.log10(sum / samples.length + 1e-10);
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}
