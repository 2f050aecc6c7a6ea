#pragma once
// What must be durable before the site says anything more (client/core/effects.h): the journal's
// entries in one commit, then the kept updates that are spent. The loop's.

#include <vector>

#include "client/core/effects.h"
#include "client/storage/journal.h"
#include "client/storage/kept_updates.h"

namespace hansa::client {

class DurableTurn {
 public:
  DurableTurn(Journal& journal, KeptUpdates updates)
      : journal_(journal), updates_(std::move(updates)) {}

  // Synced once, all or none. True: KeptUpdates::WipeDropped has something to do. Fails when the
  // disk does, and when an answer or a session of the journal was about to come a second time.
  Result<bool> Keep(const std::vector<Persist>& all);

 private:
  Result<> Do(const Persist& persist);

  Journal& journal_;
  KeptUpdates updates_;
};

}  // namespace hansa::client
