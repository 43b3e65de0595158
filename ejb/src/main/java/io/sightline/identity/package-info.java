/**
 * Who is asking: roles, what each role may do, users as the container's registry knows them, our
 * own short-lived tokens and the limits on guessing. Passwords are checked by the container and
 * never enter this package.
 */
package io.sightline.identity;
