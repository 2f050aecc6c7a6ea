// What the coordinator may send.

#include <algorithm>
#include <cmath>

#include "common/base/limits.h"
#include "common/base/script_limits.h"
#include "common/wire/bulk_shapes.h"
#include "common/wire/secagg_shapes.h"
#include "common/wire/shapes.h"
#include "common/wire/validate.h"

namespace hansa::wire {
namespace {

using Body = v1::ToSite::BodyCase;

constexpr size_t kFailureBytes = 8192;  // a message for a person, with a list in it perhaps

Fault ValidateText(const std::string& text) {
  return Checks().Require(IsText(text, limits::kReasonBytes), "bad_text").fault();
}

Fault ValidateWelcome(const v1::Welcome& welcome) {
  return Checks()
      .Require(IsSigned(welcome.coordinator()), "bad_signed")
      .Require(welcome.heartbeat_ms() > 0, "bad_heartbeat")
      .fault();
}

Fault ValidateJobOffer(const v1::JobOffer& offer) {
  return Checks()
      .Require(!offer.job_toml().empty() && offer.job_toml().size() <= limits::kJobFileBytes,
               "bad_job_file")
      .fault();
}

bool IsNormalisation(const v1::TaskStart& start) {
  const auto& columns = start.normalisation();
  return static_cast<size_t>(columns.size()) <= limits::kFeatures + 1 &&
         std::all_of(columns.begin(), columns.end(), [](const v1::ColumnScale& column) {
           return IsName(column.column()) && std::isfinite(column.mean()) &&
                  std::isnormal(column.scale());
         });
}

Fault ValidateTaskModel(const v1::TaskStart& start) {
  if (start.kind() == v1::TASK_KIND_STATISTICS)
    return Checks()
        .Require(start.model_sha256().empty(), "bad_digest")
        .Require(start.model_bytes() == 0, "bad_model_size")
        .fault();
  return Checks()
      .Require(start.kind() == v1::TASK_KIND_TRAIN || start.kind() == v1::TASK_KIND_EVALUATE,
               "bad_task_kind")
      .Require(IsDigest(start.model_sha256()), "bad_digest")
      .Require(start.model_bytes() > 0 && start.model_bytes() <= limits::kModelBytes,
               "bad_model_size")
      .fault();
}

Fault ValidateTaskStart(const v1::TaskStart& start) {
  const Fault model = ValidateTaskModel(start);
  return Checks()
      .Require(IsTaskId(start.task_id()), "bad_task_id")
      .Require(IsDigest(start.job_digest()), "bad_digest")
      .Require(model.empty(), model)
      .Require(start.window_ms() > 0, "bad_window")
      .Require(start.script_bytes() <= limits::kScriptBytes, "bad_script_size")
      .Require(IsNormalisation(start), "bad_normalisation")
      .fault();
}

Fault ValidateTaskEnd(const v1::TaskEnd& end) {
  return Checks()
      .Require(IsTaskId(end.task_id()), "bad_task_id")
      .Require(IsName(end.outcome()), "bad_text")
      .fault();
}

Fault ValidatePlainRequest(const v1::PlainRequest& request) {
  return Checks()
      .Require(IsTaskId(request.task_id()), "bad_task_id")
      .Require(IsSigned(request.params()), "bad_signed")
      .fault();
}

Fault ValidateAnnouncement(const v1::ModelAnnounced& announced) {
  return Checks()
      .Require(IsName(announced.name()), "bad_name")
      .Require(announced.manifest().size() <= limits::kManifestBytes, "bad_manifest")
      .Require(announced.manifest_sig().size() <= limits::kManifestBytes, "bad_manifest")
      .fault();
}

Fault ValidateJobEnded(const v1::JobEnded& ended) {
  return Checks()
      .Require(IsDigest(ended.job_digest()), "bad_digest")
      .Require(IsText(ended.reason(), limits::kReasonBytes), "bad_text")
      .fault();
}

Fault ValidateOperatorReply(const v1::OperatorReply& reply, size_t payload_bytes) {
  const v1::Failure& failure = reply.failure();
  if (reply.has_fetched_bytes()) return ValidateBulk(reply.fetched_bytes(), payload_bytes);
  return Checks()
      .Require(reply.has_failure() || reply.body_case() != v1::OperatorReply::BODY_NOT_SET,
               "unknown_message")
      .Require(IsText(failure.what(), kFailureBytes), "bad_text")
      .Require(IsText(failure.why(), kFailureBytes), "bad_text")
      .Require(IsText(failure.next(), kFailureBytes), "bad_text")
      .Require(!reply.has_model_file() || IsName(reply.model_file().file()), "bad_name")
      .fault();
}

Fault ValidateBody(const v1::ToSite& message, size_t payload_bytes) {
  switch (message.body_case()) {
    case Body::kJoinReply:
      return ValidateText(message.join_reply().reason());
    case Body::kWelcome:
      return ValidateWelcome(message.welcome());
    case Body::kHeartbeat:
      return {};
    case Body::kJobOffer:
      return ValidateJobOffer(message.job_offer());
    case Body::kBlob:
      return ValidateBulk(message.blob(), payload_bytes);
    case Body::kTaskStart:
      return ValidateTaskStart(message.task_start());
    case Body::kTaskEnd:
      return ValidateTaskEnd(message.task_end());
    case Body::kSecagg:
      return ValidateSecAgg(message.secagg());
    case Body::kPlainRequest:
      return ValidatePlainRequest(message.plain_request());
    case Body::kModelAnnounced:
      return ValidateAnnouncement(message.model_announced());
    case Body::kJobEnded:
      return ValidateJobEnded(message.job_ended());
    case Body::kOperatorReply:
      return ValidateOperatorReply(message.operator_reply(), payload_bytes);
    case Body::kGoodbye:
      return ValidateText(message.goodbye().reason());
    case Body::kUploadRequest:
      return ValidateBulk(message.upload_request());
    case Body::BODY_NOT_SET:
      return "unknown_message";
  }
  return "unknown_message";
}

bool PayloadFits(const v1::ToSite& message, size_t payload_bytes) {
  if (message.has_blob()) return message.blob().found() == (payload_bytes > 0);
  const v1::OperatorReply& reply = message.operator_reply();
  if (reply.has_fetched_bytes()) return payload_bytes > 0;
  return reply.has_model_file() || payload_bytes == 0;
}

}  // namespace

Fault Validate(const v1::ToSite& message, size_t payload_bytes) {
  if (payload_bytes > limits::kFrameBytes) return "oversized";
  return PayloadFits(message, payload_bytes) ? ValidateBody(message, payload_bytes) : "bad_payload";
}

}  // namespace hansa::wire
