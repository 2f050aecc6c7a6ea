#include "client/app/durable_turn.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::client {

Result<bool> DurableTurn::Keep(const std::vector<Persist>& all) {
  const auto is_update = [](const Persist& persist) {
    return std::holds_alternative<DropAnswer>(persist);
  };
  if (!std::all_of(all.begin(), all.end(), is_update)) {
    sqlite::Transaction turn = HANSA_TRY(journal_.BeginTurn());
    for (const Persist& persist : all)
      if (!is_update(persist)) HANSA_TRY(Do(persist));
    HANSA_TRY(turn.Commit());
  }
  // After the marker: an update that outlives it is never used.
  bool to_be_wiped = false;
  for (const Persist& persist : all)
    if (const auto* drop = std::get_if<DropAnswer>(&persist))
      to_be_wiped |= updates_.Drop(drop->job_digest, drop->wiped);
  return to_be_wiped;
}

Result<> DurableTurn::Do(const Persist& persist) {
  if (const auto* marked = std::get_if<MarkAnswered>(&persist)) {
    if (HANSA_TRY(journal_.MarkAnswered(marked->marker))) return Success();
    return Refused("an answer was about to leave a second time",
                   "the journal has it already; was the state folder changed meanwhile?");
  }
  if (const auto* entered = std::get_if<EnterSession>(&persist)) {
    if (HANSA_TRY(journal_.EnterSession(entered->coordinator_key, entered->number)))
      return Success();
    return Refused("a session was about to be entered a second time",
                   StrCat("session ", entered->number));
  }
  if (const auto* said = std::get_if<NoteSaid>(&persist))
    return journal_.NoteSaid({.params_hash = {said->params_hash.begin(), said->params_hash.end()},
                              .session_number = said->session_number,
                              .unix_ms = ReadClocks().unix_ms,
                              .payloads = {{said->step, said->payload}}});
  if (const auto* noted = std::get_if<NoteDirectory>(&persist))
    return journal_.SeeDirectory(noted->directory.epoch, noted->directory.digest);
  const auto& leaving = std::get<NoteLeaving>(persist);
  OutboundEntry entry;
  entry.unix_ms = ReadClocks().unix_ms;
  entry.kind = leaving.kind;
  entry.job = leaving.job;
  for (const std::string& column : leaving.columns)
    entry.columns += (entry.columns.empty() ? "" : ",") + column;
  entry.rows_used = leaving.rows;
  entry.bytes = leaving.bytes;
  entry.session_number = leaving.session_number;
  entry.answer = leaving.answer;
  return journal_.AppendOutbound(entry);
}

}  // namespace hansa::client
