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
// How much longer a task may take because its model is fetched in ranges.
Duration TimeToFetch(const JobContext& job);
// Tells the sites that are there; the others when they are back.
void Begin(Turn& turn, Task& task);
// Once nobody present is at work: drops those of the task's sites that were waited for in vain.
void DropAbsent(Turn& turn, Task& task, std::string_view step);
// Nothing more is to be expected: everyone left has reported, and is there.
bool IsComplete(const Turn& turn, const Task& task);
// When it may be; empty: time alone changes nothing.
std::optional<Instant> NextWakeOf(const JobContext& job, const Task& task);
// Drops everyone who has not reported by the end of the window, or is not there.
void DropUnready(Turn& turn, Task& task, std::string_view step);
// When so many of the able sites have answered the job before that the quorum cannot be reached:
// that, and what to do. Otherwise empty.
std::string WhyNeverAnswered(const JobContext& job);
// "2 of the 3 sites needed are left"
std::string QuorumLost(const Task& task);

}  // namespace hansa::coordinator
