package io.sightline.mixer.av;

/** What the pictures of mixed files are encoded with. */
public enum VideoCodec {
  VP8("libvpx"),
  VP9("libvpx-vp9"),
  H264("libopenh264");

  final String encoder;

  VideoCodec(String encoder) {
    this.encoder = encoder;
  }
}
