/**
 * The smoke test with the application deployed by Arquillian, run once on each server. The test
 * itself is the product's; only the deployment differs.
 */
package io.sightline.it.deployed;
