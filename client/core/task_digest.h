#pragma once
// What rule 9 knows a task by: SHA-256(job digest || kind), the kind as one byte. The base model
// and the data stand beside it.

#include "client/core/task_name.h"
#include "common/base/bytes.h"
#include "common/crypto/hash.h"

namespace hansa::client {

inline crypto::Digest TaskDigest(const crypto::Digest& job_digest, TaskKind kind) {
  Bytes text(job_digest.begin(), job_digest.end());
  text.push_back(static_cast<uint8_t>(TraitsOf(kind).number));
  return crypto::Sha256(text);
}

}  // namespace hansa::client
