#pragma once
// A curve as an inline SVG picture: one value a round, with axes and the last value written out.

#include <string>
#include <utility>
#include <vector>

namespace hansa::coordinator {

// `points`: (round, value), ascending rounds, finite values. Empty text for no points. `title` is
// escaped.
std::string SvgCurve(const std::string& title,
                     const std::vector<std::pair<double, double>>& points);

// Text inside HTML or SVG.
std::string EscapeHtml(const std::string& text);

}  // namespace hansa::coordinator
