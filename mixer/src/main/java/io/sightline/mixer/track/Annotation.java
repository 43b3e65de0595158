package io.sightline.mixer.track;

/**
 * What the application noted about a recording while it ran.
 *
 * @param ns since the recording's start
 * @param type pause, resume, hold, unhold, mute, unmute, screen-start, screen-stop, join, leave
 * @param participantId null where all are meant
 * @param source in lower case: camera, microphone, screen; null where all are meant
 */
public record Annotation(long ns, String type, String participantId, String source) {}
