package io.sightline.media.server;

import io.sightline.media.forwarding.EndpointFigures;
import io.sightline.media.management.EndpointMXBean;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaServerMXBean;
import io.sightline.media.management.RecordingMXBean;
import io.sightline.media.recorder.Recording;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Keeps the management beans of a media server registered in step with what exists. */
final class ManagementBeans {
  private static final Logger LOG = Logger.getLogger(ManagementBeans.class.getName());
  private static final String DOMAIN = "io.sightline:";

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final Map<UUID, ObjectName> registered = new HashMap<>();

  /** Registers the server's own bean. */
  void add(MediaServer server) {
    register(new UUID(0, 0), "type=MediaServer", new ServerBean(server), MediaServerMXBean.class);
  }

  void add(EndpointFigures figures) {
    register(
        figures.endpointId(),
        "type=Endpoint,call=" + figures.callId() + ",id=" + figures.endpointId(),
        new EndpointBean(figures),
        EndpointMXBean.class);
  }

  void add(Recording recording) {
    register(
        recording.id(),
        "type=Recording,call=" + recording.callId() + ",id=" + recording.id(),
        new RecordingBean(recording),
        RecordingMXBean.class);
  }

  private synchronized <T> void register(UUID id, String keys, T bean, Class<T> type) {
    try {
      ObjectName name = new ObjectName(DOMAIN + keys);
      if (beans.isRegistered(name)) {
        beans.unregisterMBean(name);
      }
      beans.registerMBean(new StandardMBean(bean, type, true), name);
      registered.put(id, name);
    } catch (JMException e) {
      LOG.log(Level.WARNING, "Management bean " + keys + " is not available", e);
    }
  }

  synchronized void remove(UUID id) {
    ObjectName name = registered.remove(id);
    if (name == null) {
      return;
    }
    try {
      beans.unregisterMBean(name);
    } catch (JMException e) {
      LOG.log(Level.FINE, "Management bean was gone already", e);
    }
  }

  synchronized void removeAll() {
    for (UUID id : new java.util.ArrayList<>(registered.keySet())) {
      remove(id);
    }
  }

  private record ServerBean(MediaServer server) implements MediaServerMXBean {
    @Override
    public boolean isRunning() {
      return server.isRunning();
    }

    @Override
    public boolean isDraining() {
      return server.admission().isDraining();
    }

    @Override
    public void drain() {
      server.admission().drain();
    }

    @Override
    public void resume() {
      server.admission().resume();
    }

    @Override
    public double[] getLoads() {
      return server.loads();
    }

    @Override
    public String getTransport() {
      return server.backings().transportName();
    }

    @Override
    public String getCipher() {
      return server.backings().cipherName();
    }

    @Override
    public List<String> getAnnouncedAddresses() {
      return server.announcedAddresses();
    }

    @Override
    public List<String> getMappedAddresses() {
      return server.publicAddresses().describe();
    }

    @Override
    public int getPortsInUse() {
      return server.ports().inUse();
    }

    @Override
    public int getCalls() {
      return server.statistics().calls();
    }

    @Override
    public int getEndpoints() {
      return server.statistics().endpoints();
    }

    @Override
    public int getRecordings() {
      return server.statistics().recordings();
    }

    @Override
    public long getPacketsReceived() {
      return server.counters().get(MediaCounter.RTP_RECEIVED);
    }

    @Override
    public long getPacketsForwarded() {
      return server.counters().get(MediaCounter.RTP_FORWARDED);
    }

    @Override
    public long getPacketsDropped() {
      return getPacketsDroppedByReason().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Map<String, Long> getPacketsDroppedByReason() {
      Map<String, Long> reasons = new TreeMap<>();
      for (MediaCounter counter : MediaCounter.values()) {
        long value = server.counters().get(counter);
        if (counter.isDrop() && value > 0) {
          reasons.put(counter.name(), value);
        }
      }
      return reasons;
    }

    @Override
    public Map<String, Long> getCounters() {
      return server.counters().snapshot();
    }

    @Override
    public int getEventsWaiting() {
      return server.events().waiting();
    }

    @Override
    public long getFilesForced() {
      return server.disk().filesForced();
    }

    @Override
    public long getLongestForceMillis() {
      return server.disk().takeLongestForceMillis();
    }

    @Override
    public boolean isStoreLow() {
      return server.disk().watch().isLow();
    }

    @Override
    public long getStoreFreeBytes() {
      return server.disk().watch().room().freeBytes();
    }

    @Override
    public long getStoreTotalBytes() {
      return server.disk().watch().room().totalBytes();
    }
  }

  private record EndpointBean(EndpointFigures figures) implements EndpointMXBean {
    @Override
    public String getCall() {
      return figures.callId().toString();
    }

    @Override
    public String getRole() {
      return figures.role();
    }

    @Override
    public boolean isConnected() {
      return figures.connected();
    }

    @Override
    public long getPacketsReceived() {
      return figures.received();
    }

    @Override
    public long getPacketsSent() {
      return figures.sent();
    }

    @Override
    public Map<String, Long> getLayersReceived() {
      return figures.layersReceived();
    }

    @Override
    public Map<String, Long> getLayersSent() {
      return figures.layersSent();
    }

    @Override
    public long getLayerSwitches() {
      return figures.layerSwitches();
    }
  }

  private record RecordingBean(Recording recording) implements RecordingMXBean {
    @Override
    public String getCall() {
      return recording.callId().toString();
    }

    @Override
    public double getRingFill() {
      return recording.ringFill();
    }

    @Override
    public boolean isFailed() {
      return recording.hasFailed();
    }
  }
}
