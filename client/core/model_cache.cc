#include "client/core/model_cache.h"

#include <algorithm>
#include <cmath>

#include "common/base/text.h"
#include "common/codec/safetensors.h"

namespace hansa::client {

Result<ModelHandle> LoadModel(ByteSpan file, const crypto::Digest& announced) {
  const crypto::Digest actual = crypto::Sha256(file);
  if (actual != announced)
    return VerificationFailed("the model is not the one announced",
                              StrCat("its digest is ", Hex(actual)));
  Result<SafetensorsFile> read = ReadSafetensors(file);
  if (!read.ok()) return std::move(read).error();
  FlatModel& content = read->model;
  const std::vector<float>& values = content.values;
  if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }))
    return BadInput("the model holds values that are not finite");
  LoadedModel model{
      .sha256 = actual,
      .layout = std::move(content.layout),
      .weights = std::make_shared<const std::vector<float>>(std::move(content.values))};
  return ModelHandle(std::make_shared<const LoadedModel>(std::move(model)));
}

Result<> CheckFits(const LoadedModel& model, const NetworkSpec& network) {
  const ModelLayout expected = LayoutOf(network);
  if (model.layout == expected) return Success();
  return BadInput("the model is not one of the job's network",
                  StrCat(model.layout.tensors.size(), " tensors with ", model.layout.elements(),
                         " values, where ", expected.tensors.size(), " with ", expected.elements(),
                         " are expected"));
}

ModelHandle ModelCache::Find(const crypto::Digest& sha256) const {
  for (const ModelHandle& model : models_)
    if (model->sha256 == sha256) return model;
  return nullptr;
}

void ModelCache::Keep(ModelHandle model) {
  if (Find(model->sha256) != nullptr) return;
  if (models_.size() == kModels) models_.pop_front();
  models_.push_back(std::move(model));
}

}  // namespace hansa::client
