package io.sightline.media.adapter;

import io.sightline.media.api.MediaEventListener;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;

/** Activates a message-driven bean for the events of all calls; nothing to configure. */
@Activation(messageListeners = MediaEventListener.class)
public class MediaActivationSpec implements ActivationSpec, Serializable {
  private static final long serialVersionUID = 1L;

  private transient ResourceAdapter adapter;

  @Override
  public void validate() {
    // Nothing is configurable, so nothing can be wrong.
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return adapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter resourceAdapter) {
    adapter = resourceAdapter;
  }
}
