#pragma once
// What the parts of a site's machine share: who the site is, what its owner allows, and what it
// holds across tasks.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "client/core/effects.h"
#include "client/core/greeting.h"
#include "client/core/model_cache.h"
#include "client/core/script_cache.h"
#include "client/core/secagg/client_session.h"
#include "client/core/secagg/credential_cache.h"
#include "client/policy/site_policy.h"
#include "common/base/limits.h"
#include "common/base/random_source.h"
#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "common/identity/credential.h"

namespace hansa::client {

// How an offered job is read: a function of its bytes alone, so that a simulation of thousands of
// sites in one process may lend one that remembers.
struct SiteReaders {
  std::function<Result<JobHandle>(const std::string& toml)> job = ReadJob;
};

struct SiteOptions {
  std::string site_id;
  v1::SiteCredential credential;
  const crypto::SigningKey* identity = nullptr;   // outlives the machine
  crypto::Ed25519Public authority{};              // pinned
  identity::CurvePublic coordinator_curve_key{};  // that the connection is made to
  SitePolicy policy;
  DirectoryRule directory;         // the newest as remembered; the machine goes on from there
  std::string software;            // "hansa-client 0.1.0"
  RandomSource* random = nullptr;  // outlives the machine
  bool paused = false;
  // The order of a training's batches and the rounding of its answer follow from this, the round
  // and the kind of task. For replay and tests; in the field they are drawn, since an update that
  // the coordinator could have repeated is one that it could subtract.
  std::optional<uint64_t> task_seed;
  SiteReaders readers;
  // Vectors of more bytes are not sent but fetched by the coordinator, which must agree.
  uint64_t inline_bytes = limits::kInlineVectorBytes;
};

struct SiteContext {
  explicit SiteContext(SiteOptions given)
      : options(std::move(given)), credentials(options.authority) {}

  SiteOptions options;
  std::optional<Coordinator> coordinator;  // once it was greeted
  ModelCache models;
  ScriptCache scripts;
  CredentialCache credentials;
  uint64_t highest_session = 0;
  WorkNumber last_work = 0;

  WorkNumber NextWork() { return ++last_work; }
};

// One step of the machine: what its parts read and write.
struct Turn {
  SiteContext& site;
  const Now now;
  Effects& out;

  v1::ToCoordinator& Send() { return out.send.emplace_back().message; }
  template <typename E>
  void Emit(E event) {
    out.events.emplace_back(std::move(event));
  }
};

}  // namespace hansa::client
