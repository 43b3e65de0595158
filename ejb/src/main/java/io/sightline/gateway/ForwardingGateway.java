package io.sightline.gateway;

import io.sightline.call.MediaPlane;
import io.sightline.configuration.Settings;
import io.sightline.gateway.sdp.SdpException;
import io.sightline.media.api.MediaException;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The media plane of calls, over the JCA connection. */
@Stateless
@Local(MediaPlane.class)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ForwardingGateway implements MediaPlane {
  private static final System.Logger LOG = System.getLogger(ForwardingGateway.class.getName());

  @Inject private ForwardedCalls calls;
  @Inject private MediaServer media;
  @Inject private Settings settings;

  /** For the container. */
  public ForwardingGateway() {}

  ForwardingGateway(ForwardedCalls calls, MediaServer media, Settings settings) {
    this.calls = calls;
    this.media = media;
    this.settings = settings;
  }

  @Override
  public ForwardedOffer offer(ForwardedSession self, List<ForwardedSession> all)
      throws MediaUnavailableException {
    try {
      CodecOrder order = new CodecOrder(settings.audioCodecs(), settings.videoCodecs());
      return calls.open(self.callId(), self.sessionId()).offer(self, all, order);
    } catch (MediaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void answer(UUID sessionId, int negotiation, String sdp)
      throws InvalidDescriptionException, MediaUnavailableException {
    ForwardedCall call = calls.bySession(sessionId).orElse(null);
    if (call == null) {
      return;
    }
    try {
      call.answer(sessionId, negotiation, sdp);
    } catch (SdpException e) {
      throw new InvalidDescriptionException(e.getMessage());
    } catch (MediaException e) {
      if (e.reason() == MediaException.Reason.INVALID) {
        throw new InvalidDescriptionException(e.getMessage());
      }
      throw unavailable(e);
    }
  }

  @Override
  public Optional<ForwardedOffer> restart(UUID sessionId) throws MediaUnavailableException {
    ForwardedCall call = calls.bySession(sessionId).orElse(null);
    if (call == null) {
      return Optional.empty();
    }
    try {
      return call.restart(sessionId);
    } catch (MediaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void arrange(UUID callId, List<ForwardedSession> all) throws MediaUnavailableException {
    ForwardedCall call = calls.find(callId).orElse(null);
    if (call == null) {
      return;
    }
    try {
      call.arrange(all);
    } catch (MediaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void release(UUID sessionId) {
    calls
        .bySession(sessionId)
        .ifPresent(
            call -> {
              try {
                call.release(sessionId);
              } catch (MediaException e) {
                LOG.log(
                    System.Logger.Level.WARNING,
                    "endpoint of session " + sessionId + " not closed",
                    e);
              }
              calls.forgetSession(sessionId);
            });
  }

  @Override
  public void releaseCall(UUID callId) {
    calls.forgetCall(callId);
    try {
      media.ask(
          connection -> {
            connection.closeCall(callId);
            return null;
          });
    } catch (MediaException e) {
      LOG.log(System.Logger.Level.WARNING, "media of call " + callId + " not closed", e);
    }
  }

  private static MediaUnavailableException unavailable(MediaException e) {
    return new MediaUnavailableException("the media server does not serve this call now", e);
  }
}
