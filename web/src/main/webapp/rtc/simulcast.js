// The layers in which a camera is sent to a call of more than two: each receiver gets the one its path can take.

/**
 * From so many pixels on a picture is sent in so many layers. Chromium makes no more of a picture of that size, and of those
 * asked for it takes the first: a third one at 640x480 would cost the full picture.
 */
const SIZES = [
  { pixels: 960 * 540, layers: [[4, 150_000], [2, 500_000], [1, 1_700_000]] },
  { pixels: 480 * 270, layers: [[2, 200_000], [1, 1_200_000]] },
  { pixels: 0, layers: [[1, 300_000]] },
];
const USUAL = 640 * 480;

/**
 * Says how large the layers are that the server's offer asked for, for the camera that is sent now; nothing where it asked for
 * none, or where the browser sends one picture only.
 * @param {RTCRtpSender|null} sender
 */
export async function setLayers(sender) {
  const parameters = sender?.getParameters();
  if (!sender || !parameters || (parameters.encodings?.length ?? 0) < 2) {
    return;
  }
  const { width = 0, height = 0 } = sender.track?.getSettings() ?? {};
  const { layers } = SIZES.find(({ pixels }) => (width * height || USUAL) >= pixels) ?? SIZES[0];
  parameters.encodings.forEach((encoding, index) => {
    const [scaleResolutionDownBy, maxBitrate] = layers[index] ?? layers[0];
    Object.assign(encoding, { active: index < layers.length, scaleResolutionDownBy, maxBitrate });
  });
  await sender.setParameters(parameters).catch((failure) => console.warn('layers as the browser likes', failure.name));
}
