/**
 * How the domain says no: {@link io.sightline.fault.Refusal} with a stable dotted code. Transport
 * (HTTP status lines, close codes) does not belong here.
 */
package io.sightline.fault;
