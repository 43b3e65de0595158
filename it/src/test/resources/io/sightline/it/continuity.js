// Notes what the person at a page is shown and hears of the others: the longest time without a new picture and the longest silence.
// What is heard is what the elements' own settings let through, sample by sample.
(() => {
  const QUIET = 0.008; // the known sound's tone has an amplitude of 0.04
  const WAITING_SOUND = 1_000; // so many chunks may wait for a page that is busy: none is dropped
  const MILLISECOND = 48; // samples
  const told = { frames: [], /** Lengths of silences in milliseconds. */ quiet: [0], /** When each of them was over. */ ends: [0], milliseconds: 0, changed: 0 };
  const known = new WeakSet();
  /** @type {Map<HTMLMediaElement, {gain: GainNode, tracks: Map<MediaStreamTrack, AudioNode>}>} */
  const heard = new Map();
  let context = null;
  let ear = null;
  let last = null;

  function watch(video) {
    if (known.has(video)) {
      return;
    }
    known.add(video);
    const frame = (now) => {
      if (video.classList.contains('shown')) {
        if (last !== video) {
          told.changed = now;
          last = video;
        }
        told.frames.push(now);
      }
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
  }

  function listen(element) {
    let entry = heard.get(element);
    if (!entry && context) {
      entry = { gain: context.createGain(), tracks: new Map() };
      entry.gain.connect(ear);
      heard.set(element, entry);
    }
    if (!entry) {
      return;
    }
    const there = new Set(element.srcObject?.getAudioTracks?.() ?? []);
    for (const [track, node] of entry.tracks) {
      if (!there.has(track)) {
        node.disconnect();
        entry.tracks.delete(track);
      }
    }
    for (const track of there) {
      if (!entry.tracks.has(track)) {
        const node = context.createMediaStreamSource(new MediaStream([track]));
        node.connect(entry.gain);
        entry.tracks.set(track, node);
      }
    }
    entry.gain.gain.value = element.muted ? 0 : element.volume;
  }

  async function hear(track) {
    const chunks = new MediaStreamTrackProcessor({ track, maxBufferSize: WAITING_SOUND }).readable.getReader();
    for (;;) {
      const { value } = await chunks.read();
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      value.close();
      told.milliseconds += samples.length / MILLISECOND;
      for (let at = 0; at < samples.length; at += MILLISECOND) {
        if (samples.subarray(at, at + MILLISECOND).some((sample) => Math.abs(sample) > QUIET)) {
          if (told.quiet[told.quiet.length - 1] > 0) {
            told.quiet.push(0);
            told.ends.push(0);
          }
        } else {
          told.quiet[told.quiet.length - 1] += 1;
          told.ends[told.ends.length - 1] = performance.now();
        }
      }
    }
  }

  for (const name of ['muted', 'volume', 'srcObject']) {
    const real = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, name);
    Object.defineProperty(HTMLMediaElement.prototype, name, {
      ...real,
      set(value) {
        real.set.call(this, value);
        if (this.classList.contains('remote-video')) {
          listen(this);
        }
      },
    });
  }

  window.continuity = {
    async begin() {
      context = new AudioContext({ sampleRate: 48000 });
      ear = context.createMediaStreamDestination();
      hear(ear.stream.getAudioTracks()[0]);
      await context.resume();
      const look = () => document.querySelectorAll('video.remote-video').forEach((video) => {
        watch(video);
        listen(video);
      });
      look();
      setInterval(look, 20);
    },
    forget() {
      told.frames.length = 0;
      told.quiet = [0];
      told.ends = [0];
      told.changed = 0;
      told.milliseconds = 0;
    },
    /** The longest times without a new picture and without sound, in milliseconds; each `@` when it was over, counted from the change of connection. */
    tell() {
      const { frames, quiet, ends, milliseconds, changed } = told;
      const gaps = frames.slice(1).map((at, index) => Math.round(at - frames[index]));
      const after = (at) => (changed > 0 ? `@${Math.round(at - changed)}` : '');
      const list = (lengths, times, least) => lengths.flatMap((ms, index) => (ms > least ? [`${ms}${after(times[index])}`] : [])).join(' ');
      return {
        freeze: Math.max(...gaps), silence: Math.max(...quiet), frames: frames.length, heard: Math.round(milliseconds),
        gaps: list(gaps, frames.slice(1), 140), silences: list(quiet, ends, 10),
      };
    },
  };
})();
