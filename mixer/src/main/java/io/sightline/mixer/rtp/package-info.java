/**
 * From RTP packets to encoded frames: order, loss, and the payload formats of the codecs. Pure
 * functions of the packets; no libav, no files, no clocks.
 */
package io.sightline.mixer.rtp;
