/**
 * The signaling protocol: its messages, who may send them, what they do to calls, and what is told
 * to whom once that is committed. Sockets are a port ({@link io.sightline.signaling.Socket}); their
 * threads, queues and limits belong to the web module.
 */
package io.sightline.signaling;
