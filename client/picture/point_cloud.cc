#include "client/picture/point_cloud.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "common/base/text.h"
#include "common/picture/numbers.h"

namespace hansa::client {
namespace {

using picture::Axis;
using picture::Markup;
using picture::Pixels;

constexpr size_t kDots = 1500;
constexpr double kCell = 4;  // pixels
constexpr std::array<const char*, 5> kShades = {"d1", "d2", "d3", "d4", "d5"};

void DrawDots(Markup& out, const Points& points, const Axis& x, const Axis& y) {
  std::string path;  // one element: a dot is a line of no length with round ends
  for (const auto& point : points)
    path += StrCat("M", Pixels(x.At(point.first)), " ", Pixels(y.At(point.second)), "h0");
  out.Empty("path", {{"class", "dots"}, {"d", path}});
}

// Equal steps of the logarithm: from a single row to the fullest cell.
size_t ShadeOf(size_t count, size_t most) {
  if (most <= 1) return 0;
  const double share = std::log(static_cast<double>(count)) / std::log(static_cast<double>(most));
  return std::min(kShades.size() - 1,
                  static_cast<size_t>(share * static_cast<double>(kShades.size())));
}

void DrawCells(Markup& out, const Points& points, const Axis& x, const Axis& y) {
  std::map<std::pair<int, int>, size_t> cells;
  size_t most = 0;
  for (const auto& point : points) {
    const std::pair<int, int> cell = {static_cast<int>(std::floor(x.At(point.first) / kCell)),
                                      static_cast<int>(std::floor(y.At(point.second) / kCell))};
    most = std::max(most, ++cells[cell]);
  }
  std::array<std::string, kShades.size()> paths;
  const std::string size = Pixels(kCell);
  for (const auto& [cell, count] : cells)
    paths[ShadeOf(count, most)] +=
        StrCat("M", Pixels(cell.first * kCell), " ", Pixels(cell.second * kCell), "h", size, "v",
               size, "h-", size, "z");
  for (size_t i = 0; i < paths.size(); ++i)
    if (!paths[i].empty()) out.Empty("path", {{"class", kShades[i]}, {"d", paths[i]}});
}

}  // namespace

void DrawPointCloud(Markup& out, const Points& points, const Axis& x, const Axis& y) {
  (points.size() <= kDots ? DrawDots : DrawCells)(out, points, x, y);
}

}  // namespace hansa::client
