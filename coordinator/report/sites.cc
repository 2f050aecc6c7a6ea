// Who took part, under pseudonyms, with a strip of rounds for each.

#include <algorithm>
#include <numeric>

#include "common/base/text.h"
#include "common/picture/numbers.h"
#include "common/picture/palette.h"
#include "coordinator/report/sections.h"
#include "coordinator/report/table_html.h"

namespace hansa::coordinator {
namespace {

using picture::Markup;
using picture::Pixels;

constexpr size_t kCells = 100;  // of a strip: where there are more rounds, a cell is several
constexpr double kWidth = 400;

// The worst that happened in the cell's rounds: a drop must not vanish among good ones.
Part Worst(std::string_view parts) {
  if (parts.find(static_cast<char>(Part::kDropped)) != parts.npos) return Part::kDropped;
  if (parts.find(static_cast<char>(Part::kIncluded)) != parts.npos) return Part::kIncluded;
  return Part::kNone;
}

const char* StyleOf(Part part) {
  switch (part) {
    case Part::kIncluded:
      return picture::colour::kBlue;
    case Part::kDropped:
      return picture::colour::kVermillion;
    case Part::kNone:
      break;
  }
  return "none";
}

void WriteStrip(Markup& out, const std::string& strip, size_t rounds) {
  const size_t in_cell = std::max<size_t>(1, (rounds + kCells - 1) / kCells);
  const size_t cells = (rounds + in_cell - 1) / in_cell;
  const double width = std::min(kWidth / static_cast<double>(std::max<size_t>(cells, 1)), 16.0);
  out.Open("svg", {{"class", "strip"},
                   {"viewBox", StrCat("0 0 ", Pixels(kWidth), " 14")},
                   {"preserveAspectRatio", "none"},
                   {"aria-hidden", "true"}});
  for (size_t at = 0, cell = 0; at < strip.size(); at += in_cell, ++cell) {
    const Part part = Worst(std::string_view(strip).substr(at, in_cell));
    // A drop is lower, too: not by its colour alone.
    const bool low = part == Part::kDropped;
    out.Empty("rect", {{"class", StyleOf(part)},
                       {"x", Pixels(static_cast<double>(cell) * width)},
                       {"y", low ? "7" : "1"},
                       {"width", Pixels(std::max(0.5, width * 0.88))},
                       {"height", low ? "6" : "12"}});
  }
  out.Close();
}

void Key(Markup& out, const char* style, const std::string& text) {
  out.Open("li").Leaf("span", {{"class", StrCat("key ", style)}}, "").Text(text).Close();
}

}  // namespace

void WriteSites(Markup& out, const RunReport& report) {
  const std::vector<SiteRecord>& sites = report.sites.records();
  if (sites.empty()) return;
  out.Open("section").Leaf("h2", {}, "Sites");
  const size_t shown = std::min(sites.size(), SiteBook::kStrips);
  OpenTable(
      out, "Sites",
      {{"short", "site"}, {"", "rounds"}, {"", "drops"}, {"", "refusals"}, {"words", "by round"}});
  for (size_t i = 0; i < shown; ++i) {
    const SiteRecord& site = sites[i];
    out.Open("tr").Leaf("td", {{"class", "short"}}, StrCat("site ", i + 1));
    out.Leaf("td", {}, StrCat(site.rounds)).Leaf("td", {}, StrCat(site.drops));
    out.Leaf("td", {}, StrCat(site.refusals)).Open("td", {{"class", "words"}});
    WriteStrip(out, site.strip, report.rows.size());
    out.Close().Close();
  }
  CloseTable(out);
  out.Open("ul", {{"class", "legend"}});
  Key(out, picture::colour::kBlue, "in the sum");
  Key(out, picture::colour::kVermillion, "dropped (half as high)");
  Key(out, "none", "did not take part");
  out.Close();
  if (sites.size() > shown)
    out.Leaf("p", {{"class", "soft small"}},
             StrCat("The first ", shown, " of ", sites.size(), " sites."));
  out.Close();
}

}  // namespace hansa::coordinator
