/**
 * What the tests of Sightline need and Sightline itself must not use: a scripted WebRTC client, a
 * client of the signaling protocol, and readers of recordings.
 *
 * <p>Nothing here may depend on media-core, media-rar or mixer: a second, independent reading of
 * the same RFCs and formats is the point. Only this page lives in this package, the code in those
 * below.
 */
package io.sightline.testsupport;
