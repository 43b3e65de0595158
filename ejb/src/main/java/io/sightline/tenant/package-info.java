/**
 * Who the customers of this installation are and what each has chosen: names, recording mode, life
 * of links. No users, no calls.
 */
package io.sightline.tenant;
