#include "tests/storage/store_harness.h"

#include <ostream>

#include "coordinator/storage/sqlite/sqlite_store.h"
#include "experiments/simulation/memory_store.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

class SqliteHarness final : public StoreHarness {
 public:
  Result<std::unique_ptr<Store>> Open() override {
    return SqliteStore::Open((folder_ / "store.db").string());
  }

 private:
  test::TemporaryFolder folder_;
};

// Takes the state out of the store when it goes, as a crash would leave it.
class MemoryHarness final : public StoreHarness {
 public:
  Result<std::unique_ptr<Store>> Open() override {
    auto store = std::make_unique<Keeping>(*this);
    return std::unique_ptr<Store>(std::move(store));
  }

 private:
  class Keeping final : public Store {
   public:
    explicit Keeping(MemoryHarness& harness) : harness_(harness), store_(harness.left_) {}
    ~Keeping() override { harness_.left_ = store_.state(); }
    Result<> Commit(std::span<const Record> turn) override { return store_.Commit(turn); }
    Result<std::vector<StoredSite>> Sites() override { return store_.Sites(); }
    Result<std::optional<DirectoryPublished>> Directory() override { return store_.Directory(); }
    Result<std::vector<v1::JobRecord>> Jobs() override { return store_.Jobs(); }
    Result<std::vector<v1::VersionRecord>> Versions() override { return store_.Versions(); }
    Result<uint64_t> LastSessionNumber() override { return store_.LastSessionNumber(); }
    Result<std::vector<v1::RoundRecord>> Rounds() override { return store_.Rounds(); }
    Result<std::vector<v1::SessionStepRecord>> SessionSteps(const std::string& job) override {
      return store_.SessionSteps(job);
    }
    Result<std::vector<EventLine>> Events(const std::string& job) override {
      return store_.Events(job);
    }
    Result<std::vector<Measurement>> Measurements() override { return store_.Measurements(); }

   private:
    MemoryHarness& harness_;
    simulation::MemoryStore store_;
  };

  simulation::MemoryState left_;
};

}  // namespace

void PrintTo(const StoreKind& kind, std::ostream* out) { *out << kind.name; }

std::vector<StoreKind> StoreKinds() {
  return {{"Sqlite", [] { return std::make_unique<SqliteHarness>(); }},
          {"Memory", [] { return std::make_unique<MemoryHarness>(); }}};
}

}  // namespace hansa::coordinator
