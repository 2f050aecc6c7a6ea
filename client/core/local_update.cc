#include "client/core/local_update.h"

#include <cmath>

#include "common/base/text.h"

namespace hansa::client {

Result<LocalUpdate> MakeUpdate(std::span<const float> base, std::span<const float> trained,
                               double clip_norm) {
  if (trained.size() != base.size())
    return BadInput("training gave a model of another size",
                    StrCat(trained.size(), " values, not ", base.size()));
  LocalUpdate update;
  update.values.resize(base.size());
  double squares = 0;
  for (size_t i = 0; i < base.size(); ++i) {
    const float difference = trained[i] - base[i];
    update.values[i] = difference;
    squares += static_cast<double>(difference) * difference;
  }
  if (!std::isfinite(squares))
    return BadInput("training gave values that are not finite", "",
                    "a smaller learning rate, or scaled columns, may help");
  update.norm = std::sqrt(squares);
  update.clipped = update.norm > clip_norm;
  if (update.clipped) {
    const double factor = clip_norm / update.norm;
    for (float& value : update.values) value = static_cast<float>(value * factor);
  }
  return update;
}

}  // namespace hansa::client
