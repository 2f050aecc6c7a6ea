#include "coordinator/cli/audited_sum.h"

#include <unistd.h>

#include "common/base/blob_file.h"
#include "common/base/file_blob.h"
#include "common/base/text.h"
#include "common/transcript/recompute_sum.h"
#include "coordinator/core/work.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;

// A file that goes with its process.
Result<BlobFile> ScratchFile(uint64_t bytes) {
  std::error_code fault;
  const fs::path folder = fs::temp_directory_path(fault);
  if (fault) return BadInput("there is no folder for temporary files", fault.message());
  const fs::path path = folder / StrCat("hansa-audit-", ::getpid(), ".sum");
  fs::remove(path, fault);
  return BlobFile::Create(path, bytes);
}

}  // namespace

Result<AuditedSum> SumOfSession(const fs::path& file, const transcript::CheckedTranscript& checked,
                                fs::path inputs) {
  AuditedSum out;
  if (checked.sum) out.sum = MakeBlob(*checked.sum);
  if (inputs.empty()) {
    inputs = fs::path(file).replace_extension(".inputs");
    if (!fs::is_directory(inputs)) return out;
  }
  std::optional<BlobFile> scratch;
  if (!out.sum) scratch.emplace(HANSA_TRY(ScratchFile(checked.setup.vector_bytes())));
  HANSA_TRY(transcript::RecomputeSum(
      checked,
      [&inputs](uint32_t, const std::string& site) { return FileBlob::Open(inputs / site); },
      [&scratch](ByteSpan bytes) { return scratch ? scratch->Append(bytes) : Success(); }));
  if (scratch) out.sum = HANSA_TRY(scratch->Read());
  out.recomputed = true;
  return out;
}

Result<BlobHandle> AddUp(const std::vector<BlobHandle>& sums, const secagg::SessionSetup& setup) {
  if (sums.size() == 1) return sums.front();
  auto total = std::make_shared<coordinator::RunningSum>();
  total->ring_bits = setup.ring_bits;
  total->elements = setup.elements();
  for (const BlobHandle& sum : sums) HANSA_TRY(coordinator::RunAdd({total, sum}));
  BlobFile scratch = HANSA_TRY(ScratchFile(setup.vector_bytes()));
  HANSA_TRY(scratch.Append(total->vector.bytes()));
  return scratch.Read();
}

}  // namespace hansa::cli
