// What a coordinator answers the command line, and a job's events: whatever it says, `hansa` shows
// something and ends with an exit code of its own.

#include "coordinator/cli/operator_reply.h"

#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "coordinator/cli/event_text.h"
#include "coordinator/cli/job_plan_text.h"
#include "coordinator/cli/job_text.h"
#include "coordinator/report/event_line.h"

namespace hansa {
namespace {

constexpr uint64_t kRequest = 1;

// As `hansa job watch` does with each.
bool Watch(std::string_view line, cli::EventWriter& writer) {
  const auto event = coordinator::ParseEventLine(line);
  if (!event) return false;
  const cli::EventText text = writer.Write(*event);
  HANSA_CHECK(!text.lines.ends_with('\n'));
  HANSA_CHECK(text.lines.empty() || text.progress.empty());
  return true;
}

void Show(const v1::OperatorReply& reply) {
  cli::EventWriter writer;
  switch (reply.body_case()) {
    case v1::OperatorReply::kJobEvent:
      Watch(reply.job_event().json(), writer);
      break;
    case v1::OperatorReply::kJobList:
      HANSA_CHECK(!cli::JobsText(reply.job_list()).empty());
      for (const v1::JobState& job : reply.job_list().jobs()) {
        HANSA_CHECK(cli::JobText(job).starts_with("job "));
        HANSA_CHECK(cli::ToJson(job).at("event") == "job");
      }
      break;
    case v1::OperatorReply::kJobCheck:
      (void)cli::PlanText(reply.job_check());
      HANSA_CHECK(cli::ToJson(reply.job_check().plan()).contains("rounds"));
      for (const v1::SiteVerdict& site : reply.job_check().sites())
        HANSA_CHECK(cli::ToJson(site).at("event") == "site_checked");
      break;
    default:
      break;
  }
}

bool Lines(std::string_view text) {
  cli::EventWriter writer;
  bool any = false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    any |= Watch(line, writer);
  }
  return any;
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const google::protobuf::LogSilencer quiet;  // damaged messages are meant
  const std::string_view input = AsView({data, size});
  const bool events = Lines(input);
  const auto reply = cli::ReplyIn(std::string(input), kRequest);
  if (!reply) return events ? 0 : -1;
  if (reply->ok())
    Show(**reply);
  else
    HANSA_CHECK(reply->error().exit_code() > 0 && reply->error().exit_code() < 128);
  return 0;
}
