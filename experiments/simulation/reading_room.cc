#include "experiments/simulation/reading_room.h"

namespace hansa::simulation {
namespace {

// A run publishes one after the other: sites that lag behind want the last few.
constexpr size_t kModels = 8;

}  // namespace

client::SiteReaders ReadingRoom::Readers() {
  return {.job = [this](const std::string& toml) { return ReadJob(toml); }};
}

Result<client::JobHandle> ReadingRoom::ReadJob(const std::string& toml) {
  const auto known = jobs_.find(toml);
  if (known != jobs_.end()) return known->second;
  client::JobHandle job = HANSA_TRY(client::ReadJob(toml));
  jobs_[toml] = job;
  return job;
}

Result<client::ModelHandle> ReadingRoom::ReadModel(const Bytes& file,
                                                   const crypto::Digest& announced) {
  const crypto::Digest digest = crypto::Sha256(file);
  const auto known = models_.find(digest);
  if (known != models_.end() && digest == announced) return known->second;
  client::ModelHandle model = HANSA_TRY(client::LoadModel(MakeBlob(file), announced));
  if (models_.size() == kModels) models_.clear();
  models_[digest] = model;
  return model;
}

}  // namespace hansa::simulation
