#include "coordinator/core/task_end.h"

namespace hansa::coordinator {

void SendTaskEnd(const SiteId& site, std::string_view task, const std::string& outcome,
                 Effects& out) {
  v1::ToSite message;
  message.mutable_task_end()->set_task_id(std::string(task));
  message.mutable_task_end()->set_outcome(outcome);
  out.sends.push_back({site, std::move(message), nullptr});
}

}  // namespace hansa::coordinator
