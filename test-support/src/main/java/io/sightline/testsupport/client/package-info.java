/**
 * Speaks the server's REST interface and signaling protocol as its documentation describes them, so
 * that tests can play an agent and a customer. Knows nothing of the server's classes.
 */
package io.sightline.testsupport.client;
