#include "coordinator/backup/backup_files.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "coordinator/backup/hashed_copy.h"
#include "coordinator/registry/scripts_in_use.h"
#include "coordinator/storage/sqlite/sqlite_store.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStateFiles[] = {"authority.pub", "coordinator.cert", "coordinator.key",
                                       "curve.key", "operators"};
constexpr const char* kRunFiles[] = {"job.toml", "metrics.csv", "report.html"};

// What the store's copy says is to be copied.
struct Contents {
  std::vector<v1::VersionRecord> versions;
  std::vector<v1::JobRecord> jobs;
  std::vector<std::vector<EventLine>> events;  // by job
};

Result<Contents> ReadCopy(const fs::path& path) {
  auto store = HANSA_TRY(SqliteStore::Open(path.string()));
  Contents contents{.versions = HANSA_TRY(store->Versions()), .jobs = HANSA_TRY(store->Jobs())};
  for (const v1::JobRecord& job : contents.jobs)
    contents.events.push_back(HANSA_TRY(store->Events(job.job_id())));
  return contents;
}

std::set<crypto::Digest> ScriptsOf(const Contents& contents) {
  std::vector<const v1::JobRecord*> jobs;
  for (const v1::JobRecord& job : contents.jobs) jobs.push_back(&job);
  return ScriptsInUse(jobs, contents.versions);
}

class Copier {
 public:
  Copier(const fs::path& backup, const BackupSource& source, BackupProgress& progress)
      : backup_(backup), source_(source), progress_(progress) {}

  // `path` relative to the coordinator's folder.
  Result<HashedFile> Copy(const fs::path& path) {
    if (progress_.stop) return Error{ErrorKind::kInterrupted, "the backup was interrupted", "", ""};
    const HashedFile file = HANSA_TRY(CopyHashed(source_.dir / path, backup_ / path));
    Note(path, file);
    return file;
  }
  // A file whose contents are not those of the folder.
  Result<> Write(const fs::path& path, const std::string& text) {
    HANSA_TRY(MakePrivateFolder((backup_ / path).parent_path()));
    HANSA_TRY(WriteNewFile(backup_ / path, text, 0600));
    Note(path, {text.size(), crypto::Sha256(AsSpan(text))});
    return Success();
  }
  void Note(const fs::path& path, const HashedFile& file) {
    manifest_.files.push_back({path.generic_string(), file.bytes, file.sha256});
    ++progress_.files;
    progress_.bytes += file.bytes;
  }
  bool Has(const fs::path& path) const { return fs::exists(source_.dir / path); }
  fs::path InSource(const fs::path& path) const { return source_.dir / path; }
  BackupManifest& manifest() { return manifest_; }

 private:
  const fs::path& backup_;
  const BackupSource& source_;
  BackupProgress& progress_;
  BackupManifest manifest_;
};

Result<> CheckDigest(const fs::path& file, const v1::VersionRecord& version,
                     const crypto::Digest& found, ByteSpan expected) {
  if (ToString(found) == AsView(expected)) return Success();
  return VerificationFailed(
      StrCat(file.string(), " of ", version.name(), " version ", version.version(), " is corrupt"),
      StrCat("its SHA-256 is ", Hex(found), ", published was ", Hex(expected)),
      "Restore it from an earlier backup; no backup is made of a damaged model");
}

Result<> CopyVersion(const v1::VersionRecord& version, Copier& copier) {
  const fs::path folder = fs::path("models") / version.name() / StrCat(version.version());
  const crypto::Digest manifest = crypto::Sha256(AsSpan(version.manifest()));
  const crypto::Digest signature = crypto::Sha256(AsSpan(version.manifest_sig()));
  const std::pair<const char*, ByteSpan> files[] = {
      {"model.safetensors", AsSpan(version.model_sha256())},
      {"manifest.json", manifest},
      {"manifest.sig", signature}};
  for (const auto& [name, expected] : files) {
    const HashedFile file = HANSA_TRY(copier.Copy(folder / name));
    HANSA_TRY(CheckDigest(copier.InSource(folder / name), version, file.sha256, expected));
  }
  return Success();
}

// Named by what it holds.
Result<> CopyScript(const crypto::Digest& sha256, Copier& copier) {
  const fs::path path = fs::path("scripts") / Hex(sha256);
  const HashedFile file = HANSA_TRY(copier.Copy(path));
  if (file.sha256 == sha256) return Success();
  return VerificationFailed(
      StrCat(copier.InSource(path).string(), " is not the TorchScript file that a job named"),
      StrCat("its SHA-256 is ", Hex(file.sha256)),
      "Restore it from an earlier backup; no backup is made of a damaged file");
}

// The file goes on while it is read: it is cut to what the store's copy knows, which has all lines
// from the first that it keeps.
std::string EventsUpTo(const fs::path& file, const std::vector<EventLine>& kept) {
  const auto first = nlohmann::json::parse(kept.front().json, nullptr, false);
  uint64_t before = kept.front().number;
  if (first.is_object() && first.contains("index") && first["index"].is_number_unsigned())
    before = first["index"].get<uint64_t>();
  std::string text, line;
  std::ifstream lines(file);
  for (uint64_t i = 0; i < before && std::getline(lines, line); ++i) text += line + "\n";
  for (const EventLine& event : kept) text += event.json + "\n";
  return text;
}

// Those that the store's copy knows: a restored coordinator goes on from its newest. Archived
// masked inputs stay where they are.
Result<> CopyTranscripts(const fs::path& run, uint64_t newest, Copier& copier) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(copier.InSource(run / "sessions"), none)) {
    const fs::path& path = entry.path();
    if (path.extension() != ".transcript") continue;
    if (std::strtoull(path.stem().c_str(), nullptr, 10) > newest) continue;
    HANSA_TRY(copier.Copy(run / "sessions" / path.filename()));
  }
  return Success();
}

// It was on the disk before the record that names it.
Result<> CopyEvidence(const fs::path& run, const v1::JobRecord& job, Copier& copier) {
  for (const v1::LeftOutSite& site : job.left_out())
    if (copier.Has(run / site.evidence())) HANSA_TRY(copier.Copy(run / site.evidence()));
  return Success();
}

Result<> CopyRun(const v1::JobRecord& job, const std::vector<EventLine>& kept, Copier& copier) {
  const fs::path folder = fs::path("runs") / job.job_id();
  for (const char* name : kRunFiles)
    if (copier.Has(folder / name)) HANSA_TRY(copier.Copy(folder / name));
  HANSA_TRY(CopyTranscripts(folder, job.transcript_session(), copier));
  HANSA_TRY(CopyEvidence(folder, job, copier));
  const fs::path events = folder / "events.jsonl";
  if (!kept.empty()) return copier.Write(events, EventsUpTo(copier.InSource(events), kept));
  if (copier.Has(events)) HANSA_TRY(copier.Copy(events));
  return Success();
}

}  // namespace

fs::path StoreCopyIn(const fs::path& backup, const BackupSource& source) {
  return backup / source.state.lexically_relative(source.dir) / "store.db";
}

Result<BackupManifest> CompleteBackup(const fs::path& backup, const BackupSource& source,
                                      UnixMillis now, BackupProgress& progress) {
  const fs::path store = StoreCopyIn(backup, source);
  const fs::path state = source.state.lexically_relative(source.dir);
  HANSA_TRY(SyncFile(store));
  const Contents contents = HANSA_TRY(ReadCopy(store));
  Copier copier(backup, source, progress);
  copier.Note(state / "store.db", HANSA_TRY(HashFile(store)));
  for (const v1::VersionRecord& version : contents.versions)
    HANSA_TRY(CopyVersion(version, copier));
  for (size_t i = 0; i < contents.jobs.size(); ++i)
    HANSA_TRY(CopyRun(contents.jobs[i], contents.events[i], copier));
  for (const crypto::Digest& script : ScriptsOf(contents)) HANSA_TRY(CopyScript(script, copier));
  for (const char* name : kStateFiles) HANSA_TRY(copier.Copy(state / name));
  HANSA_TRY(copier.Copy(source.config.lexically_relative(source.dir)));
  copier.manifest().made_unix_ms = now;
  copier.manifest().state = state.generic_string();
  HANSA_TRY(WriteNewFile(backup / kBackupManifest, ToJson(copier.manifest()), 0600));
  HANSA_TRY(SyncTree(backup));
  return std::move(copier.manifest());
}

}  // namespace hansa::coordinator
