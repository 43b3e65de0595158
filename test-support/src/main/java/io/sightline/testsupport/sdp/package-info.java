/** Reads session descriptions as far as a WebRTC client needs them (RFC 8866, RFC 8829). */
package io.sightline.testsupport.sdp;
