#include "experiments/simulation/plan_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <vector>

#include "common/base/text.h"
#include "common/secagg/profile.h"

namespace hansa::simulation {
namespace {

constexpr std::array<std::string_view, 14> kBugs = {
    "none",          "send_before_commit", "double_count", "forgotten_timeout",
    "stale_session", "quorum_off_by_one",  "marker_lost",  "no_own_mask",
    "pair_unmasked", "folded_seeds",       "both_shares",  "false_dealing",
    "false_share",   "false_input"};

constexpr milliseconds kLongest = std::chrono::hours(365 * 24);

// One line of a plan: how it is read, and how it is written.
struct Key {
  std::string name;
  std::function<bool(std::string_view, Plan&)> read;  // false: not a value of this key
  std::function<std::string(const Plan&)> write;
};

template <typename T>
bool ReadNumber(std::string_view text, T& out) {
  const auto end = text.data() + text.size();
  return std::from_chars(text.data(), end, out).ptr == end && !text.empty();
}

// The shortest text that reads back as the same number.
std::string NumberText(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

template <typename T>
Key Number(std::string name, T Plan::*field) {
  return {std::move(name),
          [field](std::string_view text, Plan& plan) { return ReadNumber(text, plan.*field); },
          [field](const Plan& plan) { return StrCat(plan.*field); }};
}

Key Flag(std::string name, bool Plan::*field) {
  return {std::move(name),
          [field](std::string_view text, Plan& plan) {
            plan.*field = text == "true";
            return text == "true" || text == "false";
          },
          [field](const Plan& plan) { return std::string(plan.*field ? "true" : "false"); }};
}

Key Milliseconds(std::string name, Duration Plan::*field) {
  return {std::move(name),
          [field](std::string_view text, Plan& plan) {
            int64_t value = 0;
            const bool read = ReadNumber(text, value) && value >= 0 && value <= kLongest.count();
            if (read) plan.*field = milliseconds(value);
            return read;
          },
          [field](const Plan& plan) { return StrCat(plan.*field / milliseconds(1)); }};
}

Key Chance(const FaultField& fault) {
  return {StrCat("faults.", fault.name),
          [field = fault.chance](std::string_view text, Plan& plan) {
            double value = 0;
            const bool read = ReadNumber(text, value) && value >= 0 && std::isfinite(value);
            if (read) plan.faults.*field = value;
            return read;
          },
          [field = fault.chance](const Plan& plan) { return NumberText(plan.faults.*field); }};
}

Key ProfileKey() {
  return {"profile",
          [](std::string_view text, Plan& plan) {
            const auto profile = secagg::ProfileNamed(text);
            plan.profile = text;
            return profile && *profile != secagg::Profile::kPlain;
          },
          [](const Plan& plan) { return plan.profile; }};
}

Key Bug() {
  return {"bug",
          [](std::string_view text, Plan& plan) {
            const auto bug = BugOf(text);
            if (bug.ok()) plan.bug = *bug;
            return bug.ok();
          },
          [](const Plan& plan) { return std::string(NameOf(plan.bug)); }};
}

std::vector<Key> MakeKeys() {
  std::vector<Key> keys = {Number("seed", &Plan::seed),
                           Number("sites", &Plan::sites),
                           Number("rounds", &Plan::rounds),
                           Number("quorum", &Plan::quorum),
                           Number("target", &Plan::target),
                           Number("failures_allowed", &Plan::failures_allowed),
                           Flag("secure", &Plan::secure),
                           ProfileKey(),
                           Number("largest_group", &Plan::largest_group),
                           Number("smallest_group", &Plan::smallest_group),
                           Flag("evaluate", &Plan::evaluate),
                           Flag("statistics", &Plan::statistics),
                           Flag("normalize", &Plan::normalize),
                           Flag("threshold", &Plan::threshold),
                           Milliseconds("window_ms", &Plan::window),
                           Milliseconds("selecting_ms", &Plan::selecting),
                           Milliseconds("longest_training_ms", &Plan::longest_training),
                           Milliseconds("longest_delay_ms", &Plan::longest_delay),
                           Milliseconds("heartbeat_ms", &Plan::heartbeat),
                           Milliseconds("faults_for_ms", &Plan::faults_for),
                           Milliseconds("cancel_after_ms", &Plan::cancel_after),
                           Number("piece", &Plan::piece),
                           Number("spool", &Plan::spool),
                           Flag("script", &Plan::script),
                           Number("jobs", &Plan::jobs),
                           Milliseconds("pause_every_ms", &Plan::pause_every),
                           Number("over_select", &Plan::over_select),
                           Flag("staleness", &Plan::staleness),
                           Flag("availability", &Plan::availability),
                           Milliseconds("cooldown_ms", &Plan::cooldown),
                           Bug()};
  for (const FaultField& fault : FaultFields()) keys.push_back(Chance(fault));
  return keys;
}

const std::vector<Key>& Keys() {
  static const std::vector<Key> keys = MakeKeys();
  return keys;
}

std::string_view Trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

Result<> ReadLine(std::string_view line, size_t number, Plan& plan) {
  line = Trimmed(line.substr(0, line.find('#')));
  if (line.empty()) return Success();
  const size_t equals = line.find('=');
  const std::string name(Trimmed(line.substr(0, equals)));
  for (const Key& key : Keys()) {
    if (key.name != name) continue;
    const std::string_view value =
        equals == std::string_view::npos ? "" : Trimmed(line.substr(equals + 1));
    if (key.read(value, plan)) return Success();
    return BadInput(StrCat("line ", number, " of the plan: ", name, " cannot be \"", value, "\""));
  }
  return BadInput(StrCat("line ", number, " of the plan names no key"), StrCat("\"", name, "\""));
}

}  // namespace

std::string ToText(const Plan& plan) {
  const Plan plain;
  std::string text;
  for (const Key& key : Keys()) {
    const std::string value = key.write(plan);
    if (key.name == "seed" || value != key.write(plain))
      text += StrCat(key.name, " = ", value, "\n");
  }
  return text;
}

Result<Plan> PlanFromText(std::string_view text) {
  Plan plan;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    HANSA_TRY(ReadLine(text.substr(0, end), number, plan));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return plan;
}

std::string_view NameOf(PlantedBug bug) { return kBugs[static_cast<size_t>(bug)]; }

Result<PlantedBug> BugOf(std::string_view name) {
  const auto found = std::find(kBugs.begin(), kBugs.end(), name);
  if (found != kBugs.end()) return static_cast<PlantedBug>(found - kBugs.begin());
  const std::string nearest = NearestWord(name, {kBugs.begin(), kBugs.end()});
  return Error{ErrorKind::kUsage, StrCat("there is no planted bug \"", name, "\""), "",
               nearest.empty() ? "" : StrCat("Did you mean \"", nearest, "\"?")};
}

}  // namespace hansa::simulation
