/** STUN messages for ICE checks (RFC 8489, RFC 8445). No sockets, no timers. */
package io.sightline.testsupport.stun;
