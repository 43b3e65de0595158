/**
 * Reading what was: call data records with their session data records and recordings, and who may
 * see them.
 *
 * <p>Belongs here: queries over other features' tables, answered as values. Does not belong here:
 * changing anything, and JSON.
 */
package io.sightline.report;
