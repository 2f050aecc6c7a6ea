#pragma once
// What every benchmark's command does around the measuring: progress meanwhile, then one table or
// one line of JSON.

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "common/base/result.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"

namespace hansa::lab {

// measure(options) -> Result<Figures>; print(options, figures); json_of(options, figures).
template <typename Options, typename Measure, typename Print, typename JsonOf>
auto RunBench(Options options, bool json, Measure measure, Print print, JsonOf json_of)
    -> decltype(measure(options)) {
  terminal::ProgressLine line;
  options.progress = [&line](const std::string& text) { line.Show(text); };
  auto figures = HANSA_TRY(measure(options));
  line.Clear();
  if (json)
    terminal::PrintJson(json_of(options, figures));
  else
    print(options, figures);
  return figures;
}

}  // namespace hansa::lab
