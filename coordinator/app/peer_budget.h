#pragma once
// What one key may take of the coordinator: messages, bytes, greetings and faults, each a token
// bucket of limits.h, over all connections of the key and from one to the next. Who goes beyond is
// out for a while. Pure; the loop's; not thread-safe.

#include <map>
#include <string>

#include "coordinator/app/token_bucket.h"

namespace hansa::coordinator {

// Users by the budget that they went beyond, since the start.
struct BudgetCounters {
  uint64_t messages = 0, bytes = 0, greetings = 0, faults = 0;
};

class PeerBudget {
 public:
  // `user`: as ZAP names it; only users that were admitted, so that their number is bounded.
  // Each is false when the user is out, or goes beyond with this; then it is out from now on.
  bool TakeMessage(const std::string& user, size_t bytes, Instant now);
  // They were asked for: what is asked for is bounded elsewhere.
  void GiveBackBytes(const std::string& user, size_t bytes);
  bool TakeGreeting(const std::string& user, Instant now);
  bool TakeFault(const std::string& user, Instant now);

  // Whether `user` is still out.
  bool IsOut(const std::string& user, Instant now) const;
  const BudgetCounters& counters() const { return counters_; }

 private:
  struct Budget {
    Budget();
    TokenBucket messages, bytes, greetings, faults;
    Instant out_until{};
  };
  bool Take(Budget& budget, TokenBucket& bucket, double amount, uint64_t& counter, Instant now);

  std::map<std::string, Budget> budgets_;
  BudgetCounters counters_;
};

}  // namespace hansa::coordinator
