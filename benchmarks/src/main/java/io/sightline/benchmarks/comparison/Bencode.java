package io.sightline.benchmarks.comparison;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The encoding of rtpengine's ng protocol: byte strings, integers, lists, dictionaries. */
final class Bencode {
  private final String text;
  private int at;

  private Bencode(String text) {
    this.text = text;
  }

  static String encode(Object value) {
    if (value instanceof Map<?, ?> map) {
      StringBuilder out = new StringBuilder("d");
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, item) -> sorted.put(key.toString(), item));
      sorted.forEach((key, item) -> out.append(encode(key)).append(encode(item)));
      return out.append('e').toString();
    }
    if (value instanceof List<?> list) {
      StringBuilder out = new StringBuilder("l");
      list.forEach(item -> out.append(encode(item)));
      return out.append('e').toString();
    }
    String string = value.toString();
    return string.getBytes(StandardCharsets.ISO_8859_1).length + ":" + string;
  }

  /** The dictionary that a text consists of. */
  static Map<?, ?> decode(String text) {
    return (Map<?, ?>) new Bencode(text).next();
  }

  private Object next() {
    char kind = text.charAt(at);
    if (kind == 'd') {
      at++;
      Map<Object, Object> map = new LinkedHashMap<>();
      while (text.charAt(at) != 'e') {
        map.put(next(), next());
      }
      at++;
      return map;
    }
    if (kind == 'l') {
      at++;
      List<Object> list = new ArrayList<>();
      while (text.charAt(at) != 'e') {
        list.add(next());
      }
      at++;
      return list;
    }
    if (kind == 'i') {
      int end = text.indexOf('e', at);
      long number = Long.parseLong(text.substring(at + 1, end));
      at = end + 1;
      return number;
    }
    int colon = text.indexOf(':', at);
    int length = Integer.parseInt(text.substring(at, colon));
    at = colon + 1 + length;
    return text.substring(colon + 1, at);
  }
}
