/**
 * The call and the people in it: states, media path, who is present. Owns the ports through which
 * it reaches media ({@link io.sightline.call.MediaPlane}) and recording ({@link
 * io.sightline.call.CallRecorder}). No SDP, no sockets, no media types.
 */
package io.sightline.call;
