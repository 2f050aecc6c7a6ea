#pragma once
// The weights of the version that is to be made, from the first to the last, through windows: no
// model is in memory as a whole.

#include <functional>
#include <memory>
#include <span>

#include "common/codec/flat_model.h"
#include "common/codec/safetensors.h"
#include "coordinator/core/work.h"

namespace hansa::coordinator {

class NextWeights {
 public:
  // kBadInput when the parent cannot be read; kWorkFailed when the sum's weight is not at least 1.
  static Result<std::unique_ptr<NextWeights>> Of(const PublishWork& work);
  virtual ~NextWeights() = default;

  virtual const ModelLayout& layout() const = 0;
  // The next ones; not more than the layout has. kWorkFailed when one is not finite: such a model
  // is never published. kBadInput when the parent or the sum cannot be read.
  virtual Result<> Next(std::span<float> out) = 0;
};

// The bytes of the file model.safetensors that the weights make, in order. Errors are those of Next
// and of `out`.
Result<> WriteModelBytes(NextWeights& weights, const SafetensorsMetadata& metadata,
                         const std::function<Result<>(ByteSpan)>& out);

}  // namespace hansa::coordinator
