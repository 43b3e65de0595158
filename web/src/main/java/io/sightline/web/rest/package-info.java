/**
 * The HTTP API: paths, status lines, JSON shapes, who may call what. Decides nothing about calls,
 * links or users; it asks the services and says their answers in Genesys' shapes.
 */
package io.sightline.web.rest;
