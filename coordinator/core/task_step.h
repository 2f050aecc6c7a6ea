#pragma once
// What training and evaluating do alike with a task's messages.

#include "coordinator/core/sum_session.h"
#include "coordinator/core/task.h"

namespace hansa::coordinator {

bool IsTaskMessage(const SiteMessage& message);  // TaskReady, TaskFailed

// Takes TaskReady and TaskFailed into the task; `step` names the phase in drops. Anything else is
// counted as out of order.
void TakeTaskMessage(Turn& turn, Task& task, std::string_view step, const SiteMessage& message);
// The same while a session is open over the ready sites: a site that gives the task up leaves the
// session too. Anything else is counted: repeated, or late.
SessionResult TakeTaskMessageInSession(Turn& turn, Task& task, SumSession& session,
                                       const SiteMessage& message);
// Drops everyone who has not reported by the end of the window.
void DropUnready(Turn& turn, Task& task, std::string_view step);
// "2 of the 3 sites needed are left"
std::string QuorumLost(const Task& task);

}  // namespace hansa::coordinator
