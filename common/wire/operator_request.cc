#include "common/wire/operator_request.h"

#include "common/base/limits.h"
#include "common/base/script_limits.h"
#include "common/wire/bulk_shapes.h"
#include "common/wire/shapes.h"

namespace hansa::wire {
namespace {

using Body = v1::OperatorRequest::BodyCase;

Fault ValidateRegistration(const v1::RegisterInvitation& registration) {
  return Checks()
      .Require(IsSigned(registration.certificate()), "bad_certificate")
      .Require(IsName(registration.site_name()), "bad_name")
      .fault();
}

// A job file's contents are checked where it is parsed, with an error for its author.
Fault ValidateJob(const std::string& toml) {
  return Checks().Require(toml.size() <= limits::kJobFileBytes, "oversized").fault();
}

// Empty: all of them.
Fault ValidateName(const std::string& name) {
  return Checks().Require(IsText(name, limits::kNameBytes), "bad_name").fault();
}

Fault ValidateKeepScript(const v1::KeepScript& keep) {
  return Checks()
      .Require(IsDigest(keep.sha256()), "bad_digest")
      .Require(keep.size() > 0 && keep.size() <= limits::kScriptBytes, "bad_script_size")
      .Require(keep.piece().size() <= limits::kScriptPieceBytes, "oversized")
      .Require(keep.offset() <= keep.size() && keep.piece().size() <= keep.size() - keep.offset(),
               "bad_range")
      .fault();
}

// Eight bytes a site.
Fault ValidatePublication(const v1::PublishDirectory& publish) {
  const size_t bytes = publish.site_ids().size();
  return Checks()
      .Require(IsSigned(publish.directory()), "bad_directory")
      .Require(bytes % 8 == 0 && bytes / 8 <= limits::kSites, "bad_sites")
      .fault();
}

}  // namespace

Fault ValidateOperatorRequest(const v1::OperatorRequest& request) {
  switch (request.body_case()) {
    case Body::kRegisterInvitation:
      return ValidateRegistration(request.register_invitation());
    case Body::kRevokeSite:
      return Checks()
          .Require(IsSigned(request.revoke_site().revocation()), "bad_revocation")
          .fault();
    case Body::kSubmitJob:
      return ValidateJob(request.submit_job().job_toml());
    case Body::kCheckJob:
      return ValidateJob(request.check_job().job_toml());
    case Body::kListJobs:
      return ValidateName(request.list_jobs().job_id());
    case Body::kWatchJob:
      return ValidateName(request.watch_job().job_id());
    case Body::kCancelJob:
      return ValidateName(request.cancel_job().job_id());
    case Body::kPauseJob:
      return ValidateName(request.pause_job().job_id());
    case Body::kResumeJob:
      return ValidateName(request.resume_job().job_id());
    case Body::kListModels:
      return ValidateName(request.list_models().name());
    case Body::kFetchModel:
      return ValidateName(request.fetch_model().name());
    case Body::kFetchBytes:
      return ValidateBulk(request.fetch_bytes());
    case Body::kKeepScript:
      return ValidateKeepScript(request.keep_script());
    case Body::kMakeBackup:
      return Checks()
          .Require(IsText(request.make_backup().folder(), limits::kPathBytes), "bad_path")
          .fault();
    case Body::kListInvitations:
      return Checks()
          .Require(request.list_invitations().after().empty() ||
                       IsSiteId(request.list_invitations().after()),
                   "bad_site_id")
          .fault();
    case Body::kPublishDirectory:
      return ValidatePublication(request.publish_directory());
    case Body::kCollectModels:
    case Body::kListSites:
    case Body::kGetStatus:
      return {};
    case Body::BODY_NOT_SET:
      return "unknown_message";
  }
  return "unknown_message";
}

}  // namespace hansa::wire
