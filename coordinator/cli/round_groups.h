#pragma once
// A round of several groups has a transcript for each, one after the other in the job's chain. The
// newest is the one that the model names; its sum and those of the ones before it, added, are what
// the model comes of.

#include <filesystem>
#include <optional>
#include <vector>

#include "common/transcript/check_transcript.h"

namespace hansa::cli {

struct GroupTranscript {
  std::filesystem::path file;
  transcript::CheckedTranscript checked;
};

// The transcript beside `file` that follows it and is of the same round; empty: `file` is the
// newest of its round, as far as its folder goes.
std::optional<std::filesystem::path> NextOfRound(const std::filesystem::path& file,
                                                 const transcript::CheckedTranscript& checked);

// Those beside `file` that go before it and whose sums went into the same model, the newest first.
// kVerification: one is not right, or has a site of another.
Result<std::vector<GroupTranscript>> EarlierOfRound(const std::filesystem::path& file,
                                                    const transcript::CheckedTranscript& checked,
                                                    const crypto::Ed25519Public& authority);

}  // namespace hansa::cli
