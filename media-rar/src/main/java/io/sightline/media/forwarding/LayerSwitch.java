package io.sightline.media.forwarding;

import io.sightline.media.rate.LayerChoice;
import io.sightline.media.stream.ReceiveStream;
import io.sightline.media.stream.SendStream;

/**
 * Which layers of a simulcast track go into one stream: the one forwarded now and, until its next
 * key frame, the one that is to follow. Media thread only.
 */
final class LayerSwitch {
  private final InboundTrack source;
  private final SendStream stream;
  private final LayerChoice choice;
  private int current = LayerChoice.NONE;

  LayerSwitch(InboundTrack source, SendStream stream) {
    this.source = source;
    this.stream = stream;
    this.choice = new LayerChoice(source.layers().length);
  }

  LayerChoice choice() {
    return choice;
  }

  /** The layer forwarded now, or {@link LayerChoice#NONE}. */
  int current() {
    return current;
  }

  /** Whether a packet of the layer is of any use to the stream. */
  boolean takes(int layer) {
    return layer == current || layer == choice.target();
  }

  /** A packet of the layer was sent; true when that is a change of layers. */
  boolean sent(int layer) {
    boolean changed = layer != current && current != LayerChoice.NONE;
    current = layer;
    return changed;
  }

  /** What is forwarded now, or null. */
  ReceiveStream forwarded() {
    InboundStream from = current == LayerChoice.NONE ? null : source.layers()[current].stream();
    return from == null ? null : from.stream();
  }

  /** Chooses for a path; see {@link LayerChoice#choose}. */
  void choose(long room, long congestedNs, boolean mayTry, long nowNs) {
    for (int i = 0; i < source.layers().length; i++) {
      InboundLayer layer = source.layers()[i];
      choice.arrives(i, layer.flows(nowNs), layer.bitsPerSecond());
    }
    int before = choice.target();
    int target = choice.choose(room, congestedNs, mayTry, nowNs);
    if (target == LayerChoice.NONE || (target == before && target == current)) {
      return;
    }
    InboundStream next = source.layers()[target].stream();
    stream.turnTo(next.stream(), forwarded());
    if (target != current) {
      source.wantKeyFrame(target);
    }
  }

  /** Whether the layer is to follow the one forwarded now. */
  boolean isNext(int layer) {
    return layer != current;
  }
}
