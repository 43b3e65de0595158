/**
 * The lite side of ICE (RFC 8445 section 2.5): answers checks, learns addresses, keeps consent.
 *
 * <p>An address becomes known, and a pair selected, by authenticated checks only. Sockets, timers
 * and full ICE do not belong here.
 */
package io.sightline.media.ice;
