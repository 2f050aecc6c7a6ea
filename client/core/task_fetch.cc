// What a task needs of the coordinator before it looks at data: the TorchScript file of its
// network, if it has one, then the model.

#include "client/core/task.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {

void Task::FetchScript(Turn& turn) {
  if (!IsScript(job_->network)) return FetchModel(turn);
  script_ = turn.site.scripts.Find(job_->network.script.sha256);
  if (script_ != nullptr) return FetchModel(turn);
  if (script_bytes_ == 0)
    return Fail(turn, {"script_unavailable", "the coordinator has no such TorchScript file"});
  step_ = Step::kScript;
  work_ = turn.site.NextWork();
  AskForScript(turn);
}

void Task::AskForScript(Turn& turn) const {
  turn.out.work.emplace_back(
      client::FetchScript{work_, job_->network.script.sha256, script_bytes_});
}

void Task::OnScriptFetched(Turn& turn, const ScriptFetched& result) {
  if (!Awaits(Step::kScript, result.work)) return;
  script_ = result.file;
  turn.site.scripts.Keep(job_->network.script.sha256, script_);
  FetchModel(turn);
}

void Task::FetchModel(Turn& turn) {
  step_ = Step::kModel;
  if (ModelHandle held = turn.site.models.Find(model_sha256_)) return UseModel(turn, held);
  const uint64_t most = turn.site.options.policy.largest_model + limits::kSafetensorsHeaderBytes;
  if (model_bytes_ > most)
    return Fail(turn, {"model_too_large",
                       StrCat("the model has ", model_bytes_, " bytes, the site takes ", most)});
  work_ = turn.site.NextWork();
  AskForModel(turn);
}

void Task::AskForModel(Turn& turn) const {
  turn.out.work.emplace_back(client::FetchModel{work_, model_sha256_, model_bytes_});
}

void Task::OnModelFetched(Turn& turn, const ModelFetched& result) {
  if (!Awaits(Step::kModel, result.work)) return;
  if (result.seconds > 0) turn.Emit(ModelArrived{name_, model_bytes_, result.seconds});
  UseModel(turn, result.model);
}

void Task::AskAgain(Turn& turn) const {
  if (step_ == Step::kScript) AskForScript(turn);
  if (step_ == Step::kModel) AskForModel(turn);
}

void Task::StopFetch(Turn& turn) const {
  const bool fetching = step_ == Step::kScript || step_ == Step::kModel;
  if (fetching && work_ != 0) turn.out.work.emplace_back(StopFetching{});
}

}  // namespace hansa::client
