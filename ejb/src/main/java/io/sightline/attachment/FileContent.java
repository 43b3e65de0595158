package io.sightline.attachment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a file's content is of the kind that its name claims. Reads beginnings and tables of
 * contents only; nothing is unpacked, so that no archive can grow.
 */
final class FileContent {
  private static final int HEAD = 4096;

  /** An end record with the longest comment (APPNOTE 4.3.16). */
  private static final int ZIP_TAIL = 22 + 65_535;

  private static final int ZIP_END = 0x06054b50;
  private static final int ZIP_ENTRY = 0x02014b50;
  private static final int ZIP_ENTRY_LENGTH = 46;
  private static final int LARGEST_TABLE = 4 * 1024 * 1024;

  private FileContent() {}

  /** Leaves the channel at any position. */
  static boolean is(FileType type, SeekableByteChannel file) throws IOException {
    byte[] head = read(file, 0, HEAD);
    return switch (type) {
      case PDF -> begins(head, 0, "%PDF-");
      case PNG -> begins(head, 0, "\u0089PNG\r\n\u001a\n");
      case JPEG -> begins(head, 0, "\u00ff\u00d8\u00ff");
      case GIF -> begins(head, 0, "GIF87a") || begins(head, 0, "GIF89a");
      case WEBP -> begins(head, 0, "RIFF") && begins(head, 8, "WEBP");
      case HEIC -> isoBrand(head, "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1");
      case MP4 ->
          isoBrand(
              head, "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash");
      case TXT, CSV -> text(file);
      case DOCX -> officeXml(file, "word/");
      case XLSX -> officeXml(file, "xl/");
      case PPTX -> officeXml(file, "ppt/");
      case ODT -> openDocument(head, "text");
      case ODS -> openDocument(head, "spreadsheet");
    };
  }

  private static boolean begins(byte[] head, int at, String signature) {
    byte[] wanted = signature.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < wanted.length; i++) {
      if (at + i >= head.length || head[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** ISO 14496-12: a file type box first, with the major brand behind its type. */
  private static boolean isoBrand(byte[] head, String... brands) {
    for (String brand : brands) {
      if (begins(head, 4, "ftyp" + brand)) {
        return true;
      }
    }
    return false;
  }

  /** Its first entry, stored as it is, tells the kind (OpenDocument 1.3 part 2, 3.3). */
  private static boolean openDocument(byte[] head, String kind) {
    return begins(head, 0, "PK\u0003\u0004")
        && begins(head, 30, "mimetypeapplication/vnd.oasis.opendocument." + kind)
        && !begins(head, 30, "mimetypeapplication/vnd.oasis.opendocument." + kind + "-");
  }

  /** UTF-8 without any control but for white space. */
  private static boolean text(SeekableByteChannel file) throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(HEAD);
    CharBuffer characters = CharBuffer.allocate(HEAD);
    file.position(0);
    boolean more = true;
    while (more) {
      more = file.read(bytes) >= 0;
      bytes.flip();
      CoderResult result = decoder.decode(bytes, characters, !more);
      if (result.isError() || controls(characters.flip())) {
        return false;
      }
      characters.clear();
      bytes.compact();
    }
    return true;
  }

  private static boolean controls(CharSequence text) {
    return text.chars()
        .anyMatch(each -> (each < ' ' && "\t\n\r\f".indexOf(each) < 0) || each == 0x7f);
  }

  /** ECMA-376 part 2: a ZIP with a list of content types; one that carries macros is refused. */
  private static boolean officeXml(SeekableByteChannel file, String part) throws IOException {
    if (!begins(read(file, 0, 4), 0, "PK\u0003\u0004")) {
      return false;
    }
    Set<String> names = zipNames(file);
    return names.contains("[content_types].xml")
        && names.stream().anyMatch(name -> name.startsWith(part))
        && names.stream().noneMatch(name -> name.endsWith("vbaproject.bin"));
  }

  /** Names from the table of contents, in lower case; none when there is no sound table. */
  private static Set<String> zipNames(SeekableByteChannel file) throws IOException {
    long from = Math.max(0, file.size() - ZIP_TAIL);
    ByteBuffer tail = little(read(file, from, ZIP_TAIL));
    for (int at = tail.limit() - 22; at >= 0; at--) {
      if (tail.getInt(at) == ZIP_END) {
        long length = tail.getInt(at + 12) & 0xffffffffL;
        long offset = tail.getInt(at + 16) & 0xffffffffL;
        return length > LARGEST_TABLE ? Set.of() : names(read(file, offset, (int) length));
      }
    }
    return Set.of();
  }

  private static Set<String> names(byte[] bytes) {
    ByteBuffer table = little(bytes);
    Set<String> names = new HashSet<>();
    int at = 0;
    while (at + ZIP_ENTRY_LENGTH <= table.limit() && table.getInt(at) == ZIP_ENTRY) {
      int name = table.getShort(at + 28) & 0xffff;
      int extra = table.getShort(at + 30) & 0xffff;
      int comment = table.getShort(at + 32) & 0xffff;
      if (at + ZIP_ENTRY_LENGTH + name > table.limit()) {
        return Set.of();
      }
      String text = new String(bytes, at + ZIP_ENTRY_LENGTH, name, StandardCharsets.UTF_8);
      names.add(text.toLowerCase(Locale.ROOT));
      at += ZIP_ENTRY_LENGTH + name + extra + comment;
    }
    return names;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Up to {@code length} bytes from a place on; fewer where the file ends. */
  private static byte[] read(SeekableByteChannel file, long at, int length) throws IOException {
    int there = (int) Math.max(0, Math.min(length, file.size() - at));
    ByteBuffer target = ByteBuffer.allocate(there);
    file.position(at);
    while (target.hasRemaining() && file.read(target) >= 0) {
      // until it is full or the file ends
    }
    return target.array();
  }
}
