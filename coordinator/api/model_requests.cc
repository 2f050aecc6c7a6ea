#include <algorithm>

#include "common/base/text.h"
#include "coordinator/api/request.h"

namespace hansa::coordinator {
namespace {

Error UnknownModel(const v1::FetchModel& body) {
  return BadInput(StrCat("no model ", body.name(),
                         body.version() == 0 ? "" : StrCat(" version ", body.version())),
                  "", "see the models with: hansa model list");
}

v1::ModelState Describe(const v1::VersionRecord& record) {
  v1::ModelState state;
  state.set_name(record.name());
  state.set_version(record.version());
  state.set_sha256(Hex(AsSpan(record.model_sha256())));
  state.set_parent_sha256(Hex(AsSpan(record.parent_sha256())));
  state.set_job_id(record.job_id());
  state.set_round(record.round());
  state.set_sites(record.sites());
  state.set_channel(record.channel());
  state.set_created_unix_ms(record.created_unix_ms());
  state.set_bytes(record.bytes());
  return state;
}

void AnswerFile(const Request& request, const std::string& file, uint64_t version, Bytes contents,
                bool last, TurnOutput& out) {
  v1::OperatorReply reply;
  reply.mutable_model_file()->set_file(file);
  reply.mutable_model_file()->set_version(version);
  Answer(request, std::move(reply), last, out, std::move(contents));
}

}  // namespace

Result<> Handle(const v1::ListModels& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  v1::OperatorReply reply;
  reply.mutable_model_list();
  for (const v1::VersionRecord& record : state.versions)
    if (body.name().empty() || body.name() == record.name())
      *reply.mutable_model_list()->add_models() = Describe(record);
  Answer(request, std::move(reply), true, out);
  return Success();
}

Result<> Handle(const v1::FetchModel& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  const v1::VersionRecord* found = nullptr;
  for (const v1::VersionRecord& record : state.versions)
    if (record.name() == body.name() && (body.version() == 0 || record.version() == body.version()))
      found = &record;  // the last: the newest
  if (found == nullptr) return UnknownModel(body);
  ModelFiles files = HANSA_TRY(state.models.Get(found->name(), found->version()));
  AnswerFile(request, "manifest.json", found->version(), ToBytes(files.manifest), false, out);
  AnswerFile(request, "manifest.sig", found->version(), ToBytes(files.signature), false, out);
  AnswerFile(request, "model.safetensors", found->version(), std::move(files.model), true, out);
  return Success();
}

}  // namespace hansa::coordinator
