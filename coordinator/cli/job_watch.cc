#include "coordinator/cli/job_watch.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "common/base/text.h"
#include "coordinator/cli/interrupt.h"
#include "coordinator/report/event_fields.h"
#include "coordinator/report/event_line.h"

namespace hansa::cli {
namespace {

using coordinator::TextField;

constexpr Duration kPatience = seconds(60);
// A round says something at each phase; the longest phase window a job may ask for is a day.
constexpr Duration kLongestSilence = seconds(86400);

Connection Copy(const Connection& connection) {
  return {connection.address,
          connection.server_key,
          {connection.operator_keys.public_key, connection.operator_keys.secret_key.Clone()}};
}

}  // namespace

Result<nlohmann::ordered_json> WatchJob(
    const Connection& connection, const std::string& job_id,
    const std::function<void(const nlohmann::ordered_json&)>& each) {
  uint64_t next_event = 0;
  std::optional<nlohmann::ordered_json> finished;
  const auto follow = [&]() -> Result<> {
    auto client = HANSA_TRY(OperatorClient::Connect(Copy(connection)));
    client->set_interrupted(Interrupted);
    v1::OperatorRequest request;
    request.mutable_watch_job()->set_job_id(job_id);
    request.mutable_watch_job()->set_from_event(next_event);
    return client->Stream(
        request,
        [&](const Reply& reply) {
          if (!reply.message.has_job_event()) return true;
          next_event = reply.message.job_event().index() + 1;
          auto event = coordinator::ParseEventLine(reply.message.job_event().json());
          if (!event) return true;
          each(*event);
          if (TextField(*event, "event") == "job_finished") finished = std::move(event);
          return !finished.has_value();
        },
        kLongestSilence);
  };
  Instant give_up = ReadClocks().instant + kPatience;
  for (;;) {
    const uint64_t reached = next_event;
    Result<> followed = follow();
    if (finished) return *std::move(finished);
    if (followed.ok()) return WorkFailed(StrCat("the coordinator sent no end of job ", job_id));
    if (followed.error().kind != ErrorKind::kUnreachable) return std::move(followed).error();
    if (next_event != reached) give_up = ReadClocks().instant + kPatience;
    if (ReadClocks().instant > give_up) return std::move(followed).error();
  }
}

int ExitCodeOf(const nlohmann::ordered_json& job_finished) {
  if (TextField(job_finished, "state") == "succeeded") return 0;
  if (TextField(job_finished, "code") == "too_few_sites")
    return static_cast<int>(ErrorKind::kTooFewSites);
  return static_cast<int>(ErrorKind::kWorkFailed);
}

}  // namespace hansa::cli
