#pragma once
// Makes a version: weights, file, manifest, signature, stored durably. Runs on the worker's thread.

#include "common/crypto/ed25519.h"
#include "coordinator/app/model_library.h"
#include "coordinator/core/work.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::coordinator {

class Publisher {
 public:
  Publisher(ModelLibrary& library, crypto::SigningKey key, v1::Signed certificate)
      : library_(library), key_(std::move(key)), certificate_(std::move(certificate)) {}

  // kWorkFailed when no finite model comes of the sum; other kinds when it cannot be stored.
  Result<Published> Publish(const PublishWork& work) const;

 private:
  ModelLibrary& library_;
  crypto::SigningKey key_;
  v1::Signed certificate_;
};

}  // namespace hansa::coordinator
