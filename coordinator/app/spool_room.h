#pragma once
// How much of the spool is promised: a vector takes its room from when it is announced until its
// session is closed. Not thread-safe.

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "common/crypto/hash.h"

namespace hansa::coordinator {

class SpoolRoom {
 public:
  explicit SpoolRoom(uint64_t most) : most_(most) {}

  // False: there is no room, and nothing changed. Once more for the same vector takes no more.
  bool Take(const std::string& session, const std::string& site, const crypto::Digest& sha256,
            uint64_t bytes) {
    auto& vectors = sessions_[session];
    if (vectors.contains({site, sha256})) return true;
    if (bytes > most_ - taken_) return false;
    vectors.emplace(std::pair(site, sha256), bytes);
    taken_ += bytes;
    return true;
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
  const uint64_t most_;
  uint64_t taken_ = 0;
  std::map<std::string, std::map<std::pair<std::string, crypto::Digest>, uint64_t>> sessions_;
};

}  // namespace hansa::coordinator
