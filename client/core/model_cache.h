#pragma once
// The models that a site holds, by the digest of their files: the version just evaluated is the
// next round's base, so it is fetched once.

#include <deque>
#include <memory>
#include <vector>

#include "client/core/inputs.h"
#include "common/base/result.h"
#include "common/codec/flat_model.h"
#include "common/crypto/hash.h"
#include "common/model/network.h"

namespace hansa::client {

struct LoadedModel {
  crypto::Digest sha256{};
  ModelLayout layout;
  Weights weights;
};
using ModelHandle = std::shared_ptr<const LoadedModel>;

// kVerification when the file is not the one announced; kBadInput when it is no model or holds
// values that are not finite.
Result<ModelHandle> LoadModel(ByteSpan file, const crypto::Digest& announced);

// kBadInput when the model is not one of this network.
Result<> CheckFits(const LoadedModel& model, const NetworkSpec& network);

class ModelCache {
 public:
  static constexpr size_t kModels = 3;

  ModelHandle Find(const crypto::Digest& sha256) const;  // null: not held
  void Keep(ModelHandle model);                          // the one kept longest makes room

 private:
  std::deque<ModelHandle> models_;
};

}  // namespace hansa::client
