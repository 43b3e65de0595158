/**
 * Functions of the system's C libraries, where the JDK can call them (22 and later).
 *
 * <p>Which function, and what its bytes mean, belongs to whoever calls it; here is only the way
 * there. Nothing in this package waits, opens or keeps anything but the libraries themselves.
 */
package io.sightline.media.foreign;
