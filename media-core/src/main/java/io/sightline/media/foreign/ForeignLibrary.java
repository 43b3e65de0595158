package io.sightline.media.foreign;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A C library of the system, by java.lang.foreign (JDK 22). This class is compiled for 17, which
 * does not have it, so that it is found by reflection, once for each function; the handles are as
 * good as any. Pointers are {@code long}s here, to memory of direct buffers that the caller keeps
 * reachable. Any thread.
 *
 * <p>Handles belong into {@code static final} fields and are for {@code invokeExact}: only then are
 * calls compiled.
 */
public final class ForeignLibrary {
  private static final int FIRST_JDK = 22;
  private static final String PACKAGE = "java.lang.foreign.";

  private final String name;
  private final Object symbols;

  private ForeignLibrary(String name, Object symbols) {
    this.name = name;
    this.symbols = symbols;
  }

  /**
   * Opens a library for as long as the process lives.
   *
   * @param name as for dlopen, such as {@code libc.so.6}
   */
  public static ForeignLibrary open(String name) throws ForeignException {
    if (Runtime.version().feature() < FIRST_JDK) {
      throw new ForeignException("Java " + FIRST_JDK + " or later is needed");
    }
    try {
      Object forever = type("Arena").getMethod("global").invoke(null);
      Object symbols =
          type("SymbolLookup")
              .getMethod("libraryLookup", String.class, type("Arena"))
              .invoke(null, name, forever);
      return new ForeignLibrary(name, symbols);
    } catch (ReflectiveOperationException e) {
      throw failed(name + " cannot be opened", e);
    }
  }

  /**
   * A function that may wait. Types are {@code int}, {@code long}, which is a pointer as well, and
   * {@code void}.
   */
  public MethodHandle function(String symbol, Class<?> result, Class<?>... parameters)
      throws ForeignException {
    return link(symbol, descriptor(result, parameters), new Object[0]);
  }

  /** A function that comes back within a microsecond or so: garbage collection waits for it. */
  public MethodHandle shortFunction(String symbol, Class<?> result, Class<?>... parameters)
      throws ForeignException {
    Object critical = option("critical", new Class<?>[] {boolean.class}, false);
    return link(symbol, descriptor(result, parameters), new Object[] {critical});
  }

  /** A function that takes an {@link ErrorNumber#argument} first, as an {@code Object}. */
  public MethodHandle functionWithErrno(String symbol, Class<?> result, Class<?>... parameters)
      throws ForeignException {
    Object capture =
        option("captureCallState", new Class<?>[] {String[].class}, (Object) array("errno"));
    MethodHandle handle = link(symbol, descriptor(result, parameters), new Object[] {capture});
    return handle.asType(handle.type().changeParameterType(0, Object.class));
  }

  private MethodHandle link(String symbol, Object descriptor, Object[] options)
      throws ForeignException {
    try {
      Object found = type("SymbolLookup").getMethod("find", String.class).invoke(symbols, symbol);
      Object address = ((Optional<?>) found).orElse(null);
      if (address == null) {
        throw new ForeignException(name + " has no " + symbol);
      }
      Object optionArray = Array.newInstance(type("Linker$Option"), options.length);
      for (int i = 0; i < options.length; i++) {
        Array.set(optionArray, i, options[i]);
      }
      Object linker = type("Linker").getMethod("nativeLinker").invoke(null);
      Method downcall =
          type("Linker")
              .getMethod(
                  "downcallHandle",
                  type("MemorySegment"),
                  type("FunctionDescriptor"),
                  optionArray.getClass());
      return (MethodHandle) downcall.invoke(linker, address, descriptor, optionArray);
    } catch (ReflectiveOperationException e) {
      throw failed(symbol + " of " + name + " cannot be called", e);
    }
  }

  private static Object descriptor(Class<?> result, Class<?>... parameters)
      throws ForeignException {
    try {
      Class<?> layout = type("MemoryLayout");
      Object layouts = Array.newInstance(layout, parameters.length);
      for (int i = 0; i < parameters.length; i++) {
        Array.set(layouts, i, layoutOf(parameters[i]));
      }
      Class<?> descriptor = type("FunctionDescriptor");
      if (result == void.class) {
        return descriptor.getMethod("ofVoid", layouts.getClass()).invoke(null, layouts);
      }
      return descriptor
          .getMethod("of", layout, layouts.getClass())
          .invoke(null, layoutOf(result), layouts);
    } catch (ReflectiveOperationException e) {
      throw failed("A function's types cannot be described", e);
    }
  }

  private static Object layoutOf(Class<?> type) throws ReflectiveOperationException {
    return type("ValueLayout").getField(type == int.class ? "JAVA_INT" : "JAVA_LONG").get(null);
  }

  private static Object option(String name, Class<?>[] types, Object argument)
      throws ForeignException {
    try {
      return type("Linker$Option").getMethod(name, types).invoke(null, argument);
    } catch (ReflectiveOperationException e) {
      throw failed("This Java has no calls of the kind " + name, e);
    }
  }

  private static String[] array(String only) {
    return new String[] {only};
  }

  static Object segment(ByteBuffer direct) throws ForeignException {
    try {
      return type("MemorySegment").getMethod("ofBuffer", Buffer.class).invoke(null, direct);
    } catch (ReflectiveOperationException e) {
      throw failed("This Java does not tell where memory lies", e);
    }
  }

  /** Where a direct buffer's index 0 lies; valid while the buffer is reachable. */
  public static long address(ByteBuffer direct) throws ForeignException {
    try {
      Object segment = segment(direct.duplicate().clear());
      return (long) type("MemorySegment").getMethod("address").invoke(segment);
    } catch (ReflectiveOperationException e) {
      throw failed("This Java does not tell where memory lies", e);
    }
  }

  private static Class<?> type(String simpleName) throws ClassNotFoundException {
    return Class.forName(PACKAGE + simpleName);
  }

  private static ForeignException failed(String what, ReflectiveOperationException e) {
    Throwable cause =
        e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
    return new ForeignException(what + ": " + cause.getMessage(), cause);
  }
}
