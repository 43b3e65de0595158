/** The database as such: its migration at start and the entity manager. No entities, no queries. */
package io.sightline.schema;
