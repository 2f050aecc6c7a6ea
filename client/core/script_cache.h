#pragma once
// The TorchScript files that a site holds open, by digest. Only a job whose file the owner's policy
// lists gets as far as needing one.

#include <deque>
#include <utility>

#include "common/base/blob.h"
#include "common/base/script_limits.h"
#include "common/crypto/hash.h"

namespace hansa::client {

class ScriptCache {
 public:
  // Null: not held.
  BlobHandle Find(const crypto::Digest& sha256) const {
    for (const auto& [digest, file] : scripts_)
      if (digest == sha256) return file;
    return nullptr;
  }
  // The one kept longest makes room.
  void Keep(const crypto::Digest& sha256, BlobHandle file) {
    if (Find(sha256) != nullptr) return;
    if (scripts_.size() == limits::kScriptsHeld) scripts_.pop_front();
    scripts_.emplace_back(sha256, std::move(file));
  }

 private:
  std::deque<std::pair<crypto::Digest, BlobHandle>> scripts_;
};

}  // namespace hansa::client
