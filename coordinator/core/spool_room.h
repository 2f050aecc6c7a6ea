#pragma once
// How much of the spool is promised: a vector takes its room from when it is announced until its
// session is closed; what an earlier process left there has the room that it takes. Not
// thread-safe.

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "common/crypto/hash.h"

namespace hansa::coordinator {

class SpoolRoom {
 public:
  explicit SpoolRoom(uint64_t most) : most_(most) {}

  // False: there is no room, and nothing changed. The same vector takes its room once.
  bool Take(const std::string& session, const std::string& site, const crypto::Digest& sha256,
            uint64_t bytes) {
    const uint64_t has = HeldBy(session, {site, sha256});
    if (bytes <= has) return true;
    if (taken_ > most_ || bytes - has > most_ - taken_) return false;
    Count(session, {site, sha256}, bytes - has);
    return true;
  }
  // Lies there already, whether there is room or not.
  void Found(const std::string& session, const std::string& site, const crypto::Digest& sha256,
             uint64_t bytes) {
    Count(session, {site, sha256}, bytes);
  }
  void Close(const std::string& session) {
    const auto found = sessions_.find(session);
    if (found == sessions_.end()) return;
    for (const auto& vector : found->second) taken_ -= vector.second;
    sessions_.erase(found);
  }

  uint64_t most() const { return most_; }
  uint64_t taken() const { return taken_; }

 private:
  using Vector = std::pair<std::string, crypto::Digest>;  // of a site
  uint64_t HeldBy(const std::string& session, const Vector& vector) const {
    const auto known = sessions_.find(session);
    if (known == sessions_.end()) return 0;
    const auto found = known->second.find(vector);
    return found == known->second.end() ? 0 : found->second;
  }
  void Count(const std::string& session, const Vector& vector, uint64_t bytes) {
    sessions_[session][vector] += bytes;
    taken_ += bytes;
  }

  const uint64_t most_;
  uint64_t taken_ = 0;
  std::map<std::string, std::map<Vector, uint64_t>> sessions_;
};

}  // namespace hansa::coordinator
