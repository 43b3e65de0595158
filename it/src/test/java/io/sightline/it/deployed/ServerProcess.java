package io.sightline.it.deployed;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The JVM of the server that this run has started, looked at from outside: by what Linux tells of
 * the process, and by the beans of the JVM itself.
 */
final class ServerProcess implements AutoCloseable {
  private static final Predicate<String> OURS = name -> name.startsWith("io.sightline.");

  private final ProcessHandle process;
  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private ServerProcess(ProcessHandle process, JMXConnector connector) throws IOException {
    this.process = process;
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
  }

  /** The only server among the processes that this one has started. */
  @SuppressWarnings("BanJNDI") // The address is the one that the server's own JVM names.
  static ServerProcess find() throws IOException, AttachNotSupportedException {
    ProcessHandle server =
        ProcessHandle.current()
            .descendants()
            .filter(one -> commandLine(one).matches("(?s).*(ws-server|jboss-modules)\\.jar.*"))
            .filter(one -> one.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no server was started by this run"));
    VirtualMachine machine = VirtualMachine.attach(Long.toString(server.pid()));
    try {
      JMXServiceURL url = new JMXServiceURL(machine.startLocalManagementAgent());
      return new ServerProcess(server, JMXConnectorFactory.connect(url));
    } finally {
      machine.detach();
    }
  }

  private static String commandLine(ProcessHandle process) {
    return String.join(" ", process.info().arguments().orElse(new String[0]));
  }

  /** Programs that it has started and that run still. */
  List<String> programs() {
    return process.descendants().map(ServerProcess::commandLine).toList();
  }

  /** UDP ports that it has bound. */
  Set<Integer> udpPorts() throws IOException {
    Set<String> sockets;
    try (Stream<String> links = descriptors()) {
      sockets =
          links
              .filter(link -> link.startsWith("socket:["))
              .map(link -> link.replaceAll("\\D", ""))
              .collect(Collectors.toSet());
    }
    Set<Integer> ports = new TreeSet<>();
    for (String table : List.of("udp", "udp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
        String[] columns = line.trim().split("\\s+");
        if (columns.length > 9 && sockets.contains(columns[9])) {
          ports.add(Integer.parseInt(columns[1].replaceAll(".*:", ""), 16));
        }
      }
    }
    return ports;
  }

  /** What its descriptors lead to, such as {@code socket:[4711]} or the path of a file. */
  private Stream<String> descriptors() throws IOException {
    return Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))
        .map(ServerProcess::target);
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "closed";
    }
  }

  /** Open files with a text in their path. */
  List<String> files(String text) throws IOException {
    try (Stream<String> links = descriptors()) {
      return links.filter(link -> link.startsWith("/") && link.contains(text)).toList();
    }
  }

  /** How many descriptors it has of each kind. */
  Map<String, Long> descriptorKinds() throws IOException {
    try (Stream<String> links = descriptors()) {
      return links.collect(
          Collectors.groupingBy(
              link -> link.startsWith("/") ? "file" : link.replaceAll(":.*", ""),
              TreeMap::new,
              Collectors.counting()));
    }
  }

  /** Threads that are named as ours are, or that run code of ours. */
  Set<String> threadsOfOurs() throws IOException {
    return Arrays.stream(
            ManagementFactory.newPlatformMXBeanProxy(
                    beans,
                    ManagementFactory.THREAD_MXBEAN_NAME,
                    java.lang.management.ThreadMXBean.class)
                .dumpAllThreads(false, false))
        .filter(ServerProcess::isOurs)
        .map(ThreadInfo::getThreadName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOurs(ThreadInfo thread) {
    return thread.getThreadName().matches("(sightline|mixer|copying)-.*")
        || Arrays.stream(thread.getStackTrace())
            .map(StackTraceElement::getClassName)
            .anyMatch(OURS);
  }

  /** Beans of ours that are registered. */
  Set<ObjectName> beansOfOurs() throws IOException, JMException {
    return beans.queryNames(new ObjectName("io.sightline:*"), null);
  }

  /** Bytes of direct buffers, after a collection of garbage. */
  long directBytes() throws IOException {
    collectGarbage();
    return ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** How many objects of a class can be reached. */
  long instancesOf(String className) throws IOException, JMException {
    return Arrays.stream(diagnose("gcClassHistogram").split("\n"))
        .map(line -> line.trim().split("\\s+"))
        .filter(columns -> columns.length > 3 && columns[3].equals(className))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .sum();
  }

  private void collectGarbage() throws IOException {
    ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.MEMORY_MXBEAN_NAME, java.lang.management.MemoryMXBean.class)
        .gc();
  }

  private String diagnose(String command, String... arguments) throws IOException, JMException {
    return (String)
        beans.invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            command,
            new Object[] {arguments},
            new String[] {String[].class.getName()});
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
