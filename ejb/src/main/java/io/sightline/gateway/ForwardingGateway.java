package io.sightline.gateway;

import io.sightline.call.MediaPlane;
import io.sightline.gateway.sdp.SdpException;
import io.sightline.gateway.sdp.UnacceptableOfferException;
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
  @Inject private CallCodecs codecs;

  /** For the container. */
  public ForwardingGateway() {}

  ForwardingGateway(ForwardedCalls calls, MediaServer media, CallCodecs codecs) {
    this.calls = calls;
    this.media = media;
    this.codecs = codecs;
  }

  @Override
  public ForwardedOffer offer(ForwardedSession self, List<ForwardedSession> all)
      throws MediaUnavailableException {
    try {
      return calls.open(self.callId(), self.sessionId()).offer(self, all, codecs.of(self.callId()));
    } catch (MediaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public FixedAnswer accept(ForwardedSession self, List<ForwardedSession> all, FixedOffer offer)
      throws InvalidDescriptionException, MediaUnavailableException {
    try {
      return calls
          .open(self.callId(), self.sessionId())
          .accept(self, all, offer, codecs.of(self.callId()));
    } catch (SdpException e) {
      calls.forgetSession(self.sessionId());
      throw invalid(e);
    } catch (MediaException e) {
      calls.forgetSession(self.sessionId());
      throw refused(e);
    }
  }

  @Override
  public Optional<FixedFragment> trickle(UUID sessionId, String fragment)
      throws InvalidDescriptionException, MediaUnavailableException {
    ForwardedCall call = calls.bySession(sessionId).orElse(null);
    if (call == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(call.trickle(sessionId, fragment));
    } catch (SdpException e) {
      throw invalid(e);
    } catch (MediaException e) {
      throw refused(e);
    }
  }

  private static InvalidDescriptionException invalid(SdpException e) {
    return e instanceof UnacceptableOfferException
        ? new UnacceptableDescriptionException(e.getMessage())
        : new InvalidDescriptionException(e.getMessage());
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
      throw invalid(e);
    } catch (MediaException e) {
      throw refused(e);
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

  /** What is the fault of the description that the media server was given. */
  private static MediaUnavailableException refused(MediaException e)
      throws InvalidDescriptionException {
    if (e.reason() == MediaException.Reason.INVALID) {
      throw new InvalidDescriptionException(e.getMessage());
    }
    return unavailable(e);
  }

  private static MediaUnavailableException unavailable(MediaException e) {
    return new MediaUnavailableException("the media server does not serve this call now", e);
  }
}
