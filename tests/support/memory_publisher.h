#pragma once
// What the coordinator's publisher does, in memory and in arithmetic of the tests' own.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/crypto/ed25519.h"
#include "coordinator/core/work.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::testing {

class MemoryPublisher {
 public:
  // `key` outlives the publisher.
  MemoryPublisher(const crypto::SigningKey& key, v1::Signed certificate)
      : key_(key), certificate_(std::move(certificate)) {}

  Result<coordinator::Published> Publish(const coordinator::PublishWork& work);

  // The weighted mean of the updates in a sum.
  static std::vector<double> MeanUpdate(const coordinator::SessionSum& sum);
  // The weights in a model file.
  static std::vector<float> WeightsOf(const coordinator::ModelVersion& model);

 private:
  const crypto::SigningKey& key_;
  v1::Signed certificate_;
};

}  // namespace hansa::testing
