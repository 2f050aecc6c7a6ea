#pragma once
// Offers and models as the simulated sites read them. Both are functions of their bytes alone, so
// what one site has read serves all: a fleet of thousands parses each text once. One thread.

#include <map>
#include <string>

#include "client/core/site_context.h"

namespace hansa::simulation {

class ReadingRoom {
 public:
  // Outlived by the room.
  client::SiteReaders Readers();
  // kVerification when it is not the one announced.
  Result<client::ModelHandle> ReadModel(const Bytes& file, const crypto::Digest& announced);

 private:
  Result<client::JobHandle> ReadJob(const std::string& toml);

  std::map<std::string, client::JobHandle> jobs_;
  std::map<crypto::Digest, client::ModelHandle> models_;  // by the digest of their bytes
};

}  // namespace hansa::simulation
