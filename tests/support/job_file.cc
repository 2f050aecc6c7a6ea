#include "tests/support/job_file.h"

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
  bool Done() const { return left_.empty(); }

 private:
  std::map<std::string, std::string> left_;
};

}  // namespace

std::string JobFile(const std::map<std::string, std::string>& options) {
  Filler job(options);
  const std::string least = job.Take("min", "2");
  std::string text = StrCat("name = \"", job.Take("name", "wind"), "\"\n");
  text += "[model]\narchitecture = \"mlp\"\nhidden = [1]\nloss = \"mse\"\n";
  text += "[data]\nfeatures = [{ column = \"speed\" }]\ntarget = { column = \"power\", unit = ";
  text += "\"kW\" }\n[local]\nlearning_rate = 0.01\n";
  text += job.Line("epochs", "epochs", false);
  text += StrCat("[rounds]\ncount = ", job.Take("rounds", "1"), "\nclients = { min = ", least,
                 ", target = ", job.Take("target", least), " }\n");
  text += StrCat("evaluate = ", job.Take("evaluate", "false"), "\n");
  text += job.Line("failures", "failures_allowed", false);
  for (const char* window : {"selecting", "training", "aggregating", "evaluating"})
    text += job.Line(window, window, true);
  text += StrCat("[aggregation]\nsecure = \"", job.Take("secure", "off"), "\"\n");
  for (const char* number : {"colluders", "clip_norm", "max_weight"})
    text += job.Line(number, number, false);
  HANSA_CHECK(job.Done());  // a misspelt option in a test
  return text;
}

}  // namespace hansa::testing
