#pragma once
// What rule 9 knows a task by: SHA-256(job digest || kind), the kind as one byte. The base model
// and the data stand beside it.

#include "client/core/task_name.h"
#include "common/base/bytes.h"
#include "common/crypto/hash.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::client {

inline crypto::Digest TaskDigest(const crypto::Digest& job_digest, TaskKind kind) {
  Bytes text(job_digest.begin(), job_digest.end());
  text.push_back(kind == TaskKind::kTrain ? v1::TASK_KIND_TRAIN : v1::TASK_KIND_EVALUATE);
  return crypto::Sha256(text);
}

}  // namespace hansa::client
