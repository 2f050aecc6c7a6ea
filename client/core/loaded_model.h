#pragma once
// A model that a site holds: checked, its values where they lie.

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "common/base/blob.h"
#include "common/base/result.h"
#include "common/codec/finite_stream.h"
#include "common/codec/flat_model.h"
#include "common/crypto/hash.h"
#include "common/model/network.h"

namespace hansa::client {

// The values of a model in the order of its layout: little-endian f32.
using Weights = BlobHandle;

// Values in memory, as the machine passes them around, and back.
Weights WeightsOf(std::span<const float> values);
Result<std::vector<float>> ValuesOf(const Blob& weights);

struct LoadedModel {
  crypto::Digest sha256{};
  ModelLayout layout;
  Weights weights;
};
using ModelHandle = std::shared_ptr<const LoadedModel>;

// Part of a blob: SliceOf, or what keeps more of where the blob lies.
using Slicer = std::function<BlobHandle(const BlobHandle& blob, uint64_t start, uint64_t bytes)>;

// The model in a safetensors file whose digest is `sha256`, as the caller has found, and whose
// bytes `values` has seen. kBadInput when it is no model or holds values that are not finite.
Result<ModelHandle> OpenModel(const BlobHandle& file, const crypto::Digest& sha256,
                              const FiniteStream& values, const Slicer& slice = SliceOf);

// The same; kVerification when the file is not the one announced. Reads it once.
Result<ModelHandle> LoadModel(const BlobHandle& file, const crypto::Digest& announced,
                              const Slicer& slice = SliceOf);

// kBadInput when the model is not one of this network.
Result<> CheckFits(const LoadedModel& model, const NetworkSpec& network);

}  // namespace hansa::client
