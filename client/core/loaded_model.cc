#include "client/core/loaded_model.h"

#include "common/base/text.h"
#include "common/codec/safetensors_blob.h"

namespace hansa::client {

Weights WeightsOf(std::span<const float> values) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(values.data());
  return MakeBlob(Bytes(bytes, bytes + values.size_bytes()));
}

Result<std::vector<float>> ValuesOf(const Blob& weights) {
  std::vector<float> values(weights.size() / sizeof(float));
  auto* to = reinterpret_cast<uint8_t*>(values.data());
  HANSA_TRY(weights.ReadAt(0, {to, values.size() * sizeof(float)}));
  return values;
}

Result<ModelHandle> OpenModel(const BlobHandle& file, const crypto::Digest& sha256,
                              const FiniteStream& values, const Slicer& slice) {
  SafetensorsShape shape = HANSA_TRY(ReadSafetensorsHeader(*file));
  if (!values.FiniteFrom(shape.data_offset))
    return BadInput("the model holds values that are not finite");
  const uint64_t bytes = file->size() - shape.data_offset;
  LoadedModel model{.sha256 = sha256,
                    .layout = std::move(shape.layout),
                    .weights = slice(file, shape.data_offset, bytes)};
  return ModelHandle(std::make_shared<const LoadedModel>(std::move(model)));
}

Result<ModelHandle> LoadModel(const BlobHandle& file, const crypto::Digest& announced,
                              const Slicer& slice) {
  crypto::Sha256Stream hash;
  FiniteStream values;
  HANSA_TRY(ForEachWindow(*file, 0, [&](uint64_t, ByteSpan window) -> Result<> {
    hash.Update(window);
    values.Update(window);
    return Success();
  }));
  const crypto::Digest actual = hash.Finish();
  if (actual != announced)
    return VerificationFailed("the model is not the one announced",
                              StrCat("its digest is ", Hex(actual)));
  return OpenModel(file, announced, values, slice);
}

Result<> CheckFits(const LoadedModel& model, const NetworkSpec& network) {
  const ModelLayout expected = LayoutOf(network);
  if (model.layout == expected) return Success();
  return BadInput("the model is not one of the job's network",
                  StrCat(model.layout.tensors.size(), " tensors with ", model.layout.elements(),
                         " values, where ", expected.tensors.size(), " with ", expected.elements(),
                         " are expected"));
}

}  // namespace hansa::client
