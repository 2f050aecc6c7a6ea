#pragma once
// A site's state folder (0700):
//   identity.key      Ed25519 seed, hex, 0600: the site's identity
//   curve.key         CURVE secret, hex, 0600: its connection
//   authority.pub     the pinned authority's Ed25519 key, hex
//   coordinator.cert  v1.Signed(CoordinatorCertificate), serialised
//   address           tcp://host:port of the coordinator
//   credential        v1.SiteCredential, serialised; written last: with it the site is enrolled
//   journal.db        answered tasks, sessions, what left the machine
//   reports/          one file a job, for the site's owner
//   cache/            model files, kept from round to round
//   lock              held by the running agent        paused   there while the site is paused

#include <filesystem>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/crypto/ed25519.h"
#include "common/identity/credential.h"
#include "common/identity/invitation.h"
#include "common/transport/curve_keys.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::client {

struct SiteKeys {
  crypto::SigningKey identity;
  transport::CurveKeyPair curve;
};

class SitePaths {
 public:
  explicit SitePaths(std::filesystem::path state) : state_(std::move(state)) {}
  const std::filesystem::path& state() const { return state_; }
  std::filesystem::path identity_key() const { return state_ / "identity.key"; }
  std::filesystem::path curve_key() const { return state_ / "curve.key"; }
  std::filesystem::path authority() const { return state_ / "authority.pub"; }
  std::filesystem::path coordinator() const { return state_ / "coordinator.cert"; }
  std::filesystem::path address() const { return state_ / "address"; }
  std::filesystem::path credential() const { return state_ / "credential"; }
  std::filesystem::path journal() const { return state_ / "journal.db"; }
  std::filesystem::path updates() const { return state_ / "updates"; }
  std::filesystem::path cache() const { return state_ / "cache"; }
  // What is on its way out; of no use to another process.
  std::filesystem::path outgoing() const { return state_ / "outgoing"; }
  std::filesystem::path lock() const { return state_ / "lock"; }
  std::filesystem::path paused() const { return state_ / "paused"; }

 private:
  std::filesystem::path state_;
};

// The folder of an enrolled site, read and checked.
struct SiteFolder {
  SitePaths paths;
  std::string site_id;
  SiteKeys keys;
  v1::SiteCredential credential;
  crypto::Ed25519Public authority{};
  identity::VerifiedCoordinator coordinator{};
  std::string address;
};

// kBadInput when the site has not joined yet or a file is damaged; kRefused when others may read
// the folder or a key; kVerification when keys and certificates do not belong together.
Result<SiteFolder> LoadSiteFolder(const std::filesystem::path& state);

// Makes the folder, or refuses one that others may read.
Result<> MakeStateFolder(const SitePaths& paths);
bool HasJoined(const SitePaths& paths);
Result<> SaveKeys(const SitePaths& paths, const SiteKeys& keys);
// After the coordinator accepted.
Result<> SaveEnrolment(const SitePaths& paths, const identity::Invitation& invitation,
                       const v1::SiteCredential& credential);

}  // namespace hansa::client
