// hansa job: check, run, submit, list, show, watch, pause, resume, cancel.

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "common/base/atomic_file.h"
#include "common/base/bytes.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_spec.h"
#include "common/terminal/command_line.h"
#include "coordinator/cli/command.h"
#include "coordinator/cli/event_printer.h"
#include "coordinator/cli/interrupt.h"
#include "coordinator/cli/job_pause_commands.h"
#include "coordinator/cli/job_plan_text.h"
#include "coordinator/cli/job_text.h"
#include "coordinator/cli/job_watch.h"
#include "coordinator/cli/script_text.h"
#include "coordinator/cli/script_upload.h"
#include "coordinator/report/event_fields.h"

namespace hansa::cli {
namespace {

using coordinator::CountField;
using coordinator::ObjectField;
using coordinator::TextField;

struct JobFlags {
  std::string file;
  std::string job_id;
  uint64_t seed = 0;
  bool now = false;
};

// The file's text, after it has passed the same checks as at the coordinator.
Result<JobSpec> LoadJob(const std::string& file) {
  return ParseJob(HANSA_TRY(ReadFile(file, limits::kJobFileBytes)), file);
}

Result<int> Check(const Globals& globals, const JobFlags& flags) {
  const JobSpec job = HANSA_TRY(LoadJob(flags.file));
  const BlobHandle script = HANSA_TRY(OpenScript(job, flags.file));
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_check_job()->set_job_toml(job.toml);
  const v1::JobCheck check = HANSA_TRY(client->Call(request, seconds(30))).message.job_check();
  const bool enough = check.able() >= check.quorum();
  if (globals.json) {
    for (const v1::SiteVerdict& verdict : check.sites()) terminal::PrintJson(ToJson(verdict));
    terminal::PrintJson({{"event", "job_checked"},
                         {"plan", ToJson(check.plan())},
                         {"name", job.name},
                         {"job_digest", Hex(job.digest)},
                         {"able", check.able()},
                         {"quorum", check.quorum()},
                         {"enough", enough}});
  } else {
    std::printf("%s: the file is right (digest %s).\n", flags.file.c_str(),
                Hex(job.digest).substr(0, 16).c_str());
    if (script != nullptr) std::fputs(ScriptText(job, script->size()).c_str(), stdout);
    std::fputs(PlanText(check).c_str(), stdout);
    std::printf("%u of %d sites can take part; the job needs %u.\n", check.able(),
                check.sites_size(), check.quorum());
    if (job.has_simulation)
      std::printf("The [simulation] table is for the lab; the field ignores it.\n");
  }
  return enough ? 0 : static_cast<int>(ErrorKind::kTooFewSites);
}

Result<std::string> SubmitJob(const Globals& globals, const JobFlags& flags) {
  const JobSpec job = HANSA_TRY(LoadJob(flags.file));
  const BlobHandle script = HANSA_TRY(OpenScript(job, flags.file));
  auto client = HANSA_TRY(globals.Connect());
  if (script != nullptr) {
    terminal::ProgressLine line;
    HANSA_TRY(SendScript(*client, job, *script, [&](uint64_t bytes, uint64_t size) {
      line.Show(StrCat(job.script_path, ": ", HumanBytes(static_cast<double>(bytes)), " of ",
                       HumanBytes(static_cast<double>(size))));
    }));
    line.Clear();
  }
  v1::OperatorRequest request;
  request.mutable_submit_job()->set_job_toml(job.toml);
  request.mutable_submit_job()->set_seed(flags.seed);
  return HANSA_TRY(client->Call(request)).message.job_accepted().job_id();
}

void PrintEnd(const nlohmann::ordered_json& finished) {
  const nlohmann::ordered_json& model = ObjectField(finished, "model");
  if (TextField(finished, "state") != "succeeded" || !model.contains("name")) return;
  const std::string name = TextField(model, "name");
  std::printf("\nPublished %s version %llu, signed: %s\n", name.c_str(),
              static_cast<unsigned long long>(CountField(model, "version")),
              TextField(model, "path").c_str());
  std::printf("Next: hansa model pull %s --out %s, then hansa model verify %s\n", name.c_str(),
              name.c_str(), name.c_str());
}

Result<int> Watch(const Globals& globals, const std::string& job_id) {
  CatchInterrupts();
  EventPrinter printer;
  Result<nlohmann::ordered_json> finished = WatchJob(
      HANSA_TRY(LoadConnection(globals.context)), job_id, [&](const nlohmann::ordered_json& event) {
        if (globals.json) {
          terminal::PrintJson(event);
        } else {
          printer.Print(event);
        }
      });
  if (!finished.ok()) {
    Error error = std::move(finished).error();
    if (error.kind == ErrorKind::kInterrupted) {
      error.what = StrCat("stopped watching; job ", job_id, " goes on");
      error.next =
          StrCat("See it again: hansa job watch ", job_id, "; end it: hansa job cancel ", job_id);
    }
    return error;
  }
  if (!globals.json) PrintEnd(*finished);
  return ExitCodeOf(*finished);
}

Result<int> Run(const Globals& globals, const JobFlags& flags) {
  return Watch(globals, HANSA_TRY(SubmitJob(globals, flags)));
}

Result<int> Submit(const Globals& globals, const JobFlags& flags) {
  const std::string job_id = HANSA_TRY(SubmitJob(globals, flags));
  if (globals.json) {
    terminal::PrintJson({{"event", "job_submitted"}, {"job_id", job_id}});
  } else {
    std::printf("Submitted job %s.\nFollow it with: hansa job watch %s\n", job_id.c_str(),
                job_id.c_str());
  }
  return 0;
}

Result<v1::JobList> FetchJobs(const Globals& globals, const std::string& job_id) {
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_list_jobs()->set_job_id(job_id);
  return HANSA_TRY(client->Call(request)).message.job_list();
}

Result<int> List(const Globals& globals) {
  const v1::JobList list = HANSA_TRY(FetchJobs(globals, ""));
  if (globals.json)
    for (const v1::JobState& job : list.jobs()) terminal::PrintJson(ToJson(job));
  if (globals.json) {
    terminal::PrintJson({{"event", "jobs_listed"}, {"jobs", list.jobs_size()}});
  } else if (list.jobs().empty()) {
    std::printf("No jobs yet. Start one with: hansa job run FILE\n");
  } else {
    std::fputs(JobsText(list).c_str(), stdout);
  }
  return 0;
}

Result<int> Show(const Globals& globals, const std::string& job_id) {
  const v1::JobList list = HANSA_TRY(FetchJobs(globals, job_id));
  if (list.jobs_size() == 0)
    return BadInput(StrCat("there is no job '", job_id, "'"), "", "See: hansa job list");
  const v1::JobState& job = list.jobs(0);
  if (!globals.json) {
    std::fputs(JobText(job).c_str(), stdout);
    return 0;
  }
  for (const v1::SiteVerdict& verdict : job.sites()) terminal::PrintJson(ToJson(verdict));
  terminal::PrintJson(ToJson(job));
  return 0;
}

Result<int> Cancel(const Globals& globals, const std::string& job_id) {
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_cancel_job()->set_job_id(job_id);
  HANSA_TRY(client->Call(request));
  if (globals.json) {
    terminal::PrintJson({{"event", "job_cancelled"}, {"job_id", job_id}});
  } else {
    std::printf("Job %s is cancelled. What it published stays.\n", job_id.c_str());
  }
  return 0;
}

}  // namespace

void AddJobCommands(CLI::App& app, Globals& globals) {
  CLI::App* group =
      AddGroup(app, "job", "check, run and follow jobs", "hansa job run wind-power.toml");
  auto flags = std::make_shared<JobFlags>();
  const auto with_file = [&](CLI::App* command) {
    command->add_option("FILE", flags->file, "the job file (TOML)")->required();
    return command;
  };
  const auto with_seed = [&](CLI::App* command) {
    command->add_option("--seed", flags->seed,
                        "seed of the initial weights (default: drawn by the coordinator)");
  };
  const auto with_id = [&](CLI::App* command) {
    command->add_option("JOB", flags->job_id, "the job's id")->required();
  };
  with_file(AddCommand(
      *group, globals, "check", "is the file right, and which sites could take part",
      "hansa job check wind-power.toml", [&globals, flags] { return Check(globals, *flags); }));
  with_seed(with_file(AddCommand(*group, globals, "run", "submit a job and follow it to its end",
                                 "hansa job run wind-power.toml",
                                 [&globals, flags] { return Run(globals, *flags); })));
  with_seed(with_file(AddCommand(*group, globals, "submit", "submit a job and return",
                                 "hansa job submit wind-power.toml",
                                 [&globals, flags] { return Submit(globals, *flags); })));
  AddCommand(*group, globals, "list", "every job with its state", "hansa job list",
             [&globals] { return List(globals); });
  with_id(AddCommand(
      *group, globals, "show", "one job, and for every site whether it takes part and why not",
      "hansa job show JOB", [&globals, flags] { return Show(globals, flags->job_id); }));
  with_id(AddCommand(*group, globals, "watch", "follow a job from its first event",
                     "hansa job watch JOB",
                     [&globals, flags] { return Watch(globals, flags->job_id); }));
  CLI::App* pause = AddCommand(
      *group, globals, "pause", "begin no further round until resumed", "hansa job pause JOB",
      [&globals, flags] { return PauseJob(globals, flags->job_id, flags->now); });
  pause->add_flag("--now", flags->now, "give the round under way up, if it is not summed yet");
  with_id(pause);
  with_id(AddCommand(*group, globals, "resume", "let a paused job go on", "hansa job resume JOB",
                     [&globals, flags] { return ResumeJob(globals, flags->job_id); }));
  with_id(AddCommand(*group, globals, "cancel", "end a job; its published versions stay",
                     "hansa job cancel JOB",
                     [&globals, flags] { return Cancel(globals, flags->job_id); }));
}

}  // namespace hansa::cli
