/**
 * What an administrator sees of the application through JMX: calls, recordings and jobs by state.
 * The media plane's figures are its adapter's own. Nothing here changes anything.
 */
package io.sightline.management;
