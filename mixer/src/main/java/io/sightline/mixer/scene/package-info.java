/**
 * Who is seen where and when: layouts as pure functions of the track index, the annotations and
 * time. No libav, no files; whoever mixes any part of a recording sees the same scene.
 */
package io.sightline.mixer.scene;
