#include "experiments/simulation/model_maker.h"

#include "common/base/text.h"
#include "common/codec/safetensors_blob.h"
#include "common/job/data_contract_of.h"
#include "common/model/model_files.h"
#include "common/secagg/fixed_point.h"
#include "coordinator/aggregation/fedavg.h"
#include "coordinator/aggregation/weighted_mean.h"

namespace hansa::simulation {
namespace {

using coordinator::PublishWork;

Result<FlatModel> NextModel(const PublishWork& work) {
  if (work.kind == PublishWork::Kind::kInitial) return InitialModel(work.job->network, work.seed);
  auto parent = ReadSafetensors(*work.parent->file);
  if (!parent.ok()) return std::move(parent).error();
  FlatModel& model = parent->model;
  if (work.kind != PublishWork::Kind::kTrained) return std::move(model);
  const coordinator::SessionSum& sum = *work.sum;
  const secagg::RingVector vector = InMemory(sum);
  const auto update = secagg::DecodeSegment(vector, sum.segments, 0);
  const double weight = secagg::DecodeSegment(vector, sum.segments, 1).front();
  const auto mean = HANSA_TRY(coordinator::WeightedMean(update, weight));
  coordinator::FedAvg optimizer(work.job->server_learning_rate);
  model.values = HANSA_TRY(optimizer.Apply(model.values, mean));
  return std::move(model);
}

v1::VersionRecord RecordOf(const PublishWork& work, const coordinator::ModelVersion& model) {
  v1::VersionRecord record;
  record.set_name(model.name);
  record.set_version(model.version);
  record.set_model_sha256(ToString(model.sha256));
  if (work.parent) record.set_parent_sha256(ToString(work.parent->sha256));
  record.set_job_id(work.job_id);
  record.set_round(work.round);
  if (work.sum) record.set_sites(static_cast<uint32_t>(work.sum->included.size()));
  record.set_created_unix_ms(work.created_unix_ms);
  record.set_bytes(model.file->size());
  record.set_manifest(ToString(model.manifest));
  record.set_manifest_sig(ToString(model.manifest_sig));
  return record;
}

}  // namespace

Result<coordinator::Published> ModelMaker::Publish(const PublishWork& work) {
  const FlatModel next = HANSA_TRY(NextModel(work));
  Manifest manifest{.name = work.job->name,
                    .version = work.version,
                    .created_unix_ms = work.created_unix_ms,
                    .network = work.job->network,
                    .data = DataContractOf(*work.job)};
  manifest.lineage.job_id = work.job_id;
  manifest.lineage.job_digest = work.job->digest;
  manifest.lineage.round = work.round;
  manifest.lineage.is_void = work.kind == PublishWork::Kind::kVoid;
  manifest.anomaly_threshold = work.anomaly_threshold;
  if (work.parent) manifest.lineage.parent_sha256 = work.parent->sha256;
  if (work.sum) manifest.lineage.sites = static_cast<uint32_t>(work.sum->included.size());
  auto model = std::make_shared<coordinator::ModelVersion>();
  model->file = MakeBlob(WriteModelFile(next, manifest));
  model->name = manifest.name;
  model->version = manifest.version;
  model->sha256 = manifest.model_sha256;
  model->path = StrCat("models/", manifest.name, "/", manifest.version);
  const std::string json = ToJson(manifest);
  model->manifest = ToBytes(json);
  model->manifest_sig = ToBytes(SignManifest(json, keys_->coordinator, keys_->certificate));
  const auto stored = files_.emplace(work.version, model);
  if (!stored.second && stored.first->second->sha256 != model->sha256)
    return Refused("the version exists with other contents", StrCat("version ", work.version));
  return coordinator::Published{model, RecordOf(work, *model)};
}

coordinator::ModelHandle ModelMaker::Find(uint64_t version) const {
  const auto found = files_.find(version);
  return found == files_.end() ? nullptr : found->second;
}

}  // namespace hansa::simulation
