/**
 * Tests of a running server from outside. Each takes what it needs from {@link
 * io.sightline.it.ServerUnderTest} and leaves nothing behind but ended calls; none looks into the
 * server's files or database.
 */
package io.sightline.it;
