#pragma once
// A signed version of a small model, for tests of whoever reads one.

#include <string>

#include "common/crypto/random.h"
#include "common/identity/authority.h"
#include "common/model/model_files.h"

namespace hansa {

struct SignedVersion {
  crypto::SigningKey authority;
  crypto::SigningKey coordinator;
  v1::Signed certificate;
  FlatModel weights;
  Manifest manifest;
  Bytes model;
  std::string json;
  std::string sig;

  // After a change of `manifest` alone.
  void Resign() {
    json = ToJson(manifest);
    sig = SignManifest(json, coordinator, certificate);
  }
  // After a change of `weights` or of name, version or parent.
  void Rewrite() {
    model = WriteModelFile(weights, manifest);
    Resign();
  }
};

inline Manifest SmallManifest(uint64_t version) {
  Manifest manifest;
  manifest.name = "wind-power";
  manifest.version = version;
  manifest.channel = "candidate";
  manifest.created_unix_ms = 1772366400000;
  manifest.network = {Architecture::kMlp, 3, {2}, 1, Loss::kMse};
  ColumnSpec wind;
  wind.column = "wind_speed_m_s";
  wind.mean = 6;
  wind.scale = 0.1;
  wind.valid = {0.0, 40.0};
  wind.unit = "m/s";
  ColumnSpec direction;
  direction.column = "wind_direction_deg";
  direction.encoding = ColumnEncoding::kAngle;
  ColumnSpec power;
  power.column = "active_power_kw";
  power.scale = 2050;
  power.clip = {-10.0, 3000.0};
  power.unit = "kW";
  manifest.data = {{wind, direction}, power, {"active_power_kw <= 0"}, "time < '2015'", ""};
  manifest.lineage.job_id = "job-1";
  manifest.lineage.job_digest = crypto::Sha256(AsSpan("job"));
  manifest.lineage.round = version;
  if (version > 0) manifest.lineage.parent_sha256 = crypto::Sha256(AsSpan("parent"));
  manifest.lineage.roster_root = crypto::Sha256(AsSpan("roster"));
  manifest.lineage.sites = 4;
  manifest.model_bytes = 1;
  return manifest;
}

inline SignedVersion MakeVersion(uint64_t version = 3) {
  crypto::SeededRandom random(11, "model-version");
  crypto::SigningKey authority = crypto::SigningKey::Generate(random);
  crypto::SigningKey coordinator = crypto::SigningKey::Generate(random);
  v1::Signed certificate = identity::CertifyCoordinator(authority, coordinator.public_key(), {9});
  SignedVersion out{std::move(authority),
                    std::move(coordinator),
                    std::move(certificate),
                    {},
                    SmallManifest(version),
                    {},
                    "",
                    ""};
  out.weights = InitialModel(out.manifest.network, version);
  out.Rewrite();
  return out;
}

}  // namespace hansa
