/**
 * The track log: the encrypted, append-only file in which one stream of a recording lies as it
 * arrived. Format, writer and reader; no files, no threads, no clocks, and no knowledge of what the
 * JSON bodies mean.
 *
 * <p>File: header, then chunks. Header (32 bytes): magic {@code SLTL1} | recording id (16) | track
 * number u32 | nonce prefix (7, random). Chunk: u32 length of what follows | AES-256-GCM ciphertext
 * | tag (16). Nonce: prefix | u32 chunk counter from 0 | u8 last flag (the STREAM construction of
 * Hoang, Reyhanitabar, Rogaway and Vizár); associated data: the header. Only the last chunk of a
 * finished log carries the last flag, so a truncated log is told from a finished one. Plaintext of
 * a chunk: whole records, u8 type | u32 body length | i64 arrival in ns since the recording's start
 * | body. All numbers are big endian.
 */
package io.sightline.media.raw;
