// TorchScript files of jobs: they come before the job.

#include <algorithm>

#include "common/base/text.h"
#include "common/crypto/blob_digest.h"
#include "coordinator/api/request.h"
#include "coordinator/api/scripts.h"
#include "coordinator/registry/scripts_in_use.h"

namespace hansa::coordinator {

std::set<crypto::Digest> ScriptsInUse(const ServerState& state) {
  std::vector<const v1::JobRecord*> jobs;
  for (const JobBook::Entry* entry : state.jobs.All()) jobs.push_back(&entry->record);
  return ScriptsInUse(jobs, state.versions);
}

Result<> Handle(const v1::KeepScript& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  crypto::Digest sha256{};
  std::copy(body.sha256().begin(), body.sha256().end(), sha256.begin());
  v1::OperatorReply reply;
  reply.mutable_script_kept()->set_have(HANSA_TRY(state.scripts.Take(
      sha256, body.size(), body.offset(), AsSpan(body.piece()), ScriptsInUse(state))));
  Answer(request, std::move(reply), true, out);
  return Success();
}

}  // namespace hansa::coordinator
