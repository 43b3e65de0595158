/**
 * Making files of recordings. A row for each job is the truth; a JMS message wakes a worker, a
 * timer finds what no message told of; a lease keeps two workers from one job; the mixer program
 * does the work in a process of its own.
 *
 * <p>Belongs here: jobs, their order and retries, and running the mixer. Does not belong here:
 * anything about media formats (the mixer's) or about keys and states of recordings (package
 * recording's, which is asked).
 */
package io.sightline.composition;
