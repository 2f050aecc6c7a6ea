#include "tests/support/memory_publisher.h"

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/codec/safetensors.h"
#include "common/codec/safetensors_blob.h"
#include "common/job/data_contract_of.h"
#include "common/model/model_files.h"

namespace hansa::testing {
namespace {

// Two's complement over a power of two.
double Real(int64_t element, uint32_t scale_bits) {
  return static_cast<double>(element) / static_cast<double>(int64_t{1} << scale_bits);
}

FlatModel Next(const coordinator::PublishWork& work) {
  using Kind = coordinator::PublishWork::Kind;
  if (work.kind == Kind::kInitial) return InitialModel(work.job->network, work.seed);
  FlatModel model = ReadSafetensors(*work.parent->file).value().model;
  if (work.kind != Kind::kTrained) return model;
  const std::vector<double> mean = MemoryPublisher::MeanUpdate(*work.sum);
  for (size_t i = 0; i < mean.size(); ++i)
    model.values[i] = static_cast<float>(model.values[i] + mean[i]);
  return model;
}

}  // namespace

std::vector<double> MemoryPublisher::MeanUpdate(const coordinator::SessionSum& sum) {
  HANSA_CHECK(sum.segments.size() == 2);
  const size_t elements = sum.segments[0].length;
  const secagg::RingVector vector = coordinator::InMemory(sum);
  const double weight = Real(vector.Signed(elements), sum.segments[1].scale_bits);
  std::vector<double> mean(elements);
  for (size_t i = 0; i < elements; ++i)
    mean[i] = Real(vector.Signed(i), sum.segments[0].scale_bits) / weight;
  return mean;
}

std::vector<float> MemoryPublisher::WeightsOf(const coordinator::ModelVersion& model) {
  return ReadSafetensors(*model.file).value().model.values;
}

Result<coordinator::Published> MemoryPublisher::Publish(const coordinator::PublishWork& work) {
  Manifest manifest{.name = work.job->name,
                    .version = work.version,
                    .created_unix_ms = work.created_unix_ms,
                    .network = work.job->network,
                    .data = DataContractOf(*work.job)};
  manifest.lineage.job_id = work.job_id;
  manifest.lineage.round = work.round;
  manifest.anomaly_threshold = work.anomaly_threshold;
  if (work.parent) manifest.lineage.parent_sha256 = work.parent->sha256;
  auto model = std::make_shared<coordinator::ModelVersion>();
  model->file = MakeBlob(WriteModelFile(Next(work), manifest));
  model->name = manifest.name;
  model->version = manifest.version;
  model->sha256 = manifest.model_sha256;
  model->path = StrCat("models/", manifest.name, "/", manifest.version);
  const std::string json = ToJson(manifest);
  model->manifest = ToBytes(json);
  model->manifest_sig = ToBytes(SignManifest(json, key_, certificate_));
  coordinator::Published published{model, {}};
  published.record.set_name(manifest.name);
  published.record.set_version(manifest.version);
  published.record.set_model_sha256(ToString(manifest.model_sha256));
  return published;
}

}  // namespace hansa::testing
