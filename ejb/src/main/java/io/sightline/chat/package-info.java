/**
 * What the people of a call write to each other: plain text, in one order for everybody, sealed in
 * the database, and gone with the call where the tenant does not keep it. Who is told of it is
 * signaling's to say.
 */
package io.sightline.chat;
