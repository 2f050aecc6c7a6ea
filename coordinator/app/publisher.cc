#include "coordinator/app/publisher.h"

#include <algorithm>

#include "common/base/blob_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/data_contract_of.h"
#include "common/model/model_files.h"
#include "coordinator/app/next_weights.h"
#include "coordinator/app/of_this_disk.h"

namespace hansa::coordinator {
namespace {

// Writes the model, and sets its digest and size in the manifest.
Result<> WriteModel(NextWeights& weights, BlobFile& file, Manifest& manifest) {
  crypto::Sha256Stream hash;
  const auto metadata =
      ModelMetadata(manifest.name, manifest.version, manifest.lineage.parent_sha256);
  HANSA_TRY(WriteModelBytes(weights, metadata, [&](ByteSpan bytes) -> Result<> {
    hash.Update(bytes);
    return OfThisDisk(file.Append(bytes));
  }));
  manifest.model_sha256 = hash.Finish();
  manifest.model_bytes = file.written();
  return OfThisDisk(file.Sync());
}

Lineage LineageOf(const PublishWork& work) {
  Lineage lineage{.job_id = work.job_id, .job_digest = work.job->digest, .round = work.round};
  if (work.parent) lineage.parent_sha256 = work.parent->sha256;
  lineage.is_void = work.kind == PublishWork::Kind::kVoid;
  lineage.transcript = work.transcript;
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

Result<> Publisher::Seal(const PublishWork& work, v1::TranscriptSeal seal) const {
  if (!work.sum) return Success();
  for (const RecordedSession& recorded : work.sum->recorded)
    HANSA_TRY(OfThisDisk(transcripts_.Seal(work.job_id, recorded, seal)));
  return Success();
}

Result<> Publisher::SealAbandoned(const PublishWork& work) const {
  v1::TranscriptSeal seal;
  seal.set_nothing("other groups of its round failed: too few sites were left for a model");
  for (const RecordedSession& recorded : work.abandoned)
    HANSA_TRY(OfThisDisk(transcripts_.Seal(work.job_id, recorded, seal)));
  return Success();
}

Result<Published> Publisher::Publish(const PublishWork& work) const {
  HANSA_TRY(SealAbandoned(work));
  Result<Published> made = Make(work);
  if (made.ok() || made.error().kind != ErrorKind::kWorkFailed) return made;
  v1::TranscriptSeal seal;
  seal.set_nothing(PlainText(made.error().Text(), limits::kReasonBytes));
  HANSA_TRY(Seal(work, std::move(seal)));
  return made;
}

Result<Published> Publisher::Make(const PublishWork& work) const {
  const std::unique_ptr<NextWeights> weights = HANSA_TRY(NextWeights::Of(work));
  // The initial model is where training starts, not something to use: it goes to no channel.
  const bool of_use =
      work.kind == PublishWork::Kind::kTrained || work.kind == PublishWork::Kind::kThreshold;
  Manifest manifest{.name = work.job->name,
                    .version = work.version,
                    .channel = of_use ? work.job->channel : "",
                    .created_unix_ms = work.created_unix_ms,
                    .network = work.job->network,
                    .data = DataContractOf(*work.job),
                    .lineage = LineageOf(work),
                    .anomaly_threshold = work.anomaly_threshold};
  const std::filesystem::path path = library_.NewModelPath(manifest.name, manifest.version);
  std::error_code none;
  std::filesystem::create_directories(path.parent_path(), none);
  std::filesystem::remove(path, none);  // of an earlier process
  const uint64_t bytes = weights->layout().elements() * sizeof(float);
  BlobFile file = HANSA_TRY(OfThisDisk(BlobFile::Create(path, bytes)));
  HANSA_TRY(WriteModel(*weights, file, manifest));
  v1::TranscriptSeal seal;
  seal.mutable_published()->set_name(manifest.name);
  seal.mutable_published()->set_version(manifest.version);
  seal.mutable_published()->set_model_sha256(ToString(manifest.model_sha256));
  HANSA_TRY(Seal(work, std::move(seal)));
  ModelFiles files;
  files.model = HANSA_TRY(OfThisDisk(file.Read()));
  files.manifest = ToJson(manifest);
  files.signature = SignManifest(files.manifest, key_, certificate_);
  HANSA_TRY(OfThisDisk(library_.Put(manifest.name, manifest.version, files, path)));
  auto record = RecordOf(work, manifest, files);
  auto version = std::make_shared<ModelVersion>();
  version->name = manifest.name;
  version->version = manifest.version;
  version->sha256 = manifest.model_sha256;
  version->path = (library_.PathOf(manifest.name, manifest.version) / "model.safetensors").string();
  version->file = HANSA_TRY(FileBlob::Open(version->path));
  version->manifest = ToBytes(files.manifest);
  version->manifest_sig = ToBytes(files.signature);
  return Published{std::move(version), std::move(record)};
}

}  // namespace hansa::coordinator
