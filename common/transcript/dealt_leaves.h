#pragma once
// What one site dealt, as everyone can see it: leaves, and its signature over their root.

#include <vector>

#include "common/base/result.h"
#include "common/crypto/ed25519.h"
#include "common/secagg/session_bytes.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::transcript {

class DealtLeaves {
 public:
  // kVerification with what is wrong. `holders`: the owner's neighbours, ascending. `leaves` is
  // borrowed.
  static Result<DealtLeaves> Open(const secagg::SessionId& id, uint32_t owner,
                                  const crypto::Ed25519Public& identity_key,
                                  const v1::Signed& commitment, const std::string& leaves,
                                  std::vector<uint32_t> holders);

  bool Holds(uint32_t holder) const;
  // Whether the share is the one that the owner dealt to this holder.
  bool Fits(secagg::ShareKind kind, uint32_t holder, ByteSpan share) const;
  const crypto::Digest& root() const { return root_; }

 private:
  DealtLeaves(const secagg::SessionId& id, uint32_t owner, ByteSpan leaves,
              std::vector<uint32_t> holders)
      : id_(id), owner_(owner), leaves_(leaves), holders_(std::move(holders)) {}

  secagg::SessionId id_;
  uint32_t owner_;
  ByteSpan leaves_;
  std::vector<uint32_t> holders_;
  crypto::Digest root_{};
};

}  // namespace hansa::transcript
