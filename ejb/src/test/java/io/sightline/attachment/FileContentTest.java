package io.sightline.attachment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.fault.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content against names; what was made by Java's own ZIP writer is read by ours. */
class FileContentTest {
  private static final int ROUNDS = 1_000;

  @TempDir private Path directory;

  private boolean is(FileType type, byte[] content) throws IOException {
    Path file = directory.resolve("file");
    Files.write(file, content);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return FileContent.is(type, channel);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes(name));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void knowsContentByItsBeginning() throws IOException {
    assertTrue(is(FileType.PDF, bytes("%PDF-1.7\n…")));
    assertTrue(is(FileType.PNG, bytes("\u0089PNG\r\n\u001a\n----")));
    assertTrue(is(FileType.JPEG, bytes("\u00ff\u00d8\u00ff\u00e0")));
    assertTrue(is(FileType.WEBP, bytes("RIFF1234WEBPVP8 ")));
    assertTrue(is(FileType.MP4, bytes("\0\0\0\u0020ftypisom\0\0\2\0")));
    assertTrue(is(FileType.HEIC, bytes("\0\0\0\u0020ftypheic\0\0\0\0")));
    assertFalse(is(FileType.PDF, bytes("MZ\u0090\0 a program")));
    assertFalse(is(FileType.JPEG, bytes("<script>alert(1)</script>")));
    assertFalse(is(FileType.MP4, bytes("\0\0\0\u0020ftypheic")));
    assertFalse(is(FileType.PNG, bytes("\u0089P")));
  }

  @Test
  void takesTextOnlyWhereItIsText() throws IOException {
    assertTrue(is(FileType.TXT, "Grüße\tan alle\r\n👩\u200D🔧".getBytes(StandardCharsets.UTF_8)));
    String text = "äöü€".repeat(3_000);
    assertTrue(is(FileType.CSV, text.getBytes(StandardCharsets.UTF_8)), "cut at any byte");
    assertFalse(is(FileType.TXT, bytes("Gr\u00fc\u00dfe in Latin-1")));
    assertFalse(is(FileType.TXT, bytes("a\0b")));
    assertFalse(is(FileType.CSV, bytes("\u001b]0;title\u0007")));
  }

  @Test
  void looksIntoTheTableOfOfficeFiles() throws IOException {
    assertTrue(is(FileType.DOCX, zip("[Content_Types].xml", "word/document.xml")));
    assertTrue(is(FileType.XLSX, zip("[Content_Types].xml", "xl/workbook.xml")));
    assertFalse(is(FileType.DOCX, zip("[Content_Types].xml", "xl/workbook.xml")));
    assertFalse(
        is(FileType.DOCX, zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        "macros");
    assertFalse(is(FileType.DOCX, zip("run.exe")));
    assertFalse(is(FileType.PPTX, bytes("PK\3\4 and nothing more")));
  }

  @Test
  void endsWithAnyBrokenTable() throws IOException {
    byte[] sound = zip("[Content_Types].xml", "word/document.xml", "word/styles.xml");
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] broken = sound.clone();
      for (int i = 0; i < 4; i++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      is(FileType.DOCX, broken);
    }
  }

  @Test
  void refusesByNameAndSizeWhatTheTenantDoesNotTake() {
    AttachmentRules rules = AttachmentRules.STANDARD;
    assertEquals(FileType.JPEG, rules.admit("Photo 1.JPEG", 10));
    assertEquals("file.type", refusal(() -> rules.admit("setup.exe", 10)));
    assertEquals("file.type", refusal(() -> rules.admit("page.svg", 10)));
    assertEquals("file.type", refusal(() -> rules.admit("README", 10)));
    assertEquals("file.type", refusal(() -> rules.admit("film.mp4", 10)), "not by itself");
    assertEquals("file.too.large", refusal(() -> rules.admit("a.pdf", 21L * 1024 * 1024)));
  }

  @Test
  void cleansNames() {
    assertEquals("passwd.txt", AttachmentRules.cleanName("../../etc/passwd.txt"));
    assertEquals("a.pdf", AttachmentRules.cleanName("C:\\Users\\me\\a.pdf"));
    assertEquals("gpj.exe", AttachmentRules.cleanName("gpj\u202E.exe"));
    assertEquals(150, AttachmentRules.cleanName("x".repeat(500) + ".pdf").length());
    assertEquals("field.value", refusal(() -> AttachmentRules.cleanName(" \u0000 ")));
    assertEquals("field.value", refusal(() -> AttachmentRules.cleanName("..")));
  }

  private static String refusal(Runnable step) {
    return assertThrows(Refusal.class, step::run).code();
  }
}
