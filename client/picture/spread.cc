#include "client/picture/spread.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hansa::client {
namespace {

constexpr size_t kBins = 40;
constexpr size_t kRowsInBin = 30;  // fewer say nothing about how values spread

// Rows in the order of x, cut into stretches of equal width; one with too few rows is joined with
// the next.
std::vector<std::pair<size_t, size_t>> Stretches(const std::vector<MeasuredRow>& rows,
                                                 const std::vector<size_t>& order) {
  const double first = rows[order.front()].x, last = rows[order.back()].x;
  const double width = (last - first) / static_cast<double>(kBins);
  std::vector<std::pair<size_t, size_t>> stretches;
  size_t from = 0;
  for (size_t bin = 1; bin <= kBins && from < order.size(); ++bin) {
    const double edge = first + width * static_cast<double>(bin);
    size_t to = from;
    while (to < order.size() && (bin == kBins || rows[order[to]].x < edge)) ++to;
    if (to - from < kRowsInBin && to < order.size()) continue;
    stretches.emplace_back(from, to);
    from = to;
  }
  if (stretches.size() > 1 && stretches.back().second - stretches.back().first < kRowsInBin) {
    stretches[stretches.size() - 2].second = stretches.back().second;
    stretches.pop_back();
  }
  return stretches;
}

double RangeOf(const std::vector<MeasuredRow>& rows) {
  const auto [low, high] = std::minmax_element(
      rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.actual < b.actual; });
  return high->actual - low->actual;
}

SpreadBin BinOf(const std::vector<MeasuredRow>& rows, const std::vector<size_t>& order, size_t from,
                size_t to, double least_width) {
  std::vector<double> xs, expected, gaps;
  for (size_t i = from; i < to; ++i) {
    const MeasuredRow& row = rows[order[i]];
    xs.push_back(row.x);
    expected.push_back(row.expected);
    gaps.push_back(row.actual - row.expected);
  }
  std::sort(expected.begin(), expected.end());
  std::sort(gaps.begin(), gaps.end());
  SpreadBin bin;
  bin.rows = to - from;
  bin.x = Quantile(xs, 0.5);
  bin.expected = Quantile(expected, 0.5);
  bin.low = bin.expected + Quantile(gaps, 0.05);
  bin.high = bin.expected + Quantile(gaps, 0.95);
  const double q1 = Quantile(gaps, 0.25), q3 = Quantile(gaps, 0.75);
  const double range = std::max(3 * (q3 - q1), least_width);
  bin.least = bin.expected + q1 - range;
  bin.most = bin.expected + q3 + range;
  return bin;
}

}  // namespace

double Quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<size_t>(at);
  const size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (at - std::floor(at)) * (sorted[high] - sorted[low]);
}

Spread SpreadOf(const std::vector<MeasuredRow>& rows) {
  Spread spread;
  spread.rows = rows.size();
  if (rows.empty()) return spread;
  std::vector<size_t> order(rows.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return rows[a].x < rows[b].x; });
  const double least_width = RangeOf(rows) / 100;
  std::vector<double> beyond(rows.size());
  for (const auto& stretch : Stretches(rows, order)) {
    const SpreadBin bin = BinOf(rows, order, stretch.first, stretch.second, least_width);
    for (size_t i = stretch.first; i < stretch.second; ++i) {
      const MeasuredRow& row = rows[order[i]];
      const double gap = row.actual - row.expected + bin.expected;
      beyond[order[i]] = std::max(bin.least - gap, gap - bin.most);
      if (beyond[order[i]] > 0) spread.outliers.push_back(order[i]);
    }
    spread.bins.push_back(bin);
  }
  std::stable_sort(spread.outliers.begin(), spread.outliers.end(),
                   [&](size_t a, size_t b) { return beyond[a] > beyond[b]; });
  return spread;
}

}  // namespace hansa::client
