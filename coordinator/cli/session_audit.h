#pragma once
// One transcript, and what lies around it: the masked inputs, the base model, the published
// version. What is there is checked; what is not is said.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/model/manifest.h"
#include "common/transcript/transcript_chain.h"

namespace hansa::cli {

// Where to look; empty: where a coordinator's folder has it, seen from the transcript.
struct AuditPlaces {
  std::filesystem::path inputs;  // folder of masked inputs
  std::filesystem::path base;    // model.safetensors, or its folder
  std::filesystem::path job;     // job file
  std::filesystem::path model;   // folder of the published version
};

struct SessionAudit {
  std::filesystem::path file;
  transcript::CheckedTranscript checked;
  bool sum_recomputed = false;           // from the masked inputs
  bool model_recomputed = false;         // from the sum
  bool model_names_it = false;           // the published manifest names this transcript
  size_t groups = 1;                     // whose sums the model comes of
  std::vector<std::string> not_checked;  // and why
};

// kVerification with what is wrong, and where.
Result<SessionAudit> AuditSession(const std::filesystem::path& file, const AuditPlaces& places,
                                  const crypto::Ed25519Public& authority);

// The transcripts of a run's folder (or its sessions/), by session number. kBadInput: there are
// none.
Result<std::vector<std::filesystem::path>> TranscriptsIn(const std::filesystem::path& folder);

// Every version of the run's model that names a transcript names one of `chain`; else the end of
// the chain was left out. Returns how many versions were looked at.
Result<size_t> CheckVersionsOfRun(const std::filesystem::path& folder,
                                  const transcript::CheckedChain& chain);

}  // namespace hansa::cli
