#include "experiments/simulation/interim_store.h"

#include "common/base/text.h"

namespace hansa::simulation {

Result<> InterimStore::Commit(std::span<const coordinator::Record> records) {
  for (const coordinator::Record& record : records) {
    if (const auto* job = std::get_if<v1::JobRecord>(&record)) {
      jobs_.assign(1, *job);
    } else if (const auto* version = std::get_if<v1::VersionRecord>(&record)) {
      const auto stored = versions_.emplace(version->version(), *version);
      if (!stored.second &&
          stored.first->second.SerializeAsString() != version->SerializeAsString())
        return Refused(StrCat("version ", version->version(), " is stored with other bytes"));
    } else if (const auto* taken = std::get_if<coordinator::SessionNumberTaken>(&record)) {
      if (taken->number <= last_session_)
        return Refused(StrCat("session number ", taken->number, " was taken before"));
      last_session_ = taken->number;
    }
  }
  return Success();
}

Result<std::vector<v1::VersionRecord>> InterimStore::Versions() {
  std::vector<v1::VersionRecord> all;
  for (const auto& entry : versions_) all.push_back(entry.second);
  return all;
}

}  // namespace hansa::simulation
