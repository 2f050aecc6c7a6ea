#include "common/terminal/predict_options.h"

namespace hansa::terminal {

void AddPredictOptions(CLI::App& command, PredictOptions& options) {
  command.add_option("MODEL", options.model, "a model's folder, or its safetensors file")
      ->required();
  command.add_option("CSV", options.rows, "rows to predict, plain or gzip")->required();
  CLI::Option* where =
      command.add_option("--where", options.where, "SQL expression that chooses rows")
          ->type_name("EXPR");
  command
      .add_option("--script", options.script,
                  "the TorchScript file of the model's network (default: network.pt beside it)")
      ->type_name("FILE");
  command.add_flag("--evaluation", options.evaluation, "the rows that the job evaluates on")
      ->excludes(where);
  CLI::Option* draw =
      command.add_option("--plot", options.plot, "draw a picture instead: .svg, .html or .png")
          ->type_name("FILE");
  command
      .add_option("--x", options.x,
                  "what to draw over: a feature, or expected (default: the first feature)")
      ->type_name("COLUMN")
      ->needs(draw);
  command.add_flag("--csv", options.csv, "comma-separated values instead of a table");
  command.add_option("--limit", options.limit, "show the first rows only; 0: all");
}

std::vector<std::string> WordsOf(const PredictOptions& options) {
  std::vector<std::string> words = {options.model, options.rows};
  const auto add = [&words](const char* name, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {name, value});
  };
  add("--where", options.where);
  add("--script", options.script);
  add("--plot", options.plot);
  add("--x", options.x);
  if (options.limit > 0) add("--limit", std::to_string(options.limit));
  if (options.evaluation) words.push_back("--evaluation");
  if (options.csv) words.push_back("--csv");
  return words;
}

}  // namespace hansa::terminal
