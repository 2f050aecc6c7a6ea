#include "coordinator/cli/job_plan_text.h"

#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/table.h"

namespace hansa::cli {
namespace {

using terminal::Fixed;
using Texts = google::protobuf::RepeatedPtrField<std::string>;

std::string Joined(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

std::string Bytes(uint64_t bytes) { return HumanBytes(static_cast<double>(bytes)); }
std::string SecondsText(uint64_t ms) { return Fixed(static_cast<double>(ms) / 1000, 2) + " s"; }

// Why it does not take part, or when.
std::string NoteOn(const v1::SiteVerdict& site) {
  if (!site.accepted()) return Joined(site.reasons());
  std::string note;
  if (!site.busy_with().empty()) note = "now busy with " + site.busy_with();
  if (site.closed_for_ms() > 0)
    note += StrCat(note.empty() ? "" : "; ", "its hours begin in ",
                   Fixed(static_cast<double>(site.closed_for_ms()) / 3'600'000, 1), " h");
  return note;
}

std::string SizesText(const v1::JobPlan& plan) {
  const std::string secure = plan.secure_bytes() == 0 ? ""
                                                      : StrCat(" (", Bytes(plan.secure_bytes()),
                                                               " of both for secure aggregation)");
  return StrCat("a round    asks ", plan.asked(), " sites, sums ", plan.summed(), " at most; ",
                plan.rounds(), " rounds\na site     down ", Bytes(plan.down_bytes()), ", up ",
                Bytes(plan.up_bytes()), " a round", secure, "\nmemory     about ",
                Bytes(plan.memory_bytes()), " at a site beside its data, ",
                Bytes(plan.coordinator_bytes()), " at the coordinator (", plan.elements(),
                " weights)\n");
}

// What a round is made of, of the slowest site that is waited for.
std::string PartsText(const v1::JobPlan& plan) {
  std::string text;
  const auto add = [&text](const char* what, uint64_t ms) {
    if (ms > 0) text += StrCat(text.empty() ? "" : ", ", what, " ", SecondsText(ms));
  };
  add("fetching the model", plan.down_ms());
  add("training", plan.training_ms());
  add("sending the update", plan.up_ms());
  add("the rest", plan.rest_ms());
  return text.empty() ? "" : StrCat("of it      ", text, "\n");
}

std::string LinkText(const v1::SiteVerdict& site) {
  const auto rate = [](uint64_t bytes) {
    return bytes == 0 ? std::string("unknown") : Bytes(bytes) + "/s";
  };
  if (site.down_bytes_per_second() == 0 && site.up_bytes_per_second() == 0) return "unknown";
  return StrCat(rate(site.down_bytes_per_second()), " down, ", rate(site.up_bytes_per_second()),
                " up");
}

}  // namespace

std::string PlanText(const v1::JobCheck& check) {
  terminal::Table table({"site", "takes part", ">last training", "link", "note"});
  for (const v1::SiteVerdict& site : check.sites())
    table.AddRow({site.name(), site.accepted() ? "yes" : "no",
                  site.training_ms() == 0 ? "unknown" : SecondsText(site.training_ms()),
                  LinkText(site), NoteOn(site)});
  std::string text = table.empty() ? "" : table.Text();
  if (!check.has_plan()) return text;  // of an older coordinator
  const v1::JobPlan& plan = check.plan();
  text += SizesText(plan);
  text += StrCat(
      "time       ",
      plan.round_ms() == 0 ? "unknown" : StrCat("about ", SecondsText(plan.round_ms()), " a round"),
      ": ", plan.round_basis(), "\n", PartsText(plan), "priority   ", plan.priority(), "\n");
  for (const std::string& conflict : plan.conflicts())
    text += StrCat("conflict   ", conflict, "\n");
  return text;
}

nlohmann::json ToJson(const v1::SiteVerdict& verdict) {
  return {{"event", "site_checked"},
          {"site", verdict.name()},
          {"site_id", verdict.site_id()},
          {"accepted", verdict.accepted()},
          {"reasons", std::vector<std::string>(verdict.reasons().begin(), verdict.reasons().end())},
          {"busy_with", verdict.busy_with()},
          {"closed_for_ms", verdict.closed_for_ms()},
          {"training_ms", verdict.training_ms()},
          {"down_bytes_per_second", verdict.down_bytes_per_second()},
          {"up_bytes_per_second", verdict.up_bytes_per_second()}};
}

nlohmann::json ToJson(const v1::JobPlan& plan) {
  const bool known = plan.round_ms() > 0;
  return {
      {"priority", plan.priority()},
      {"rounds", plan.rounds()},
      {"asked", plan.asked()},
      {"summed", plan.summed()},
      {"elements", plan.elements()},
      {"down_bytes", plan.down_bytes()},
      {"up_bytes", plan.up_bytes()},
      {"secure_bytes", plan.secure_bytes()},
      {"memory_bytes", plan.memory_bytes()},
      {"coordinator_bytes", plan.coordinator_bytes()},
      {"round_seconds", known ? nlohmann::json(static_cast<double>(plan.round_ms()) / 1000)
                              : nlohmann::json(nullptr)},
      {"round_basis", plan.round_basis()},
      {"down_ms", plan.down_ms()},
      {"training_ms", plan.training_ms()},
      {"up_ms", plan.up_ms()},
      {"rest_ms", plan.rest_ms()},
      {"conflicts", std::vector<std::string>(plan.conflicts().begin(), plan.conflicts().end())}};
}

}  // namespace hansa::cli
