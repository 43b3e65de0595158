// Replaces getUserMedia and getDisplayMedia by known media, flash and beep on one clock. The real devices are opened too, so that
// permissions and addresses are as with a camera. SIDE is put in front by BrowserSource.
//
// Frames bear the time at which they should have been made: a busy machine that makes them late then does not move them
// against the sound. That takes MediaStreamTrackGenerator, which only Chromium has; elsewhere a canvas is drawn in time.
(() => {
  const WIDTH = 640;
  const HEIGHT = 480;
  const FRAMES = 15;
  const FLASH_FRAME = 5;
  const FLASH_FRAMES = 3;
  const devices = navigator.mediaDevices;
  const pictures = [];
  let context = null;
  let graph = null;
  // Of the last second and of the one that began then, each the furthest.
  let ahead = [-Infinity, -Infinity];
  let aheadSince = 0;
  let lastFrame = -Infinity;
  // Sound leaves the audio graph for a stream in blocks, this much after its time: six recorded calls had it 1 to 40 ms behind
  // the pictures.
  const SOUND_BEHIND = 0.015;

  // The audio clock advances in bursts; the furthest it has lately been ahead of the steady clock is its true course. Where
  // it has stood still for a moment, as on a busy machine, it is behind for good, and the pictures are to be so too.
  function offset() {
    const now = performance.now() / 1000;
    if (now - aheadSince > 1) {
      ahead = [ahead[1], -Infinity];
      aheadSince = now;
    }
    ahead[1] = Math.max(ahead[1], context.currentTime - now);
    return Math.max(...ahead) - 0.005 - SOUND_BEHIND;
  }

  function start() {
    if (context) {
      return;
    }
    context = new AudioContext({ sampleRate: 48000 });
    graph = context.createGain();
    const oscillator = (hertz, gain) => {
      const source = context.createOscillator();
      const level = context.createGain();
      source.frequency.value = hertz;
      level.gain.value = gain;
      source.connect(level).connect(graph);
      source.start();
      return level.gain;
    };
    oscillator(SIDE.tone, 0.04);
    const beep = oscillator(SIDE.beep, 0);
    const first = Math.floor(context.currentTime);
    for (let second = first; second < first + 1800; second++) {
      beep.setValueAtTime(0.4, second + FLASH_FRAME / FRAMES);
      beep.setValueAtTime(0, second + (FLASH_FRAME + FLASH_FRAMES) / FRAMES);
    }
  }

  function tick() {
    const frame = Math.floor((performance.now() / 1000 + offset()) * FRAMES + 0.2);
    if (frame > lastFrame) {
      // Frames that were missed are made up for, else the flash would come late.
      for (let due = Math.max(lastFrame + 1, frame - 4); due <= frame; due++) {
        produce(due);
      }
      lastFrame = frame;
    }
    const next = (frame + 1) / FRAMES - offset();
    setTimeout(tick, Math.max(1, next * 1000 - performance.now()));
  }

  function produce(frame) {
    const inSecond = ((frame % FRAMES) + FRAMES) % FRAMES;
    const flash = inSecond >= FLASH_FRAME && inSecond < FLASH_FRAME + FLASH_FRAMES;
    const microseconds = Math.round((frame / FRAMES - offset()) * 1e6);
    for (const picture of pictures) {
      if (picture.track.readyState === 'live') {
        picture.show(flash, microseconds);
      }
    }
  }

  // BT.601, limited range: what VP8 means.
  function plane(colour, width, height) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    const data = new Uint8Array(width * height * 3 / 2);
    data.fill(16 + (65.738 * r + 129.057 * g + 25.064 * b) / 256, 0, width * height);
    data.fill(128 + (-37.945 * r - 74.494 * g + 112.439 * b) / 256, width * height, width * height * 5 / 4);
    data.fill(128 + (112.439 * r - 94.154 * g - 18.285 * b) / 256, width * height * 5 / 4);
    return data;
  }

  function generated(colour = SIDE.colour, width = WIDTH, height = HEIGHT) {
    return 'MediaStreamTrackGenerator' in window ? encoded(colour, width, height) : drawn(colour, width, height);
  }

  function drawn(colour, width, height) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const pen = canvas.getContext('2d');
    const stream = canvas.captureStream(0);
    const [track] = stream.getVideoTracks();
    return {
      track,
      show(flash) {
        pen.fillStyle = flash ? '#ffffff' : colour;
        pen.fillRect(0, 0, width, height);
        (track.requestFrame ? track : stream).requestFrame();
      },
    };
  }

  function encoded(colour, width, height) {
    const track = new MediaStreamTrackGenerator({ kind: 'video' });
    const writer = track.writable.getWriter();
    const plain = plane(colour, width, height);
    const white = plane('#ffffff', width, height);
    const colorSpace = { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m', fullRange: false };
    return {
      track,
      show(flash, timestamp) {
        // A few may wait: to drop one of two that are made up for would move the flash by a frame.
        if (writer.desiredSize > -6) {
          writer.write(new VideoFrame(flash ? white : plain,
            { format: 'I420', codedWidth: width, codedHeight: height, timestamp, colorSpace })).catch(() => {});
        }
      },
    };
  }

  function sound() {
    const destination = context.createMediaStreamDestination();
    graph.connect(destination);
    return destination.stream.getAudioTracks()[0];
  }

  async function known(constraints) {
    const fresh = context === null;
    start();
    await context.resume();
    const tracks = [];
    if (constraints.video) {
      const picture = generated();
      pictures.push(picture);
      tracks.push(picture.track);
    }
    if (constraints.audio) {
      tracks.push(sound());
    }
    if (fresh) {
      tick();
    }
    return new MediaStream(tracks);
  }

  window.sightlineKnownMedia = known;
  if (devices) {
    const real = devices.getUserMedia.bind(devices);
    devices.getDisplayMedia = async () => {
      start();
      await context.resume();
      const picture = generated(SIDE.screen, 1280, 720);
      pictures.push(picture);
      window.sightlineScreen = picture.track;
      return new MediaStream([picture.track]);
    };
    devices.getUserMedia = async (constraints) => {
      window.sightlineRealMedia = await real(constraints);
      return known(constraints);
    };
  }
})();
