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
  std::map<std::optional<crypto::Digest>, const ChainLink*> after;  // by the one before
  std::set<crypto::Digest> digests;
  for (const ChainLink& link : links) digests.insert(link.digest);
  for (const ChainLink& link : links) {
    const auto [other, fresh] = after.emplace(link.previous, &link);
    if (!fresh)
      return Broken("the chain is forked",
                    StrCat(other->second->file, " and ", link.file, " both follow ",
                           link.previous ? NameOf(link.previous) : "nothing"));
  }
  const ChainLink* first = nullptr;  // none before it is here
  for (const ChainLink& link : links) {
    if (link.previous && digests.contains(*link.previous)) continue;
    const bool starts = !link.previous;
    const ChainLink* gap = starts ? first : &link;
    if (first != nullptr || (whole && !starts)) {
      if (gap == nullptr || !gap->previous) gap = &link;
      return Broken("a transcript is missing",
                    StrCat(gap->file, " follows ", NameOf(gap->previous), ", which is not there"));
    }
    first = &link;
  }
  CheckedChain chain;
  for (const ChainLink* link = first; link != nullptr;) {
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
