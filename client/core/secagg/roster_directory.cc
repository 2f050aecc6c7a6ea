#include "client/core/secagg/roster_directory.h"

#include "common/base/text.h"
#include "common/identity/directory.h"

namespace hansa::client {
namespace {

Error No(std::string why) { return Refused("roster refused", std::move(why)); }

// The site's own log tells its owner what to do where nobody lies.
Result<SeenDirectory> NoneShown(const DirectoryRule& rule) {
  if (rule.newest.epoch > 0)
    return No(
        StrCat("it shows no directory of the authority; this site saw epoch ", rule.newest.epoch));
  if (!rule.required) return SeenDirectory();
  return No(
      "it shows no directory of the authority, and this site asks for one (the operator signs one "
      "with: hansa authority adopt; to go without until then: [policy] directory = "
      "\"when-shown\")");
}

Result<> CheckAge(const identity::VerifiedDirectory& directory, const SeenDirectory& newest) {
  if (directory.epoch < newest.epoch)
    return No(StrCat("its directory is of epoch ", directory.epoch, "; this site saw epoch ",
                     newest.epoch));
  if (directory.epoch == newest.epoch && directory.digest != newest.digest)
    return No(StrCat("there are two directories of epoch ", directory.epoch));
  return Success();
}

identity::InclusionProof ProofIn(const v1::Roster& roster) {
  identity::InclusionProof proof;
  proof.places.assign(roster.places().begin(), roster.places().end());
  const std::string& bytes = roster.inclusion();
  crypto::Digest digest;
  for (size_t at = 0; at + digest.size() <= bytes.size(); at += digest.size()) {
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), digest.size(), digest.begin());
    proof.path.push_back(digest);
  }
  return proof;
}

}  // namespace

Result<SeenDirectory> CheckDirectory(const v1::Roster& roster,
                                     const std::vector<ByteSpan>& invitations,
                                     const SessionFacts& facts) {
  const DirectoryRule& rule = facts.side.directory;
  if (!roster.has_directory()) return NoneShown(rule);
  const identity::VerifiedDirectory directory =
      HANSA_TRY(identity::VerifyDirectory(roster.directory(), facts.side.credentials->authority()));
  HANSA_TRY(CheckAge(directory, rule.newest));
  const bool whole = roster.inclusion().size() % sizeof(crypto::Digest) == 0;
  if (!whole || !identity::VerifyInclusion(directory, invitations, ProofIn(roster)))
    return No(StrCat("not all its sites are shown to be in directory ", directory.epoch));
  return SeenDirectory{directory.epoch, directory.digest};
}

}  // namespace hansa::client
