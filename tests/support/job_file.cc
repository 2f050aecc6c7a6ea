#include "tests/support/job_file.h"

#include <utility>
#include <vector>

#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa::testing {
namespace {

class Filler {
 public:
  explicit Filler(const std::map<std::string, std::string>& given) : left_(given) {}
  std::string Take(const std::string& key, const std::string& otherwise) {
    const auto found = left_.find(key);
    if (found == left_.end()) return otherwise;
    std::string value = found->second;
    left_.erase(found);
    return value;
  }
  std::string Line(const std::string& option, const std::string& key, bool text) {
    const std::string value = Take(option, "");
    if (value.empty()) return "";
    return text ? StrCat(key, " = \"", value, "\"\n") : StrCat(key, " = ", value, "\n");
  }
  // Of these keys, each text or not, what was given.
  std::string Table(const std::string& name,
                    const std::vector<std::pair<std::string, bool>>& keys) {
    std::string lines;
    for (const auto& key : keys) lines += Line(key.first, key.first, key.second);
    return lines.empty() ? "" : StrCat("[", name, "]\n", lines);
  }
  bool Done() const { return left_.empty(); }

 private:
  std::map<std::string, std::string> left_;
};

// With the tensors of the network below.
constexpr const char* kScriptLines =
    "[model]\narchitecture = \"torchscript\"\nloss = \"mse\"\nscript = \"network.pt\"\n"
    "script_sha256 = \"5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c\"\n"
    "tensors = [{ name = \"layers.0.weight\", shape = [1, 1] }, { name = \"layers.0.bias\", shape "
    "= "
    "[1] }, { name = \"layers.1.weight\", shape = [1, 1] }, { name = \"layers.1.bias\", shape = "
    "[1] }]\n";

// Two columns that are given back.
std::string AutoencoderSections(Filler& job, const std::string& quantile) {
  return StrCat("[model]\narchitecture = \"autoencoder\"\nbottleneck = 1\nanomaly_quantile = ",
                quantile, "\n", job.Line("version", "version", false),
                "[data]\nfeatures = [{ column = \"speed\" }, { column = \"power\" }]\n"
                "[local]\nlearning_rate = 0.01\n");
}

// A network of four values.
std::string ModelSections(Filler& job, const std::string& task) {
  std::string text = task == "train" ? "" : StrCat("task = \"", task, "\"\n");
  const std::string quantile = job.Take("anomaly_quantile", "");
  if (!quantile.empty()) return text + AutoencoderSections(job, quantile);
  const bool script = !job.Take("script", "").empty();
  text += script ? kScriptLines : "[model]\narchitecture = \"mlp\"\nhidden = [1]\nloss = \"mse\"\n";
  text += job.Line("version", "version", false);
  const std::string normalize = job.Take("normalize", "");
  const bool federated = !normalize.empty();
  text += federated ? StrCat("[data]\nnormalize = \"", normalize, "\"\n") : "[data]\n";
  text += StrCat("features = [{ column = \"speed\"", federated ? ", range = [0.0, 20.0]" : "",
                 " }]\ntarget = { column = \"power\", ", federated ? "scale = 1.0, " : "",
                 "unit = \"kW\" }\n");
  text += "[local]\nlearning_rate = 0.01\n";
  text += job.Line("epochs", "epochs", false);
  return text;
}

}  // namespace

std::string JobFile(const std::map<std::string, std::string>& options) {
  Filler job(options);
  const std::string least = job.Take("min", "2");
  std::string text = StrCat("name = \"", job.Take("name", "wind"), "\"\n");
  text += job.Line("priority", "priority", false);
  const std::string task = job.Take("task", "train");
  if (task == "statistics") {
    text += "task = \"statistics\"\n[statistics]\n";
    text += StrCat("columns = [{ column = \"speed\", range = ", job.Take("range", "[0.0, 20.0]"),
                   ", unit = \"m/s\" }]\nbins = ", job.Take("bins", "2"), "\n");
  } else {
    text += ModelSections(job, task);
  }
  text += StrCat("[rounds]\ncount = ", job.Take("rounds", "1"), "\nclients = { min = ", least,
                 ", target = ", job.Take("target", least), " }\n");
  text += StrCat("evaluate = ", job.Take("evaluate", "false"), "\n");
  text += job.Line("failures", "failures_allowed", false);
  for (const char* window : {"selecting", "training", "aggregating", "evaluating"})
    text += job.Line(window, window, true);
  text += StrCat("[aggregation]\nsecure = \"", job.Take("secure", "off"), "\"\n");
  for (const char* number : {"colluders", "clip_norm", "max_weight"})
    text += job.Line(number, number, false);
  text += job.Table("selection", {{"policy", true},
                                  {"over_select", false},
                                  {"cooldown", true},
                                  {"max_rounds_per_site_per_day", false}});
  text += job.Table("stop", {{"metric", true},
                             {"below", false},
                             {"above", false},
                             {"patience", false},
                             {"bytes", true},
                             {"time", true}});
  HANSA_CHECK(job.Done());  // a misspelt option in a test
  return text;
}

}  // namespace hansa::testing
