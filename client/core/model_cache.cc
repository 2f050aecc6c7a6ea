#include "client/core/model_cache.h"

namespace hansa::client {

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
