#include "coordinator/cli/job_pause_commands.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/terminal/command_line.h"

namespace hansa::cli {

Result<int> PauseJob(const Globals& globals, const std::string& job_id, bool now) {
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_pause_job()->set_job_id(job_id);
  request.mutable_pause_job()->set_abandon(now);
  const v1::JobPaused paused = HANSA_TRY(client->Call(request)).message.job_paused();
  const auto round = static_cast<unsigned long long>(paused.round());
  if (globals.json) {
    terminal::PrintJson({{"event", "job_paused"},
                         {"job_id", job_id},
                         {"how", paused.how()},
                         {"round", paused.round()}});
    return 0;
  }
  if (paused.how() == "finishes")
    std::printf("Job %s finishes round %llu and is paused then.\n", job_id.c_str(), round);
  else if (paused.how() == "abandons")
    std::printf("Job %s is paused. Round %llu is given up and begins anew.\n", job_id.c_str(),
                round);
  else
    std::printf("Job %s is paused before round %llu.\n", job_id.c_str(), round);
  std::printf("Let it go on with: hansa job resume %s\n", job_id.c_str());
  return 0;
}

Result<int> ResumeJob(const Globals& globals, const std::string& job_id) {
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_resume_job()->set_job_id(job_id);
  HANSA_TRY(client->Call(request));
  if (globals.json)
    terminal::PrintJson({{"event", "job_resumed"}, {"job_id", job_id}});
  else
    std::printf("Job %s goes on.\n", job_id.c_str());
  return 0;
}

}  // namespace hansa::cli
