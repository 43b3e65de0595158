/**
 * Files that people of a call hand each other and pictures kept of it: which a tenant takes,
 * whether their content is what their names say, their sealed storage and its end. Nothing here is
 * ever executed, rendered or unpacked. Who is told of a file is signaling's to say.
 */
package io.sightline.attachment;
