#include "coordinator/cli/session_audit.h"

#include <algorithm>

#include "common/base/atomic_file.h"
#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_spec.h"
#include "common/model/model_files.h"
#include "coordinator/app/recompute_model.h"
#include "coordinator/cli/audited_sum.h"
#include "coordinator/cli/round_groups.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;
using transcript::CheckedTranscript;

constexpr const char* kModelFile = "model.safetensors";

// runs/<job-id>/sessions/<number>.transcript
fs::path RunOf(const fs::path& transcript) {
  return fs::absolute(transcript).lexically_normal().parent_path().parent_path();
}
fs::path VersionIn(const fs::path& run, const std::string& name, uint64_t version) {
  return run.parent_path().parent_path() / "models" / name / StrCat(version);
}

class Audit {
 public:
  Audit(const fs::path& file, AuditPlaces places, const crypto::Ed25519Public& authority)
      : places_(std::move(places)), authority_(authority), run_(RunOf(file)) {
    out_.file = file;
  }

  Result<SessionAudit> Run() {
    const BlobHandle blob = HANSA_TRY(FileBlob::Open(out_.file));
    out_.checked = HANSA_TRY(transcript::CheckTranscript(*blob, authority_));
    HANSA_TRY(CheckInputs());
    if (out_.checked.seal.has_published()) HANSA_TRY(CheckPublished());
    return std::move(out_);
  }

 private:
  const CheckedTranscript& checked() const { return out_.checked; }
  void Skip(std::string what) { out_.not_checked.push_back(std::move(what)); }

  Result<> CheckInputs() {
    const AuditedSum own = HANSA_TRY(SumOfSession(out_.file, checked(), places_.inputs));
    out_.sum_recomputed = own.recomputed;
    sums_.push_back(own.sum);
    included_ = checked().survivors.Count();
    if (!own.recomputed) Skip("the sum over the masked inputs: they were not kept");
    return Success();
  }

  // The model is checked with the newest transcript of its round: of all of them.
  Result<> CheckPublished() {
    if (const auto next = NextOfRound(out_.file, checked())) {
      Skip(StrCat("the model: it comes of the sums of several groups, and is checked with ",
                  next->string(), " or the last one after it"));
      return Success();
    }
    for (const GroupTranscript& group :
         HANSA_TRY(EarlierOfRound(out_.file, checked(), authority_))) {
      sums_.push_back(HANSA_TRY(SumOfSession(group.file, group.checked, {})).sum);
      included_ += group.checked.survivors.Count();
    }
    out_.groups = sums_.size();
    HANSA_TRY(CheckModel());
    return CheckManifest();
  }

  fs::path BasePath() const {
    if (!places_.base.empty())
      return fs::is_directory(places_.base) ? places_.base / kModelFile : places_.base;
    return VersionIn(run_, checked().seal.published().name(), checked().setup.base_version) /
           kModelFile;
  }

  Result<> CheckModel() {
    const fs::path base = BasePath();
    const fs::path job_file = places_.job.empty() ? run_ / "job.toml" : places_.job;
    if (std::ranges::find(sums_, nullptr) != sums_.end()) {
      Skip("the model from the sum: it is too large to be in the transcript");
      return Success();
    }
    const bool asked = !places_.base.empty();
    if (!asked && (!fs::exists(base) || !fs::exists(job_file))) {
      Skip(StrCat("the model from the sum: ", (fs::exists(base) ? job_file : base).string(),
                  " is not there"));
      return Success();
    }
    const std::string toml = HANSA_TRY(ReadFile(job_file, limits::kJobFileBytes));
    const JobSpec job = HANSA_TRY(ParseJob(toml, job_file.string()));
    const BlobHandle total = HANSA_TRY(AddUp(sums_, checked().setup));
    HANSA_TRY(coordinator::RecomputeModel(checked(), total, HANSA_TRY(FileBlob::Open(base)), job));
    out_.model_recomputed = true;
    return Success();
  }

  Result<> CheckManifest() {
    const v1::TranscriptPublished& published = checked().seal.published();
    const fs::path folder = places_.model.empty()
                                ? VersionIn(run_, published.name(), published.version())
                                : places_.model;
    if (places_.model.empty() && !fs::exists(folder / "manifest.json")) {
      Skip(StrCat("the published version: ", folder.string(), " is not there"));
      return Success();
    }
    const BlobHandle model = HANSA_TRY(FileBlob::Open(folder / kModelFile));
    const std::string json = HANSA_TRY(ReadFile(folder / "manifest.json", limits::kManifestBytes));
    const std::string signature =
        HANSA_TRY(ReadFile(folder / "manifest.sig", limits::kManifestBytes));
    const Manifest manifest = HANSA_TRY(VerifyModelFiles(*model, json, signature, authority_));
    HANSA_TRY(CompareManifest(manifest).WithContext(folder.string()));
    out_.model_names_it = true;
    return Success();
  }

  Result<> CompareManifest(const Manifest& manifest) const {
    const v1::TranscriptPublished& published = checked().seal.published();
    const Lineage& lineage = manifest.lineage;
    std::string differs;
    if (manifest.name != published.name() || manifest.version != published.version())
      differs = "name or version";
    else if (AsView(manifest.model_sha256) != published.model_sha256())
      differs = "the model's SHA-256";
    else if (lineage.transcript != checked().digest)
      differs = "lineage.transcript";
    else if (lineage.roster_root != checked().id.roster)
      differs = "lineage.roster_root";
    else if (lineage.sites != included_)
      differs = "lineage.sites";
    else if (lineage.job_id != checked().job_id || lineage.job_digest != checked().setup.job_digest)
      differs = "the job";
    else if (lineage.parent_sha256 != checked().setup.model_sha256)
      differs = "lineage.parent_sha256";
    else if (lineage.round != checked().setup.round)
      differs = "lineage.round";
    if (differs.empty()) return Success();
    return VerificationFailed(
        "the manifest of the published version is not what the transcript says",
        StrCat(differs, " differs"),
        "If its round had several groups, the transcripts of all of them belong in one folder");
  }

  AuditPlaces places_;
  const crypto::Ed25519Public& authority_;
  fs::path run_;
  std::vector<BlobHandle> sums_;  // of the round's groups, its own first; null: not there
  size_t included_ = 0;           // sites in them
  SessionAudit out_;
};

}  // namespace

Result<SessionAudit> AuditSession(const fs::path& file, const AuditPlaces& places,
                                  const crypto::Ed25519Public& authority) {
  return Audit(file, places, authority).Run().WithContext(file.string());
}

Result<std::vector<fs::path>> TranscriptsIn(const fs::path& folder) {
  const fs::path sessions = fs::is_directory(folder / "sessions") ? folder / "sessions" : folder;
  std::vector<fs::path> files;
  std::error_code fault;
  for (const auto& entry : fs::directory_iterator(sessions, fault))
    if (entry.path().extension() == ".transcript") files.push_back(entry.path());
  if (fault) return BadInput(StrCat("cannot read ", sessions.string()), fault.message());
  if (files.empty())
    return BadInput(StrCat("there are no transcripts in ", sessions.string()), "",
                    "Jobs with secure aggregation leave them in runs/<job-id>/sessions");
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
    const std::string x = a.filename().string(), y = b.filename().string();
    return std::pair(x.size(), x) < std::pair(y.size(), y);  // as numbers
  });
  return files;
}

Result<size_t> CheckVersionsOfRun(const fs::path& folder, const transcript::CheckedChain& chain) {
  const fs::path run = fs::absolute(folder / "x").lexically_normal().parent_path();
  const fs::path run_folder = run.filename() == "sessions" ? run.parent_path() : run;
  const auto toml = ReadFile(run_folder / "job.toml", limits::kJobFileBytes);
  if (!toml.ok() || chain.links.empty()) return size_t{0};
  const JobSpec job = HANSA_TRY(ParseJob(*toml, (run_folder / "job.toml").string()));
  std::set<crypto::Digest> known;
  for (const transcript::ChainLink& link : chain.links) known.insert(link.digest);
  size_t looked_at = 0;
  std::error_code none;
  for (const auto& version :
       fs::directory_iterator(VersionIn(run_folder, job.name, 0).parent_path(), none)) {
    const auto json = ReadFile(version.path() / "manifest.json", limits::kManifestBytes);
    if (!json.ok()) continue;
    const Manifest manifest =
        HANSA_TRY(ManifestFromJson(*json).WithContext(version.path().string()));
    const Lineage& lineage = manifest.lineage;
    if (lineage.job_id != chain.links.front().job_id) continue;
    ++looked_at;
    if (lineage.transcript && !known.contains(*lineage.transcript))
      return VerificationFailed(
          "a transcript is missing",
          StrCat("version ", manifest.version, " of ", manifest.name, " names ",
                 Hex(*lineage.transcript).substr(0, 16), ", which is not there"));
  }
  return looked_at;
}

}  // namespace hansa::cli
