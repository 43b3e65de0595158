/**
 * The Jakarta Connectors face of the media server: its life cycle in the container, connections for
 * the application, events to message-driven beans. Thin; whatever can be said without JCA types is
 * in {@code server}. Nobody imports this package.
 */
package io.sightline.media.adapter;
