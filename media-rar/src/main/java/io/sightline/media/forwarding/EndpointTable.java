package io.sightline.media.forwarding;

import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.ice.CandidatePair;
import io.sightline.media.ice.IceCredentials;
import io.sightline.media.recorder.Recording;
import io.sightline.media.transport.UdpSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * The calls of a media thread and how to find an endpoint: by id, by ufrag, by validated pair. Its
 * operations are what other threads post. Media thread only.
 */
public final class EndpointTable {
  private final MediaContext context;
  private final Map<UUID, ForwardedCall> calls = new HashMap<>();
  private final Map<UUID, MediaEndpoint> byId = new HashMap<>();
  private final Map<String, MediaEndpoint> byUfrag = new HashMap<>();
  private final Map<UdpSocket, Map<InetSocketAddress, MediaEndpoint>> byPair = new HashMap<>();
  private Consumer<MediaEndpoint> onKeys;

  public EndpointTable(MediaContext context) {
    this.context = context;
  }

  void onKeys(Consumer<MediaEndpoint> listener) {
    onKeys = listener;
  }

  Collection<MediaEndpoint> endpoints() {
    return byId.values();
  }

  MediaEndpoint byUfrag(String ufrag) {
    return byUfrag.get(ufrag);
  }

  /** Who validated the pair of a socket and the address beyond, or null. */
  MediaEndpoint validated(UdpSocket local, InetSocketAddress remote) {
    Map<InetSocketAddress, MediaEndpoint> byRemote = byPair.get(local);
    return byRemote == null ? null : byRemote.get(remote);
  }

  /** An authenticated check made the pair the endpoint's. */
  void validate(UdpSocket local, InetSocketAddress remote, MediaEndpoint endpoint) {
    forgetPairs(
        endpoint,
        (socket, address) -> !endpoint.ice().isValid(new CandidatePair(socket.local(), address)));
    byPair.computeIfAbsent(local, socket -> new HashMap<>()).put(remote, endpoint);
  }

  private void forgetPairs(
      MediaEndpoint endpoint, BiPredicate<UdpSocket, InetSocketAddress> which) {
    Iterator<Map.Entry<UdpSocket, Map<InetSocketAddress, MediaEndpoint>>> all =
        byPair.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<UdpSocket, Map<InetSocketAddress, MediaEndpoint>> one = all.next();
      one.getValue()
          .entrySet()
          .removeIf(e -> e.getValue() == endpoint && which.test(one.getKey(), e.getKey()));
      if (one.getValue().isEmpty()) {
        all.remove();
      }
    }
  }

  /** Adds an endpoint that waits for checks; known ids are ignored. */
  public void open(OpenEndpoint request, IceCredentials credentials, EndpointFigures figures) {
    if (byId.containsKey(request.endpointId())) {
      return;
    }
    ForwardedCall call = calls.computeIfAbsent(request.callId(), ForwardedCall::new);
    MediaEndpoint endpoint =
        new MediaEndpoint(context, call, request, figures, credentials, onKeys);
    call.endpoints().put(endpoint.id(), endpoint);
    byId.put(endpoint.id(), endpoint);
    byUfrag.put(credentials.ufrag(), endpoint);
  }

  /** Adopts a negotiation; unknown ids are ignored. */
  public void configure(ConfigureEndpoint request) {
    MediaEndpoint endpoint = byId.get(request.endpointId());
    if (endpoint != null) {
      endpoint.configure(request);
      endpoint.call().bind();
      endpoint.call().tap();
    }
  }

  /** Lets an endpoint be checked under further credentials; unknown ids are ignored. */
  public void restartIce(UUID endpointId, IceCredentials credentials) {
    MediaEndpoint endpoint = byId.get(endpointId);
    if (endpoint != null) {
      endpoint.ice().restart(credentials);
      byUfrag
          .entrySet()
          .removeIf(e -> e.getValue() == endpoint && !endpoint.ice().owns(e.getKey()));
      byUfrag.put(credentials.ufrag(), endpoint);
    }
  }

  /** Removes an endpoint; unknown ids are ignored. */
  public void close(UUID endpointId) {
    MediaEndpoint endpoint = byId.remove(endpointId);
    if (endpoint == null) {
      return;
    }
    byUfrag.values().removeIf(e -> e == endpoint);
    forgetPairs(endpoint, (socket, address) -> true);
    endpoint.call().endpoints().remove(endpointId);
    endpoint.close();
    endpoint.call().bind();
    forgetIfEmpty(endpoint.call());
  }

  /** Removes a call's endpoints and ends its recordings; unknown ids are ignored. */
  public void closeCall(UUID callId) {
    ForwardedCall call = calls.get(callId);
    if (call != null) {
      for (UUID endpointId : new ArrayList<>(call.endpoints().keySet())) {
        close(endpointId);
      }
      call.recordings().forEach(Recording::end);
      call.recordings().clear();
      calls.remove(callId);
    }
  }

  /** Removes everything. */
  public void closeAll() {
    for (UUID callId : List.copyOf(calls.keySet())) {
      closeCall(callId);
    }
  }

  /** Has a recording take its call's tracks, present and future. */
  public void record(Recording recording) {
    ForwardedCall call = calls.computeIfAbsent(recording.callId(), ForwardedCall::new);
    call.recordings().add(recording);
    call.tap();
    call.wantKeyFrames();
  }

  public void pause(Recording recording) {
    recording.pause(System.nanoTime());
  }

  public void resume(Recording recording) {
    ForwardedCall call = calls.get(recording.callId());
    if (recording.resume(System.nanoTime()) && call != null) {
      call.wantKeyFrames();
    }
  }

  /** Ends a recording; the disk seals it. */
  public void stop(Recording recording) {
    recording.end();
    ForwardedCall call = calls.get(recording.callId());
    if (call != null) {
      call.recordings().remove(recording);
      call.tap();
      forgetIfEmpty(call);
    }
  }

  private void forgetIfEmpty(ForwardedCall call) {
    if (call.isEmpty()) {
      calls.remove(call.id());
    }
  }

  /** Drops recordings that the disk gave up, asks for key frames where it goes on. */
  void sweepRecordings() {
    for (ForwardedCall call : calls.values()) {
      Iterator<Recording> running = call.recordings().iterator();
      boolean any = false;
      boolean keyFrames = false;
      while (running.hasNext()) {
        Recording recording = running.next();
        keyFrames |= recording.takeKeyFrameWish();
        if (recording.hasFailed()) {
          running.remove();
          any = true;
        }
      }
      if (keyFrames) {
        call.wantKeyFrames();
      }
      if (any) {
        call.tap();
      }
    }
  }
}
