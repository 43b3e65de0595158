/**
 * Other media servers under the load of {@link io.sightline.benchmarks.ForwardingLoad}'s peers, in
 * turn with ours. How each is set up and spoken to belongs here, nothing that a product needs.
 */
package io.sightline.benchmarks.comparison;
