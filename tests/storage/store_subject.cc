#include "coordinator/storage/sqlite/sqlite_store.h"
#include "experiments/simulation/memory_store.h"
#include "tests/storage/durable_subject.h"
#include "tests/storage/random_turn.h"
#include "tests/storage/store_contents.h"

namespace hansa::testing {
namespace {

using coordinator::Record;

class StoreSubject final : public DurableSubject {
 public:
  // Every other seed has large events, so that the log is moved into the file under way.
  explicit StoreSubject(uint64_t seed) : turns_(seed, seed % 2 == 0 ? 3000 : 100'000) {}

  Result<> Open(const char* vfs) override {
    store_ = HANSA_TRY(coordinator::SqliteStore::Open("store.db", vfs));
    return Success();
  }
  void Close() override { store_.reset(); }
  Result<> Write() override {
    turn_ = turns_.Next();
    return store_->Commit(turn_);
  }
  Result<> WriteAgain() override { return store_->Commit(turn_); }
  void Believe() override { static_cast<void>(oracle_.Commit(turn_)); }
  Result<std::string> Holds() override { return ContentsOf(*store_); }
  std::string Believed() override { return *ContentsOf(oracle_); }

 private:
  coordinator::RandomTurns turns_;
  std::vector<Record> turn_;
  std::unique_ptr<coordinator::Store> store_;
  simulation::MemoryStore oracle_;
};

}  // namespace

std::unique_ptr<DurableSubject> MakeStoreSubject(uint64_t seed) {
  return std::make_unique<StoreSubject>(seed);
}

}  // namespace hansa::testing
