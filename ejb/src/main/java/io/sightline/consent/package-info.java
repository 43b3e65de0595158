/**
 * What customers are asked before they are recorded, and what they answered: versioned texts of the
 * tenant, and decisions that are added and never changed. Who is recorded when is not decided here.
 */
package io.sightline.consent;
