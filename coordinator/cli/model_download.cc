#include "coordinator/cli/model_download.h"

#include "common/base/atomic_file.h"
#include "common/base/blob_file.h"
#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/base/script_limits.h"
#include "common/base/text.h"
#include "common/crypto/blob_digest.h"
#include "common/model/model_files.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;

constexpr Duration kSilence = seconds(60);

// What an earlier download left behind, or a new file.
Result<BlobFile> OpenPart(const fs::path& path, uint64_t size) {
  if (fs::exists(path)) {
    BlobFile file = HANSA_TRY(BlobFile::Reopen(path));
    if (file.written() <= size) return file;
  }
  std::error_code ignored;
  fs::remove(path, ignored);
  return BlobFile::Create(path, 0);
}

// Named by the manifest's digest: another version is never taken for the rest of this one.
fs::path PartPath(const fs::path& folder, const FetchedVersion& version) {
  const crypto::Digest digest = crypto::Sha256(AsSpan(version.manifest));
  return folder / StrCat(".", Hex(digest).substr(0, 16), ".part");
}

Result<> FillPart(OperatorClient& client, const std::string& name, const FetchedVersion& version,
                  BlobFile& file, const DownloadProgress& progress) {
  v1::FetchBytes what;
  what.set_name(name);
  what.set_version(version.version);
  const Result<> fetched = client.FetchBytes(
      what, version.in_parts, file.written(),
      [&](ByteSpan bytes) -> Result<> {
        HANSA_TRY(file.Append(bytes));
        progress(file.written(), version.in_parts);
        return Success();
      },
      kSilence);
  if (!fetched.ok()) file.Keep();  // to go on with
  return fetched;
}

// What the manifest names is what is kept, so a file that is there already is not fetched again.
Result<> SaveScript(OperatorClient& client, const std::string& name, const FetchedVersion& version,
                    const Manifest& manifest, const fs::path& folder,
                    const DownloadProgress& progress) {
  if (!IsScript(manifest.network)) return Success();
  const crypto::Digest& sha256 = manifest.network.script.sha256;
  if (const auto there = FileBlob::Open(folder / "network.pt"); there.ok()) {
    const auto digest = crypto::BlobSha256(**there);
    if (digest.ok() && *digest == sha256) return Success();
  }
  if (version.script == 0 || version.script > limits::kScriptBytes)
    return WorkFailed("the coordinator has not sent the TorchScript file of the network",
                      StrCat("its SHA-256 is ", Hex(sha256)),
                      "take it from the data scientist who wrote it");
  v1::FetchBytes what;
  what.set_name(name);
  what.set_version(version.version);
  what.set_script(true);
  BlobFile file =
      HANSA_TRY(OpenPart(folder / StrCat(".", Hex(sha256).substr(0, 16), ".part"), version.script));
  const Result<> fetched = client.FetchBytes(
      what, version.script, file.written(),
      [&](ByteSpan bytes) -> Result<> {
        HANSA_TRY(file.Append(bytes));
        progress(file.written(), version.script);
        return Success();
      },
      kSilence);
  if (!fetched.ok()) file.Keep();  // to go on with
  HANSA_TRY(fetched);
  const crypto::Digest digest = HANSA_TRY(crypto::BlobSha256(*HANSA_TRY(file.Read())));
  if (digest != sha256)
    return VerificationFailed("the TorchScript file is not the one that the manifest names",
                              StrCat("its SHA-256 is ", Hex(digest), ", not ", Hex(sha256)));
  HANSA_TRY(file.Sync());
  return file.KeepAs(folder / "network.pt");
}

Result<> MakeFolder(const fs::path& folder) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) return BadInput(StrCat("cannot make the folder ", folder.string()), fault.message());
  return Success();
}

}  // namespace

Result<FetchedVersion> FetchVersion(OperatorClient& client, const std::string& name,
                                    uint64_t version) {
  v1::OperatorRequest request;
  request.mutable_fetch_model()->set_name(name);
  request.mutable_fetch_model()->set_version(version);
  request.mutable_fetch_model()->set_in_parts(true);
  request.mutable_fetch_model()->set_script(true);
  FetchedVersion out;
  HANSA_TRY(client.Stream(
      request,
      [&](const Reply& reply) {
        const v1::ModelFile& file = reply.message.model_file();
        out.version = file.version();
        if (file.file() == "manifest.json") out.manifest = ToString(reply.payload);
        if (file.file() == "manifest.sig") out.signature = ToString(reply.payload);
        if (file.file() == "model.safetensors") out.model = reply.payload;
        if (file.file() == "network.pt") out.script = file.size();
        if (file.file() == "model.safetensors") out.in_parts = file.size();
        return true;
      },
      seconds(30)));
  if (out.in_parts > limits::kBulkBytes)
    return WorkFailed("the coordinator names a model that is too large",
                      StrCat(HumanBytes(static_cast<double>(out.in_parts)), ", where ",
                             HumanBytes(static_cast<double>(limits::kBulkBytes)), " are the most"));
  const bool complete =
      !out.manifest.empty() && !out.signature.empty() && (out.in_parts > 0 || !out.model.empty());
  if (!complete) return WorkFailed("the coordinator sent an incomplete model", "a file is missing");
  return out;
}

Result<Manifest> SaveVersion(OperatorClient& client, const std::string& name,
                             const FetchedVersion& version, const fs::path& folder,
                             const crypto::Ed25519Public& authority,
                             const DownloadProgress& progress) {
  HANSA_TRY(MakeFolder(folder));
  BlobFile file = HANSA_TRY(OpenPart(PartPath(folder, version), version.in_parts));
  HANSA_TRY(version.in_parts > 0 ? FillPart(client, name, version, file, progress)
                                 : file.Append(version.model));
  const BlobHandle model = HANSA_TRY(file.Read());
  Manifest manifest =
      HANSA_TRY(VerifyModelFiles(*model, version.manifest, version.signature, authority));
  HANSA_TRY(SaveScript(client, name, version, manifest, folder, progress));
  HANSA_TRY(file.Sync());
  HANSA_TRY(file.KeepAs(folder / "model.safetensors"));
  std::error_code ignored;
  fs::permissions(folder / "model.safetensors", fs::perms::group_read | fs::perms::others_read,
                  fs::perm_options::add, ignored);
  HANSA_TRY(WriteFileAtomically(folder / "manifest.json", version.manifest));
  HANSA_TRY(WriteFileAtomically(folder / "manifest.sig", version.signature));
  return manifest;
}

}  // namespace hansa::cli
