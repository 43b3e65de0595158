package io.sightline.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Arrays;
import java.util.List;

/** The stored form of {@link CodecSettings}, once a tenant has chosen. */
@Entity
@Table(name = "codec_choice")
public class CodecChoice {
  @Id
  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "audio")
  private String audio;

  @Column(name = "video")
  private String video;

  protected CodecChoice() {
    // for JPA
  }

  CodecChoice(TenantId tenant, CodecSettings settings) {
    this.tenantId = tenant.value();
    adopt(settings);
  }

  CodecSettings settings() {
    return new CodecSettings(names(audio), names(video));
  }

  final void adopt(CodecSettings settings) {
    this.audio = String.join(",", settings.audio());
    this.video = String.join(",", settings.video());
  }

  private static List<String> names(String stored) {
    return Arrays.stream(stored.split(",")).filter(name -> !name.isEmpty()).toList();
  }
}
