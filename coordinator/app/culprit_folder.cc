#include "coordinator/app/culprit_folder.h"

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "common/transcript/culprit_file.h"

namespace hansa::coordinator {

namespace fs = std::filesystem;

Result<> CulpritFolder::Write(const CulpritFile& culprit) const {
  const fs::path path = runs_ / culprit.job_id / culprit.name;
  const fs::path folder = path.parent_path();
  std::error_code fault;
  if (!fs::create_directories(folder, fault) && fault)
    return BadInput(StrCat("cannot make ", folder.string()), fault.message());
  fs::permissions(folder, fs::perms::owner_all, fault);
  v1::CulpritEvidence evidence = *culprit.evidence;
  *evidence.mutable_coordinator() = certificate_;
  const Bytes file = transcript::CulpritFileOf(evidence);
  HANSA_TRY(WriteFileAtomically(path, AsView(file), 0600));
  HANSA_TRY(SyncFolder(folder));
  return SyncFolder(folder.parent_path());
}

}  // namespace hansa::coordinator
