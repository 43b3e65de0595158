/**
 * The command-line tool for operators and auditors: checks a recording's files against its signed
 * manifest, and writes its packets in the forms that Wireshark and rtptools read. Needs no server
 * and none of its data but the recording's directory, the public key and, to decrypt, its key.
 * Nothing here decodes media.
 */
package io.sightline.mixer.export;
