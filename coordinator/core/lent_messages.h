#pragma once
// What a session says to sites in more bytes than a frame has: it is announced by its digest, and
// fetched in ranges from one copy for all. Not thread-safe.

#include <map>
#include <memory>

#include "common/base/blob.h"
#include "common/crypto/hash.h"
#include "hansa/v1/secagg.pb.h"

namespace hansa::coordinator {

class LentMessages {
 public:
  // Messages of at most `largest` bytes go as they are.
  explicit LentMessages(size_t largest) : largest_(largest) {}

  struct Lent {
    crypto::Digest sha256{};
    BlobHandle bytes;
  };

  // The message itself, or the announcement that takes its place. The same object is written out
  // once.
  v1::SecAggToSite Announce(const std::string& params_hash,
                            const std::shared_ptr<const v1::SecAggToSite>& message);
  const Lent* Find(const std::string& sha256) const;
  // The next window has begun: nobody needs them any more.
  void Clear() { lent_.clear(); }

 private:
  size_t largest_;
  std::map<std::shared_ptr<const v1::SecAggToSite>, Lent> lent_;
};

}  // namespace hansa::coordinator
