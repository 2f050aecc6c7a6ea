#include "coordinator/app/svg_curve.h"

#include <algorithm>
#include <cstdio>

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

constexpr double kWidth = 640, kHeight = 260, kLeft = 70, kRight = 90, kTop = 30, kBottom = 36;

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

// From data to pixels along one axis.
struct Scale {
  double low, high, from, to;
  double At(double value) const {
    return high == low ? (from + to) / 2 : from + (value - low) / (high - low) * (to - from);
  }
};

std::string Text(double x, double y, const char* anchor, const std::string& text) {
  return StrCat("<text x=\"", Number(x), "\" y=\"", Number(y), "\" text-anchor=\"", anchor, "\">",
                EscapeHtml(text), "</text>");
}

std::string Line(double x1, double y1, double x2, double y2) {
  return StrCat("<line x1=\"", Number(x1), "\" y1=\"", Number(y1), "\" x2=\"", Number(x2),
                "\" y2=\"", Number(y2), "\"/>");
}

}  // namespace

std::string EscapeHtml(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string SvgCurve(const std::string& title,
                     const std::vector<std::pair<double, double>>& points) {
  if (points.empty()) return "";
  const auto [lowest, highest] =
      std::minmax_element(points.begin(), points.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; });
  const Scale x{points.front().first, points.back().first, kLeft, kWidth - kRight};
  const Scale y{lowest->second, highest->second, kHeight - kBottom, kTop};

  std::string path, dots;
  for (const auto& point : points) {
    const std::string at = StrCat(Number(x.At(point.first)), " ", Number(y.At(point.second)));
    path += StrCat(path.empty() ? "M" : " L", at);
    dots += StrCat("<circle r=\"2.5\" cx=\"", Number(x.At(point.first)), "\" cy=\"",
                   Number(y.At(point.second)), "\"/>");
  }
  const double bottom = kHeight - kBottom, end = kWidth - kRight;
  return StrCat(
      "<svg viewBox=\"0 0 ", kWidth, " ", kHeight, "\" role=\"img\">", "<g class=\"axis\">",
      Line(kLeft, bottom, end, bottom), Line(kLeft, kTop, kLeft, bottom), "</g><g class=\"text\">",
      Text(kLeft, 18, "start", title),
      Text(kLeft - 6, y.At(lowest->second) + 4, "end", Number(lowest->second)),
      Text(kLeft - 6, y.At(highest->second) + 4, "end", Number(highest->second)),
      Text(kLeft, kHeight - 14, "middle", Number(points.front().first)),
      Text(end, kHeight - 14, "middle", Number(points.back().first)),
      Text(end + 8, y.At(points.back().second) + 4, "start", Number(points.back().second)),
      "</g><path class=\"curve\" d=\"", path, "\"/><g class=\"dots\">", dots, "</g></svg>\n");
}

}  // namespace hansa::coordinator
