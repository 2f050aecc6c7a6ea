#include "common/transcript/transcript_chain.h"

#include <algorithm>
#include <map>

#include "common/base/text.h"

namespace hansa::transcript {
namespace {

Error Broken(const std::string& what, std::string why) {
  return VerificationFailed(what, std::move(why),
                            "Ask whoever runs the coordinator for the whole run folder");
}

std::string NameOf(const std::optional<crypto::Digest>& digest) {
  return digest ? Hex(*digest).substr(0, 16) : "none";
}

Result<> CheckDistinct(const std::vector<ChainLink>& links) {
  std::map<crypto::Digest, const ChainLink*> known;
  for (const ChainLink& link : links) {
    if (link.job_id != links.front().job_id)
      return Broken("the transcripts are not of one job",
                    StrCat(links.front().file, " is of ", links.front().job_id, ", ", link.file,
                           " of ", link.job_id));
    const auto [other, fresh] = known.emplace(link.digest, &link);
    if (!fresh)
      return Broken("a transcript is there twice", StrCat(other->second->file, " and ", link.file));
  }
  return Success();
}

using Successors = std::map<std::optional<crypto::Digest>, const ChainLink*>;

// Which one follows which; two after the same one are a fork.
Result<Successors> Follow(const std::vector<ChainLink>& links) {
  Successors after;
  for (const ChainLink& link : links) {
    const auto [other, fresh] = after.emplace(link.previous, &link);
    if (!fresh)
      return Broken("the chain is forked",
                    StrCat(other->second->file, " and ", link.file, " both follow ",
                           link.previous ? NameOf(link.previous) : "nothing"));
  }
  return after;
}

// The one that all others follow; none in a circle.
Result<const ChainLink*> FindFirst(const std::vector<ChainLink>& links, bool whole) {
  std::set<crypto::Digest> digests;
  for (const ChainLink& link : links) digests.insert(link.digest);
  std::vector<const ChainLink*> follow_nothing, follow_what_is_missing;
  for (const ChainLink& link : links) {
    if (!link.previous)
      follow_nothing.push_back(&link);
    else if (!digests.contains(*link.previous))
      follow_what_is_missing.push_back(&link);
  }
  const bool may_begin_later = !whole && follow_nothing.empty();
  if (follow_what_is_missing.size() > (may_begin_later ? 1 : 0)) {
    const ChainLink& gap = *follow_what_is_missing.back();
    return Broken("a transcript is missing",
                  StrCat(gap.file, " follows ", NameOf(gap.previous), ", which is not there"));
  }
  if (!follow_nothing.empty()) return follow_nothing.front();
  return follow_what_is_missing.empty() ? nullptr : follow_what_is_missing.front();
}

}  // namespace

ChainLink LinkOf(std::string file, const CheckedTranscript& checked) {
  return {.file = std::move(file),
          .job_id = checked.job_id,
          .session_number = checked.setup.session_number,
          .digest = checked.digest,
          .previous = checked.previous};
}

Result<CheckedChain> CheckChain(std::vector<ChainLink> links, bool whole) {
  if (links.empty()) return CheckedChain{};
  HANSA_TRY(CheckDistinct(links));
  const Successors after = HANSA_TRY(Follow(links));
  CheckedChain chain;
  for (const ChainLink* link = HANSA_TRY(FindFirst(links, whole)); link != nullptr;) {
    if (!chain.links.empty() && link->session_number <= chain.links.back().session_number)
      return Broken(
          "session numbers do not ascend",
          StrCat(link->file, " of session ", link->session_number, " follows ",
                 chain.links.back().file, " of session ", chain.links.back().session_number));
    chain.links.push_back(*link);
    const auto next = after.find(link->digest);
    link = next == after.end() ? nullptr : next->second;
  }
  if (chain.links.size() == links.size()) return chain;
  return Broken("the chain has a circle", StrCat(links.size() - chain.links.size(),
                                                 " transcripts are not after the first one"));
}

}  // namespace hansa::transcript
