#pragma once
// A transcript, checked without a network: every signature under the pinned authority, every sum of
// hashes, the arithmetic of graph and threshold, every released share against what its owner
// committed to, and that the shares give the secrets of the owners' advertisements. Pure.
//
// What no site has signed is the sum itself: with the masked inputs RecomputeSum
// (recompute_sum.h) checks that as well.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/blob.h"
#include "common/crypto/ed25519.h"
#include "common/secagg/bitmap.h"
#include "common/secagg/graph_rules.h"
#include "common/secagg/mask_sum.h"
#include "common/secagg/params.h"
#include "common/secagg/session_bytes.h"
#include "hansa/v1/transcript.pb.h"

namespace hansa::transcript {

struct CheckedTranscript {
  std::string job_id;
  crypto::Digest digest{};
  std::optional<crypto::Digest> previous;  // none: the first of its job
  crypto::Ed25519Public coordinator_key{};
  secagg::SessionSetup setup;
  secagg::SessionId id;
  secagg::GraphSize graph;
  std::vector<std::string> sites;                     // ids, by roster index
  secagg::Bitmap sharers;                             // U1
  secagg::Bitmap survivors;                           // U2
  std::vector<v1::Signed> advertisements;             // by roster index, as received
  std::map<uint32_t, crypto::Digest> masked_sha256;   // of U2
  std::map<uint32_t, v1::Signed> share_commitments;   // of U1
  std::map<uint32_t, v1::Signed> masked_commitments;  // of U2
  std::map<uint32_t, v1::Signed> statements;          // of who is alive
  std::map<uint32_t, uint32_t> released_by;           // shares, by holder
  std::vector<secagg::SignedSeed> masks;              // what came off the sum of the masked inputs
  crypto::Digest sum_sha256{};
  std::optional<Bytes> sum;  // when it is in the file
  v1::TranscriptSeal seal;
  size_t records = 0;
};

// kVerification with the first record at fault, whose it is, and what is wrong with it.
Result<CheckedTranscript> CheckTranscript(const Blob& file, const crypto::Ed25519Public& authority);

}  // namespace hansa::transcript
