package io.sightline.report;

import io.sightline.audit.AuditLog;
import io.sightline.composition.RenditionOrders;
import io.sightline.composition.RenditionView;
import io.sightline.composition.SizeEstimate;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.recording.RecordingView;
import io.sightline.recording.RenditionOptions;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Files of recordings, as far as their caller may see the calls they belong to. */
@ApplicationScoped
public class RenditionAccess {
  private RecordingAccess recordings;
  private RenditionOrders orders;
  private Tenants tenants;
  private AuditLog audit;

  /** For the container. */
  protected RenditionAccess() {}

  @Inject
  public RenditionAccess(
      RecordingAccess recordings, RenditionOrders orders, Tenants tenants, AuditLog audit) {
    this.recordings = recordings;
    this.orders = orders;
    this.tenants = tenants;
    this.audit = audit;
  }

  /**
   * What somebody asks for, unchecked; null where it was not said.
   *
   * @param names whether display names are drawn into the picture
   */
  public record Wish(
      String format, String layout, String profile, boolean names, String channels, String video) {}

  private RenditionOptions options(Caller caller, Wish wish) {
    return RenditionOptions.of(
        wish.format(),
        wish.layout(),
        wish.profile(),
        wish.names(),
        wish.channels(),
        wish.video(),
        tenants.settings(caller.tenant()).renditionProfile());
  }

  /**
   * Orders a file; asking again with the same wish is answered with the same file.
   *
   * @throws Refusal as {@link RenditionOrders#order}
   */
  @Transactional
  public RenditionView order(Caller caller, UUID recordingId, Wish wish) {
    caller.require(Permission.ORDER_RENDITIONS);
    recordings.get(caller, recordingId);
    RenditionView view =
        orders.order(recordingId, options(caller, wish), caller.subject().toString());
    audit.record(caller, "rendition.ordered", recordingId.toString());
    return view;
  }

  /** All files of a recording, made and to be made, the oldest first. */
  @Transactional
  public List<RenditionView> list(Caller caller, UUID recordingId) {
    recordings.get(caller, recordingId);
    return orders.list(recordingId);
  }

  /** One of them. */
  @Transactional
  public RenditionView get(Caller caller, UUID recordingId, UUID renditionId) {
    recordings.get(caller, recordingId);
    return orders.find(recordingId, renditionId).orElseThrow(() -> Refusal.unknown("rendition"));
  }

  /**
   * Takes an order back and removes its file; one's own, or anybody's for those who see all calls.
   *
   * @throws Refusal of kind NOT_ALLOWED for another's
   */
  @Transactional
  public void remove(Caller caller, UUID recordingId, UUID renditionId) {
    caller.require(Permission.ORDER_RENDITIONS);
    RenditionView view = get(caller, recordingId, renditionId);
    boolean own = caller.subject().toString().equals(view.requestedBy());
    if (view.requestedBy() != null && !own && !caller.may(Permission.VIEW_ALL_CALLS)) {
      throw Refusal.notAllowed();
    }
    orders.remove(recordingId, renditionId);
    audit.record(caller, "rendition.removed", recordingId.toString());
  }

  /** How large a file would be. */
  @Transactional
  public SizeEstimate estimate(Caller caller, UUID recordingId, Wish wish) {
    RecordingView recording = recordings.get(caller, recordingId);
    return SizeEstimate.of(options(caller, wish), recording.durationMs(), orders.list(recordingId));
  }
}
