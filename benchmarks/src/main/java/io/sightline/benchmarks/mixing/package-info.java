/**
 * What mixing costs: a synthetic call is mixed by our program and, for comparison, by the ffmpeg
 * program of the operating system. Made of processes only; nothing of the mixer's inside is used.
 */
package io.sightline.benchmarks.mixing;
