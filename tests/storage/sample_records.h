#pragma once
// Records for tests of stores.

#include <string>

#include "coordinator/storage/records.h"

namespace hansa::coordinator::sample {

inline constexpr const char* kSite = "00112233445566aa";
inline constexpr const char* kOther = "00112233445566bb";

inline InvitationRegistered Invitation(const std::string& id, uint8_t key) {
  return {id, "turbine", ToBytes("certificate of " + id), Bytes(32, key), 1000};
}
inline SiteEnrolled Site(const std::string& id, uint8_t key, const std::string& credential = "c") {
  return {id, ToBytes(credential), Bytes(32, key), Bytes(32, key), 2000};
}
inline SiteRevoked Revoked(const std::string& id, const std::string& revocation = "r") {
  return {id, ToBytes(revocation), 4000};
}
inline SiteSeen Seen(const std::string& id, UnixMillis when = 3000) {
  return {id, "hansa-client 0.1.0", when};
}
inline DirectoryPublished Listed(uint64_t epoch, const std::vector<std::string>& sites,
                                 const std::string& bytes = "directory") {
  return {epoch, ToBytes(bytes), sites};
}
inline v1::VersionRecord Version(uint64_t number, const std::string& sha,
                                 const std::string& name = "wind-power") {
  v1::VersionRecord record;
  record.set_name(name);
  record.set_version(number);
  record.set_model_sha256(sha);
  return record;
}
inline v1::JobRecord Job(const std::string& id, const std::string& state = "running",
                         const std::string& toml = "name = 'x'") {
  v1::JobRecord record;
  record.set_job_id(id);
  record.set_job_toml(toml);
  record.set_state(state);
  return record;
}
// The hash that names a session.
inline std::string Session(char name) { return std::string(32, name); }
inline v1::RoundRecord Round(const std::string& job, uint64_t round,
                             const std::string& session = "") {
  v1::RoundRecord record;
  record.set_job_id(job);
  record.set_round(round);
  record.set_phase("training");
  if (!session.empty()) record.add_sessions(session);
  return record;
}
inline v1::SessionStepRecord Step(const std::string& job, const std::string& session,
                                  v1::SessionStepRecord::StepCase step) {
  v1::SessionStepRecord record;
  record.set_job_id(job);
  record.set_params_hash(session);
  switch (step) {
    case v1::SessionStepRecord::kOpened:
      record.mutable_opened()->add_sites(kSite);
      break;
    case v1::SessionStepRecord::kRoster:
      record.mutable_roster();
      break;
    case v1::SessionStepRecord::kSharers:
      record.mutable_sharers()->add_dealt()->set_owner(7);
      break;
    case v1::SessionStepRecord::kSurvivors:
      record.mutable_survivors()->set_sum("sum");
      break;
    case v1::SessionStepRecord::kEnded:
      record.mutable_ended()->set_lost("too few");
      break;
    case v1::SessionStepRecord::kQuorum:
      record.mutable_quorum();
      break;
    case v1::SessionStepRecord::STEP_NOT_SET:
      break;
  }
  return record;
}
inline EventLine Event(const std::string& job, uint64_t number, const std::string& json = "{}") {
  return {job, number, json};
}

}  // namespace hansa::coordinator::sample
