/**
 * The expiring URLs that admit participants: their codes, their limits, admission by them. Whether
 * a call has started is the call's to say.
 */
package io.sightline.link;
