#pragma once
// One request of an operator, and how it is answered. Each group of requests has its own file.

#include "coordinator/api/server_state.h"
#include "coordinator/app/turn_output.h"

namespace hansa::coordinator {

struct Request {
  transport::PeerHandle peer = 0;
  uint64_t id = 0;
  Now now;
};

// The only reply, or one of several.
void Answer(const Request& request, v1::OperatorReply reply, bool last, TurnOutput& out,
            Bytes payload = {});
void AnswerDone(const Request& request, TurnOutput& out);
void AnswerFailure(const Request& request, const Error& error, TurnOutput& out);

// sites_requests.cc
Result<> Handle(const v1::RegisterInvitation& body, const Request& request, ServerState& state,
                TurnOutput& out);
Result<> Handle(const v1::ListSites& body, const Request& request, ServerState& state,
                TurnOutput& out);
Result<> Handle(const v1::ListInvitations& body, const Request& request, ServerState& state,
                TurnOutput& out);
Result<> Handle(const v1::PublishDirectory& body, const Request& request, ServerState& state,
                TurnOutput& out);
Result<> Handle(const v1::RevokeSite& body, const Request& request, ServerState& state,
                TurnOutput& out);

// job_requests.cc
Result<> Handle(const v1::SubmitJob& body, const Request& request, ServerState& state,
                TurnOutput& out);
Result<> Handle(const v1::ListJobs& body, const Request& request, ServerState& state,
                TurnOutput& out);
Result<> Handle(const v1::CancelJob& body, const Request& request, ServerState& state,
                TurnOutput& out);

// pause_requests.cc
Result<> Handle(const v1::PauseJob& body, const Request& request, ServerState& state,
                TurnOutput& out);
Result<> Handle(const v1::ResumeJob& body, const Request& request, ServerState& state,
                TurnOutput& out);

// model_requests.cc
Result<> Handle(const v1::ListModels& body, const Request& request, ServerState& state,
                TurnOutput& out);
Result<> Handle(const v1::FetchModel& body, const Request& request, ServerState& state,
                TurnOutput& out);
Result<> Handle(const v1::FetchBytes& body, const Request& request, ServerState& state,
                TurnOutput& out);

// script_requests.cc
Result<> Handle(const v1::KeepScript& body, const Request& request, ServerState& state,
                TurnOutput& out);

// collect_request.cc
Result<> Handle(const v1::CollectModels& body, const Request& request, ServerState& state,
                TurnOutput& out);

// status_request.cc
Result<> Handle(const v1::GetStatus& body, const Request& request, ServerState& state,
                TurnOutput& out);

// Each returns an error when the request fails and nothing was answered or changed.

}  // namespace hansa::coordinator
