#include "experiments/simulation/memory_turn.h"

#include <limits>

#include "common/base/text.h"

namespace hansa::simulation {
namespace {

constexpr uint64_t kLargestNumber = std::numeric_limits<int64_t>::max();
constexpr size_t kSiteIdDigits = 16;
constexpr size_t kKeyBytes = 32;

Error Cannot(const std::string& what, const std::string& why) {
  return Refused(StrCat(what, " cannot be stored"), why);
}

bool Taken(const std::map<Bytes, std::string>& keys, const Bytes& key) {
  return keys.contains(key);
}

// Whether anything comes after this number under the same name.
template <typename Map>
bool IsPast(const Map& map, const std::string& name, uint64_t number) {
  const auto next = map.lower_bound({name, number});
  return next != map.end() && next->first.first == name;
}

}  // namespace

MemoryTurn::~MemoryTurn() {
  for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) (*undo)();
}

Result<> MemoryTurn::Write(const records::InvitationRegistered& record) {
  const std::string what = StrCat("invitation ", record.site_id);
  if (const auto found = state_.sites.find(record.site_id); found != state_.sites.end()) {
    if (found->second->certificate == record.certificate) return Success();
    return Cannot(what, "another one has this id");
  }
  if (record.site_id.size() != kSiteIdDigits || record.curve_key.size() != kKeyBytes)
    return Cannot(what, "its id or key has the wrong size");
  if (Taken(state_.invitation_keys, record.curve_key)) return Cannot(what, "its key is another's");
  auto site = std::make_shared<records::StoredSite>();
  site->site_id = record.site_id;
  site->name = record.name;
  site->certificate = record.certificate;
  site->invitation_curve_key = record.curve_key;
  site->expires_unix_ms = record.expires_unix_ms;
  Put(state_.invitation_keys, record.curve_key, record.site_id);
  Put(state_.sites, record.site_id, std::move(site));
  return Success();
}

Result<> MemoryTurn::Write(const records::SiteEnrolled& record) {
  const std::string what = StrCat("site ", record.site_id);
  const auto found = state_.sites.find(record.site_id);
  if (found == state_.sites.end()) return Cannot(what, "it was not invited");
  if (found->second->enrolled) {
    if (found->second->credential == record.credential) return Success();
    return Cannot(what, "its invitation was used before");
  }
  if (found->second->revoked) return Cannot(what, "it was revoked");
  if (record.identity_key.size() != kKeyBytes || record.curve_key.size() != kKeyBytes)
    return Cannot(what, "a key has the wrong size");
  if (Taken(state_.site_keys, record.curve_key)) return Cannot(what, "its key is another site's");
  auto site = std::make_shared<records::StoredSite>(*found->second);
  site->enrolled = true;
  site->credential = record.credential;
  site->identity_key = record.identity_key;
  site->curve_key = record.curve_key;
  site->enrolled_unix_ms = record.enrolled_unix_ms;
  Put(state_.site_keys, record.curve_key, record.site_id);
  Put(state_.sites, record.site_id, std::move(site));
  return Success();
}

Result<> MemoryTurn::Write(const records::SiteRevoked& record) {
  const auto found = state_.sites.find(record.site_id);
  if (found == state_.sites.end())
    return Cannot(StrCat("the revocation of site ", record.site_id), "it was not invited");
  if (found->second->revoked) return Success();
  auto site = std::make_shared<records::StoredSite>(*found->second);
  site->revoked = true;
  site->revocation = record.revocation;
  site->revoked_unix_ms = record.revoked_unix_ms;
  Put(state_.sites, record.site_id, std::move(site));
  return Success();
}

Result<> MemoryTurn::Write(const records::DirectoryPublished& record) {
  const std::string what = StrCat("directory ", record.epoch);
  const auto& stored = state_.directory;
  if (stored && *stored == record) return Success();
  if (record.epoch > std::numeric_limits<int64_t>::max() ||
      (stored && record.epoch <= stored->epoch))
    return Cannot(what, "it is not newer than the one that is kept");
  for (const std::string& site : record.sites)
    if (!state_.sites.contains(site))
      return Cannot(what, StrCat("site ", site, " was not invited"));
  undo_.push_back([&directory = state_.directory, old = state_.directory] { directory = old; });
  state_.directory = std::make_shared<const records::DirectoryPublished>(record);
  return Success();
}

Result<> MemoryTurn::Write(const records::SiteSeen& record) {
  const auto found = state_.sites.find(record.site_id);
  if (found == state_.sites.end() || !found->second->enrolled)
    return Cannot(StrCat("that site ", record.site_id, " was seen"), "it is not enrolled");
  auto site = std::make_shared<records::StoredSite>(*found->second);
  site->software = record.software;
  site->seen_unix_ms = record.seen_unix_ms;
  Put(state_.sites, record.site_id, std::move(site));
  return Success();
}

Result<> MemoryTurn::Write(const records::SessionNumberTaken& record) {
  if (record.number > kLargestNumber || record.number <= state_.last_session)
    return Cannot(StrCat("session number ", record.number),
                  StrCat("the last one was ", state_.last_session));
  Set(state_.last_session, record.number);
  return Success();
}

Result<> MemoryTurn::Write(const records::Measurement& record) {
  if (record.value > kLargestNumber)
    return Cannot("a measurement", StrCat(record.value, " is beyond 2^63 - 1"));
  Put(state_.measurements, {record.kind, {record.name, record.site_id}}, record.value);
  return Success();
}

Result<> MemoryTurn::Write(const v1::VersionRecord& record) {
  const std::string what = StrCat("version ", record.version(), " of ", record.name());
  if (record.version() > kLargestNumber) return Cannot(what, "the number is too large");
  const std::pair key(record.name(), record.version());
  if (const auto found = state_.versions.find(key); found != state_.versions.end()) {
    if (found->second->SerializeAsString() == record.SerializeAsString()) return Success();
    return Cannot(what, "it is there already; versions never change");
  }
  Put(state_.versions, key, std::make_shared<const v1::VersionRecord>(record));
  return Success();
}

Result<> MemoryTurn::Write(const v1::JobRecord& record) {
  MemoryState::Job job{.record = std::make_shared<const v1::JobRecord>(record)};
  if (const auto found = state_.jobs.find(record.job_id()); found != state_.jobs.end()) {
    if (found->second.record->job_toml() != record.job_toml())
      return Cannot(StrCat("job ", record.job_id()), "it is there already with another job file");
    job.number = found->second.number;
  } else {
    Set(state_.last_job, state_.last_job + 1);
    job.number = state_.last_job;
  }
  Put(state_.jobs, record.job_id(), std::move(job));
  if (record.state() == "running") return Success();
  if (const auto round = state_.rounds.find(record.job_id()); round != state_.rounds.end())
    Erase(state_.rounds, round);
  ForgetSteps(record.job_id(), nullptr);
  return Success();
}

bool MemoryTurn::Runs(const std::string& job_id) const {
  const auto job = state_.jobs.find(job_id);
  return job != state_.jobs.end() && job->second.record->state() == "running";
}

void MemoryTurn::ForgetSteps(const std::string& job_id, const v1::RoundRecord* round) {
  for (auto at = state_.steps.lower_bound({job_id, 0});
       at != state_.steps.end() && at->first.first == job_id;) {
    const bool stays =
        round != nullptr &&
        std::ranges::find(round->sessions(), at->second->params_hash()) != round->sessions().end();
    at = stays ? std::next(at) : Erase(state_.steps, at);
  }
}

Result<> MemoryTurn::Write(const v1::RoundRecord& record) {
  if (!Runs(record.job_id()))
    return Cannot(StrCat("the round of job ", record.job_id()), "no such job is running");
  Put(state_.rounds, record.job_id(), std::make_shared<const v1::RoundRecord>(record));
  ForgetSteps(record.job_id(), &record);
  return Success();
}

Result<> MemoryTurn::Write(const v1::SessionStepRecord& record) {
  const std::string what = StrCat("a step of a session of job ", record.job_id());
  if (!Runs(record.job_id())) return Cannot(what, "no such job is running");
  if (record.step_case() == v1::SessionStepRecord::STEP_NOT_SET)
    return Cannot(what, "it says nothing");
  if (record.params_hash().size() != kKeyBytes) return Cannot(what, "its session has no name");
  for (auto at = state_.steps.lower_bound({record.job_id(), 0});
       at != state_.steps.end() && at->first.first == record.job_id(); ++at)
    if (at->second->params_hash() == record.params_hash() &&
        at->second->step_case() == record.step_case())
      return Cannot(what, "it is there already; what was said is never said otherwise");
  Set(state_.last_step, state_.last_step + 1);
  Put(state_.steps, {record.job_id(), state_.last_step},
      std::make_shared<const v1::SessionStepRecord>(record));
  return Success();
}

Result<> MemoryTurn::Write(const records::EventLine& record) {
  const std::string what = StrCat("event ", record.number, " of job ", record.job_id);
  if (record.number > kLargestNumber) return Cannot(what, "the number is too large");
  if (!state_.jobs.contains(record.job_id)) return Cannot(what, "the job is unknown");
  const std::pair key(record.job_id, record.number);
  if (const auto found = state_.events.find(key);
      found != state_.events.end() && *found->second == record.json)
    return Success();
  if (IsPast(state_.events, record.job_id, record.number))
    return Cannot(what, "its events are past this number");
  Put(state_.events, key, std::make_shared<const std::string>(record.json));
  return Success();
}

Result<> MemoryTurn::Write(const records::EventsFiled& record) {
  for (auto at = state_.events.lower_bound({record.job_id, 0});
       at != state_.events.end() && at->first.first == record.job_id;)
    at = Erase(state_.events, at);
  return Success();
}

}  // namespace hansa::simulation
