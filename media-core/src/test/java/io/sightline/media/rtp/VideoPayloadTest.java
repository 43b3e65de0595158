package io.sightline.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.Hex;
import org.junit.jupiter.api.Test;

class VideoPayloadTest {
  private static boolean starts(VideoCodec codec, String hex) {
    byte[] payload = Hex.bytes("ee" + hex);
    return codec.startsKeyFrame(payload, 1, payload.length - 1);
  }

  @Test
  void vp8DescriptorOfABrowser() {
    byte[] payload = Hex.bytes("90f0 9234 07 60 50 9d012a");
    Vp8Descriptor descriptor = new Vp8Descriptor();
    assertTrue(descriptor.wrap(payload, 0, payload.length));
    assertEquals(0x1234, descriptor.pictureId());
    assertTrue(descriptor.longPictureId());
    assertEquals(7, descriptor.tl0PicIdx());
    assertEquals(1, descriptor.temporalId());
    assertTrue(descriptor.startOfFrame());
    assertTrue(descriptor.startsKeyFrame());
    descriptor.setPictureId(0x8001);
    descriptor.setTl0PicIdx(256 + 9);
    assertTrue(descriptor.wrap(payload, 0, payload.length));
    assertEquals(1, descriptor.pictureId());
    assertEquals(9, descriptor.tl0PicIdx());
    assertFalse(descriptor.wrap(payload, 0, 4));
  }

  @Test
  void vp9DescriptorInNonFlexibleMode() {
    byte[] payload = Hex.bytes("a8 9234 01 07 00");
    Vp9Descriptor descriptor = new Vp9Descriptor();
    assertTrue(descriptor.wrap(payload, 0, payload.length));
    assertEquals(0x1234, descriptor.pictureId());
    assertEquals(7, descriptor.tl0PicIdx());
    descriptor.setPictureId(0x8001);
    descriptor.setTl0PicIdx(256 + 9);
    assertTrue(descriptor.wrap(payload, 0, payload.length));
    assertEquals(1, descriptor.pictureId());
    assertEquals(9, descriptor.tl0PicIdx());
    assertFalse(descriptor.wrap(payload, 0, 4));
  }

  @Test
  void vp9DescriptorWithoutNumbers() {
    byte[] flexible = Hex.bytes("b8 12 01 00");
    Vp9Descriptor descriptor = new Vp9Descriptor();
    assertTrue(descriptor.wrap(flexible, 0, flexible.length));
    assertEquals(0x12, descriptor.pictureId());
    assertFalse(descriptor.longPictureId());
    assertEquals(-1, descriptor.tl0PicIdx());
    descriptor.setTl0PicIdx(9);
    assertArrayEquals(Hex.bytes("b8 12 01 00"), flexible);
    assertTrue(descriptor.wrap(Hex.bytes("08"), 0, 1));
    assertEquals(-1, descriptor.pictureId());
    assertFalse(descriptor.wrap(flexible, 0, 0));
    assertFalse(descriptor.wrap(flexible, 0, 1));
  }

  @Test
  void vp8KeyFrames() {
    assertTrue(starts(VideoCodec.VP8, "10 50"));
    assertFalse(starts(VideoCodec.VP8, "10 51"));
    assertFalse(starts(VideoCodec.VP8, "00 50"));
    assertFalse(starts(VideoCodec.VP8, "11 50"));
    assertTrue(starts(VideoCodec.VP8, "9080 8001 50"));
    assertFalse(starts(VideoCodec.VP8, "9080 8001 51"));
    assertFalse(starts(VideoCodec.VP8, "9080 80"));
    assertFalse(starts(VideoCodec.VP8, ""));
  }

  @Test
  void h264KeyFrames() {
    assertTrue(starts(VideoCodec.H264, "65 88"));
    assertTrue(starts(VideoCodec.H264, "67 42"));
    assertFalse(starts(VideoCodec.H264, "41 9a"));
    assertFalse(starts(VideoCodec.H264, "68 ce"));
    assertTrue(starts(VideoCodec.H264, "78 0002 6742 0002 68ce"));
    assertTrue(starts(VideoCodec.H264, "78 0002 68ce 0002 6588"));
    assertFalse(starts(VideoCodec.H264, "78 0002 419a"));
    assertFalse(starts(VideoCodec.H264, "78 0009 6742"));
    assertTrue(starts(VideoCodec.H264, "7c 85 88"));
    assertFalse(starts(VideoCodec.H264, "7c 05 88"));
    assertFalse(starts(VideoCodec.H264, "7c 81 88"));
    assertFalse(starts(VideoCodec.H264, "7c"));
  }

  @Test
  void vp9KeyFrames() {
    assertTrue(starts(VideoCodec.VP9, "8a 8001"));
    assertFalse(starts(VideoCodec.VP9, "ca 8001"));
    assertFalse(starts(VideoCodec.VP9, "82 8001"));
    assertTrue(starts(VideoCodec.VP9, "aa 8001 00 00"));
    assertFalse(starts(VideoCodec.VP9, "aa 8001 02 00"));
  }

  @Test
  void av1KeyFramesAndNames() {
    assertTrue(starts(VideoCodec.AV1, "18 0a"));
    assertFalse(starts(VideoCodec.AV1, "10 0a"));
    assertFalse(starts(VideoCodec.AV1, "98 0a"));
    assertEquals(VideoCodec.VP8, VideoCodec.named("vp8"));
    assertEquals(VideoCodec.NONE, VideoCodec.named("opus"));
    assertTrue(starts(VideoCodec.NONE, ""));
  }
}
