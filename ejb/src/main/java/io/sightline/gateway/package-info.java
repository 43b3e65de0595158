/**
 * The way to the media server, and the only one: the ports of calls and recordings, carried out
 * over the JCA connection, and the media server's events turned into events of those features.
 *
 * <p>Belongs here: endpoints of forwarded sessions, their offers and answers. Does not belong here:
 * what a call or a recording is allowed to do; nothing here is stored, for what it knows ends with
 * the media server in the same process.
 */
package io.sightline.gateway;
