/**
 * How visitors reach agents who do not know of them yet: groups of agents, the entry points that
 * web sites show, and the calls made by them. Whom to ring, and telling of places in the queue, is
 * signaling's.
 */
package io.sightline.queue;
