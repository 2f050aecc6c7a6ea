#pragma once
// Many points of two values: each as a dot while they are few; as cells, the darker the more points
// they hold, where dots would lie on each other.

#include <utility>
#include <vector>

#include "common/picture/axis.h"
#include "common/picture/chart.h"
#include "common/picture/markup.h"

namespace hansa::client {

using Points = std::vector<std::pair<double, double>>;

void DrawPointCloud(picture::Markup& out, const Points& points, const picture::Axis& x,
                    const picture::Axis& y);

}  // namespace hansa::client
