#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/model/manifest.h"
#include "coordinator/api/request.h"

namespace hansa::coordinator {
namespace {

Error UnknownModel(const std::string& name, uint64_t version) {
  return BadInput(StrCat("no model ", name, version == 0 ? "" : StrCat(" version ", version)), "",
                  "see the models with: hansa model list");
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

// The newest for version 0.
Result<const v1::VersionRecord*> Find(const std::string& name, uint64_t version,
                                      const ServerState& state) {
  const v1::VersionRecord* found = nullptr;
  for (const v1::VersionRecord& record : state.versions)
    if (record.name() == name && (version == 0 || record.version() == version)) found = &record;
  if (found == nullptr) return UnknownModel(name, version);
  return found;
}

crypto::Digest DigestOf(const v1::VersionRecord& record) {
  crypto::Digest digest{};
  if (record.model_sha256().size() == digest.size())
    std::copy(record.model_sha256().begin(), record.model_sha256().end(), digest.begin());
  return digest;
}

// The TorchScript file of a version's network; null when it is of another kind.
Result<ScriptHandle> ScriptOf(const v1::VersionRecord& record, ServerState& state) {
  const OpenedVersion opened = HANSA_TRY(state.models.OpenVersion(record.name(), record.version()));
  if (opened.files.manifest.find("\"torchscript\"") == std::string::npos) return ScriptHandle();
  const Manifest manifest = HANSA_TRY(ManifestFromJson(opened.files.manifest));
  if (!IsScript(manifest.network)) return ScriptHandle();
  const crypto::Digest& sha256 = manifest.network.script.sha256;
  BlobHandle file = HANSA_TRY(state.scripts.Find(sha256));
  return std::make_shared<const ScriptFile>(ScriptFile{sha256, std::move(file)});
}

void AnswerFile(const Request& request, const std::string& file, uint64_t version, Bytes contents,
                bool last, TurnOutput& out) {
  v1::OperatorReply reply;
  reply.mutable_model_file()->set_file(file);
  reply.mutable_model_file()->set_version(version);
  Answer(request, std::move(reply), last, out, std::move(contents));
}

// By its size: who asks for the bytes compares the digest.
Result<> TellScript(const Request& request, const v1::VersionRecord& record, ServerState& state,
                    TurnOutput& out) {
  const ScriptHandle script = HANSA_TRY(ScriptOf(record, state));
  if (!script) return Success();
  v1::OperatorReply reply;
  reply.mutable_model_file()->set_file("network.pt");
  reply.mutable_model_file()->set_version(record.version());
  reply.mutable_model_file()->set_size(script->file->size());
  Answer(request, std::move(reply), false, out);
  return Success();
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
  const v1::VersionRecord& found = *HANSA_TRY(Find(body.name(), body.version(), state));
  // Who asks compares the model with the manifest.
  OpenedVersion opened = HANSA_TRY(state.models.OpenVersion(found.name(), found.version()));
  const uint64_t size = opened.files.model->size();
  const bool in_parts = size > limits::kFrameBytes;
  if (in_parts && !body.in_parts())
    return Refused("the model is too large for this version of hansa",
                   StrCat(HumanBytes(static_cast<double>(size)), ", and it asks for one message"),
                   "use a `hansa` of the coordinator's own version");
  Bytes model;
  if (!in_parts) {
    HANSA_TRY(CheckModel(opened));
    model = HANSA_TRY(ReadWhole(*opened.files.model, limits::kFrameBytes));
  }
  if (body.script()) HANSA_TRY(TellScript(request, found, state, out));
  AnswerFile(request, "manifest.json", found.version(), ToBytes(opened.files.manifest), false, out);
  AnswerFile(request, "manifest.sig", found.version(), ToBytes(opened.files.signature), false, out);
  v1::OperatorReply reply;
  reply.mutable_model_file()->set_file("model.safetensors");
  reply.mutable_model_file()->set_version(found.version());
  if (in_parts) reply.mutable_model_file()->set_size(size);
  Answer(request, std::move(reply), true, out, std::move(model));
  return Success();
}

Result<> Handle(const v1::FetchBytes& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  const v1::VersionRecord& found = *HANSA_TRY(Find(body.name(), body.version(), state));
  ScriptHandle script;
  if (body.script()) script = HANSA_TRY(ScriptOf(found, state));
  if (body.script() && !script)
    return BadInput("the version has no TorchScript file",
                    StrCat(found.name(), " ", found.version()));
  BlobHandle model =
      script ? script->file : HANSA_TRY(state.models.Model(found.name(), found.version()));
  const crypto::Digest digest = script ? script->sha256 : DigestOf(found);
  const bulk::Range range{body.offset(), body.bytes()};
  if (range.offset > model->size() || range.bytes > model->size() - range.offset)
    return BadInput("the bytes asked for lie outside of the file",
                    StrCat(range.offset, " + ", range.bytes, " of ", model->size()));
  out.serves.push_back({request.peer, digest, std::move(model), range, request.id});
  return Success();
}

}  // namespace hansa::coordinator
