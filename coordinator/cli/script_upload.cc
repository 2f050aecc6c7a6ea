#include "coordinator/cli/script_upload.h"

#include <algorithm>

#include "common/base/bytes.h"
#include "common/base/file_blob.h"
#include "common/base/script_limits.h"
#include "common/base/text.h"
#include "common/crypto/blob_digest.h"

namespace hansa::cli {
namespace {

constexpr Duration kLimit = seconds(30);  // of a piece

// How much of the file the coordinator has.
Result<uint64_t> Send(OperatorClient& client, v1::OperatorRequest request) {
  const Reply reply = HANSA_TRY(client.Call(std::move(request), kLimit));
  if (!reply.message.has_script_kept())
    return WorkFailed("the coordinator did not take the TorchScript file", "it answered otherwise",
                      "use a coordinator of this version");
  return reply.message.script_kept().have();
}

}  // namespace

Result<BlobHandle> OpenScript(const JobSpec& job, const std::filesystem::path& job_file) {
  if (!IsScript(job.network)) return BlobHandle();
  const auto path = job_file.parent_path() / job.script_path;
  BlobHandle file = HANSA_TRY(FileBlob::Open(path));
  if (file->size() == 0 || file->size() > limits::kScriptBytes)
    return BadInput(StrCat(path.string(), " has a size out of bounds"),
                    StrCat(file->size(), " bytes, at most ", limits::kScriptBytes));
  const crypto::Digest digest = HANSA_TRY(crypto::BlobSha256(*file));
  if (digest == job.network.script.sha256) return file;
  return BadInput(StrCat(path.string(), " is not the file that the job names"),
                  StrCat("its SHA-256 is ", Hex(digest), ", model.script_sha256 is ",
                         Hex(job.network.script.sha256)),
                  StrCat("hansa-client describe ", path.string(), " prints the lines for the job"));
}

Result<> SendScript(OperatorClient& client, const JobSpec& job, const Blob& file,
                    const UploadProgress& progress) {
  v1::OperatorRequest request;
  v1::KeepScript& keep = *request.mutable_keep_script();
  keep.set_sha256(ToString(job.network.script.sha256));
  keep.set_size(file.size());
  uint64_t have = HANSA_TRY(Send(client, request));  // a connection's first message must be small
  while (have < file.size()) {
    std::string piece(std::min<uint64_t>(limits::kScriptPieceBytes, file.size() - have), '\0');
    HANSA_TRY(file.ReadAt(have, {reinterpret_cast<uint8_t*>(piece.data()), piece.size()}));
    keep.set_offset(have);
    keep.set_piece(std::move(piece));
    const uint64_t now = HANSA_TRY(Send(client, request));
    if (now <= have || now > file.size())
      return WorkFailed("the TorchScript file does not get to the coordinator",
                        StrCat(have, " of ", file.size(), " bytes are there"),
                        "see the coordinator's log, and try again");
    have = now;
    progress(have, file.size());
  }
  return Success();
}

}  // namespace hansa::cli
