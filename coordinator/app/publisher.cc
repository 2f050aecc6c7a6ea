#include "coordinator/app/publisher.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/job/data_contract_of.h"
#include "common/model/model_files.h"
#include "common/secagg/fixed_point.h"
#include "coordinator/aggregation/fedavg.h"
#include "coordinator/aggregation/weighted_mean.h"

namespace hansa::coordinator {
namespace {

// The parent's weights plus what the optimiser makes of the mean update.
Result<FlatModel> Train(const PublishWork& work, FlatModel model) {
  const SessionSum& sum = *work.sum;
  HANSA_CHECK(sum.segments.size() == 2);  // "update", "weight": TrainSegments
  const auto update = secagg::DecodeSegment(sum.sum, sum.segments, 0);
  const double weight = secagg::DecodeSegment(sum.sum, sum.segments, 1).front();
  const auto mean = WeightedMean(update, weight);
  if (!mean.ok()) return mean.error();
  FedAvg optimizer(work.job->server_learning_rate);
  auto values = optimizer.Apply(model.values, *mean);
  if (!values.ok()) return std::move(values).error();
  model.values = std::move(*values);
  return model;
}

Result<FlatModel> NextModel(const PublishWork& work) {
  if (work.kind == PublishWork::Kind::kInitial) return InitialModel(work.job->network, work.seed);
  auto parent = ReadSafetensors(*work.parent->file);
  if (!parent.ok()) return std::move(parent).error();
  if (work.kind == PublishWork::Kind::kVoid) return std::move(parent->model);
  return Train(work, std::move(parent->model));
}

Lineage LineageOf(const PublishWork& work) {
  Lineage lineage{.job_id = work.job_id, .job_digest = work.job->digest, .round = work.round};
  if (work.parent) lineage.parent_sha256 = work.parent->sha256;
  lineage.is_void = work.kind == PublishWork::Kind::kVoid;
  if (!work.sum) return lineage;
  lineage.sites = static_cast<uint32_t>(work.sum->included.size());
  if (work.sum->roster_root.size() == lineage.roster_root.size())
    std::copy(work.sum->roster_root.begin(), work.sum->roster_root.end(),
              lineage.roster_root.begin());
  return lineage;
}

v1::VersionRecord RecordOf(const PublishWork& work, const Manifest& manifest,
                           const ModelFiles& files) {
  v1::VersionRecord record;
  record.set_name(manifest.name);
  record.set_version(manifest.version);
  record.set_model_sha256(ToString(manifest.model_sha256));
  if (work.parent) record.set_parent_sha256(ToString(work.parent->sha256));
  record.set_job_id(work.job_id);
  record.set_round(work.round);
  record.set_sites(manifest.lineage.sites);
  record.set_channel(manifest.channel);
  if (work.sum) record.set_roster_root(ToString(work.sum->roster_root));
  record.set_created_unix_ms(manifest.created_unix_ms);
  record.set_bytes(manifest.model_bytes);
  record.set_manifest(files.manifest);
  record.set_manifest_sig(files.signature);
  return record;
}

}  // namespace

Result<Published> Publisher::Publish(const PublishWork& work) const {
  const Result<FlatModel> model = NextModel(work);
  if (!model.ok()) return model.error();
  // The initial model is where training starts, not something to use: it goes to no channel.
  const bool trained = work.kind == PublishWork::Kind::kTrained;
  Manifest manifest{.name = work.job->name,
                    .version = work.version,
                    .channel = trained ? work.job->channel : "",
                    .created_unix_ms = work.created_unix_ms,
                    .network = work.job->network,
                    .data = DataContractOf(*work.job),
                    .lineage = LineageOf(work)};
  ModelFiles files;
  files.model = WriteModelFile(*model, manifest);
  files.manifest = ToJson(manifest);
  files.signature = SignManifest(files.manifest, key_, certificate_);
  Result<> stored = library_.Put(manifest.name, manifest.version, files);
  if (!stored.ok()) {
    // kWorkFailed is the arithmetic's; here it is the disk.
    Error error = std::move(stored).error();
    if (error.kind == ErrorKind::kWorkFailed) error.kind = ErrorKind::kBadInput;
    return error;
  }
  auto record = RecordOf(work, manifest, files);
  auto version = std::make_shared<ModelVersion>();
  version->name = manifest.name;
  version->version = manifest.version;
  version->sha256 = manifest.model_sha256;
  version->file = std::make_shared<const Bytes>(std::move(files.model));
  version->path = (library_.PathOf(manifest.name, manifest.version) / "model.safetensors").string();
  version->manifest = ToBytes(files.manifest);
  version->manifest_sig = ToBytes(files.signature);
  return Published{std::move(version), std::move(record)};
}

}  // namespace hansa::coordinator
