/**
 * The mixer program: a job on standard input, progress and result on standard output. Plans the
 * job, walks the timeline, and verifies what it wrote. Native calls belong in {@code av}, formats
 * of the input in {@code track} and {@code rtp}.
 */
package io.sightline.mixer;
