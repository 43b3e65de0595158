/** MicroProfile Health: whether the server lives, and whether it can take calls now. */
package io.sightline.web.health;
