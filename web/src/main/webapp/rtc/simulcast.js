// The layers in which a camera is sent to a call of more than two: each receiver gets the one its path can take.

/**
 * What each layer may take, by its rid: the divisor of the picture's width and height, and the most bits a second.
 * @type {Record<string, RTCRtpEncodingParameters>}
 */
const LAYERS = {
  q: { scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  h: { scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  f: { scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
};

/**
 * Says how large the layers are that the server's offer asked for; nothing where it asked for none, or where the browser
 * sends one picture only.
 * @param {RTCRtpSender|null} sender
 */
export async function setLayers(sender) {
  const parameters = sender?.getParameters();
  if (!sender || !parameters || (parameters.encodings?.length ?? 0) < 2) {
    return;
  }
  for (const encoding of parameters.encodings) {
    Object.assign(encoding, LAYERS[/** @type {string} */ (encoding.rid)] ?? {});
  }
  await sender.setParameters(parameters).catch((failure) => console.warn('layers as the browser likes', failure.name));
}
