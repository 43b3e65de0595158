/**
 * Web Push (RFC 8030): who wants to be told of rings while no page is open, the installation's key
 * (VAPID, RFC 8292), the encryption for each receiver (RFC 8291) and the sending. Who is rung is
 * signaling's to say.
 */
package io.sightline.push;
