/**
 * What an installation can set, read through MicroProfile Config, and the clock. One place per
 * value: name, unit, default and reason.
 */
package io.sightline.configuration;
