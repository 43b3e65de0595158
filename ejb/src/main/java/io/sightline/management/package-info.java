/**
 * What an administrator sees of the application through JMX: calls, recordings and jobs by state.
 * The media plane's figures are its adapter's own. Operations do what the features offer and decide
 * nothing.
 */
package io.sightline.management;
