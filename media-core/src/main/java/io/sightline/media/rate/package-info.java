/**
 * How much a path can take, from what its receiver reports of arrivals (draft-ietf-rmcat-gcc-02).
 * Plain state, no thread, no allocation after construction.
 */
package io.sightline.media.rate;
