package io.sightline.media.recorder;

import java.nio.file.Path;

/**
 * The recorder's settings; MediaSetting tells their reasons.
 *
 * @param store root of all recordings
 * @param ringBytes between media thread and disk thread, for each recording
 * @param flushMillis after which media is handed to the operating system
 * @param forceMillis between two forced writes of a file
 * @param forceThreads files forced at the same time
 * @param minFreePercent of the store; with less free, {@code audioOnlyWhenLow} tells what is done
 * @param minFreeBytes likewise; whichever is more
 * @param audioOnlyWhenLow true to take microphones alone, false to refuse new recordings
 */
public record RecorderOptions(
    Path store,
    int ringBytes,
    int flushMillis,
    int forceMillis,
    int forceThreads,
    int minFreePercent,
    long minFreeBytes,
    boolean audioOnlyWhenLow) {}
