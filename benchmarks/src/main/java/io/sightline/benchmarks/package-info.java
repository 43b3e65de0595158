/**
 * Whole-system load and microbenchmarks, each a program to be started by hand. What must be true is
 * a test's business and does not belong here; figures go to docs/performance.md.
 */
package io.sightline.benchmarks;
