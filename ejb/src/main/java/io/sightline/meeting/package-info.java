/**
 * Meeting points: a host's standing invitation with one link for all guests, and the calls that are
 * held there one after the other. Who is let into such a call is the call's to decide.
 */
package io.sightline.meeting;
