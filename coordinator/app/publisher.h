#pragma once
// Makes a version: weights, file, manifest, signature, stored durably. Runs on the worker's thread.

#include "common/crypto/ed25519.h"
#include "coordinator/app/model_library.h"
#include "coordinator/app/transcript_folder.h"
#include "coordinator/core/work.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::coordinator {

class Publisher {
 public:
  Publisher(ModelLibrary& library, const TranscriptFolder& transcripts, crypto::SigningKey key,
            v1::Signed certificate)
      : library_(library),
        transcripts_(transcripts),
        key_(std::move(key)),
        certificate_(std::move(certificate)) {}

  // kWorkFailed when no finite model comes of the sum; other kinds when it cannot be stored. Either
  // way the transcript of the session that made the sum is sealed with what became of it.
  Result<Published> Publish(const PublishWork& work) const;

 private:
  Result<Published> Make(const PublishWork& work) const;
  Result<> Seal(const PublishWork& work, v1::TranscriptSeal seal) const;
  Result<> SealAbandoned(const PublishWork& work) const;

  ModelLibrary& library_;
  const TranscriptFolder& transcripts_;
  crypto::SigningKey key_;
  v1::Signed certificate_;
};

}  // namespace hansa::coordinator
