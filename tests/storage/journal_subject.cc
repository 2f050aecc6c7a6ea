#include <random>

#include "client/storage/journal.h"
#include "common/base/text.h"
#include "tests/storage/durable_subject.h"

namespace hansa::testing {
namespace {

using client::Journal;

// One turn of the agent: what it marks, enters and logs, together.
struct Turn {
  v1::AnsweredMarker marker;
  uint64_t session = 0;  // 0: none
  client::OutboundEntry sent;
  bool pins = false;
  uint64_t directory = 0;  // 0: none
};

Result<> Execute(Journal& journal, const Turn& turn) {
  sqlite::Transaction writing = HANSA_TRY(journal.BeginTurn());
  if (turn.pins) HANSA_TRY(journal.PinAuthority(Bytes(32, 7)));
  if (turn.directory > 0) HANSA_TRY(journal.SeeDirectory(turn.directory, Bytes(32, 5)));
  HANSA_TRY(journal.MarkAnswered(turn.marker));
  HANSA_TRY(journal.EnterSession(Bytes(32, 1), turn.session));
  HANSA_TRY(journal.AppendOutbound(turn.sent));
  return writing.Commit();
}

Result<std::string> ContentsOf(Journal& journal) {
  const auto pinned = HANSA_TRY(journal.PinnedAuthority());
  std::string text =
      StrCat(pinned.has_value(), " ", HANSA_TRY(journal.AnsweredBetween(0, INT64_MAX)), " ",
             HANSA_TRY(journal.HighestSession(Bytes(32, 1))), " ",
             HANSA_TRY(journal.NewestDirectory()).epoch, "\n");
  for (const auto& entry : HANSA_TRY(journal.Outbound(Journal::kListing)))
    text += StrCat(entry.number, " ", entry.unix_ms, " ", entry.columns, "\n");
  return text;
}

class JournalSubject final : public DurableSubject {
 public:
  explicit JournalSubject(uint64_t seed)
      : random_(seed), oracle_(std::move(Journal::Open(":memory:")).value()) {}

  Result<> Open(const char* vfs) override {
    journal_ = HANSA_TRY(Journal::Open("journal.db", vfs));
    return Success();
  }
  void Close() override { journal_.reset(); }
  Result<> Write() override {
    ++drawn_;
    turn_.marker.set_task_digest(std::string(32, static_cast<char>(Below(100))));
    turn_.marker.set_base_model_sha256(std::string(32, 'b'));
    turn_.marker.set_data_digest(std::string(32, 'd'));
    turn_.session = Below(3) == 0 ? 0 : drawn_;
    turn_.sent.unix_ms = static_cast<UnixMillis>(drawn_);
    turn_.sent.columns = std::string(Below(5000), 'c');
    turn_.pins = Below(10) == 0;
    turn_.directory = Below(4) == 0 ? drawn_ : 0;
    return Execute(*journal_, turn_);
  }
  Result<> WriteAgain() override { return Execute(*journal_, turn_); }
  void Believe() override { static_cast<void>(Execute(*oracle_, turn_)); }
  Result<std::string> Holds() override { return ContentsOf(*journal_); }
  std::string Believed() override { return *ContentsOf(*oracle_); }

 private:
  uint64_t Below(uint64_t bound) {
    return std::uniform_int_distribution<uint64_t>(0, bound - 1)(random_);
  }

  std::mt19937_64 random_;
  uint64_t drawn_ = 0;
  Turn turn_;
  std::unique_ptr<Journal> journal_, oracle_;
};

}  // namespace

std::unique_ptr<DurableSubject> MakeJournalSubject(uint64_t seed) {
  return std::make_unique<JournalSubject>(seed);
}

}  // namespace hansa::testing
