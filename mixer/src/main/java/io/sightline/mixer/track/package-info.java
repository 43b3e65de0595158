/**
 * The tracks of a recording as they lie in its logs: what they are, how their clocks relate, and
 * their frames in order on the recording's one timeline. No libav and no output.
 */
package io.sightline.mixer.track;
