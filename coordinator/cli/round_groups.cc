#include "coordinator/cli/round_groups.h"

#include <algorithm>
#include <set>

#include "common/base/file_blob.h"
#include "common/base/text.h"
#include "common/transcript/read_opening.h"
#include "common/wire/session_params.h"
#include "coordinator/cli/session_audit.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;
using transcript::CheckedTranscript;

// By what its first record says; whether that is right is checked later.
bool SaysSameRound(const fs::path& file, const CheckedTranscript& checked) {
  const auto blob = FileBlob::Open(file);
  if (!blob.ok()) return false;
  const auto opening = transcript::ReadOpening(**blob);
  if (!opening || opening->job_id() != checked.job_id) return false;
  const auto params = wire::CheckParams(AsSpan(opening->params().payload()));
  if (!params.ok()) return false;
  const secagg::SessionSetup &own = checked.setup, &other = params->setup;
  return other.purpose == own.purpose && other.round == own.round &&
         other.base_version == own.base_version && other.model_sha256 == own.model_sha256 &&
         other.segments == own.segments && other.ring_bits == own.ring_bits;
}

Result<> CheckDisjoint(const CheckedTranscript& checked, std::set<std::string>& seen) {
  for (const std::string& site : checked.sites)
    if (!seen.insert(site).second)
      return VerificationFailed("two groups of a round have a site in common",
                                StrCat("site ", site, " is in another group, too"));
  return Success();
}

}  // namespace

std::optional<fs::path> NextOfRound(const fs::path& file, const CheckedTranscript& checked) {
  const auto files = TranscriptsIn(fs::absolute(file).parent_path());
  if (!files.ok()) return std::nullopt;
  const auto own = std::ranges::find(*files, fs::absolute(file));
  if (own == files->end() || std::next(own) == files->end()) return std::nullopt;
  if (!SaysSameRound(*std::next(own), checked)) return std::nullopt;
  return *std::next(own);
}

Result<std::vector<GroupTranscript>> EarlierOfRound(const fs::path& file,
                                                    const CheckedTranscript& checked,
                                                    const crypto::Ed25519Public& authority) {
  std::vector<GroupTranscript> groups;
  const auto files = TranscriptsIn(fs::absolute(file).parent_path());
  if (!files.ok()) return groups;
  std::set<std::string> seen(checked.sites.begin(), checked.sites.end());
  auto at = std::ranges::find(*files, fs::absolute(file));
  while (at != files->end() && at != files->begin() && SaysSameRound(*--at, checked)) {
    const BlobHandle blob = HANSA_TRY(FileBlob::Open(*at));
    CheckedTranscript group =
        HANSA_TRY(transcript::CheckTranscript(*blob, authority).WithContext(at->string()));
    if (group.seal.published().SerializeAsString() != checked.seal.published().SerializeAsString())
      break;  // of an attempt that failed
    HANSA_TRY(CheckDisjoint(group, seen).WithContext(at->string()));
    groups.push_back({*at, std::move(group)});
  }
  return groups;
}

}  // namespace hansa::cli
