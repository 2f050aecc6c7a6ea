#pragma once
// The models that a site holds open, by the digest of their files: the version just evaluated is
// the next round's base, so it is fetched and checked once.

#include <deque>

#include "client/core/loaded_model.h"

namespace hansa::client {

class ModelCache {
 public:
  static constexpr size_t kModels = 3;

  ModelHandle Find(const crypto::Digest& sha256) const;  // null: not held
  void Keep(ModelHandle model);                          // the one kept longest makes room

 private:
  std::deque<ModelHandle> models_;
};

}  // namespace hansa::client
