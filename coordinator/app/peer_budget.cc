#include "coordinator/app/peer_budget.h"

#include "common/base/limits.h"

namespace hansa::coordinator {

PeerBudget::Budget::Budget()
    : messages(limits::kMessagesPerSecond, limits::kMessagesAtOnce),
      bytes(limits::kBytesPerSecond, limits::kBytesAtOnce),
      greetings(limits::kGreetingsPerSecond, limits::kGreetingsAtOnce),
      faults(limits::kFaultsPerSecond, limits::kFaultsAtOnce) {}

bool PeerBudget::Take(Budget& budget, TokenBucket& bucket, double amount, uint64_t& counter,
                      Instant now) {
  if (now < budget.out_until) return false;
  if (bucket.Take(amount, now)) return true;
  ++counter;
  budget.out_until = now + seconds(limits::kExpulsionSeconds);
  return false;
}

bool PeerBudget::TakeMessage(const std::string& user, size_t bytes, Instant now) {
  Budget& budget = budgets_[user];
  return Take(budget, budget.messages, 1, counters_.messages, now) &&
         Take(budget, budget.bytes, static_cast<double>(bytes), counters_.bytes, now);
}

void PeerBudget::GiveBackBytes(const std::string& user, size_t bytes) {
  budgets_[user].bytes.GiveBack(static_cast<double>(bytes));
}

bool PeerBudget::TakeGreeting(const std::string& user, Instant now) {
  Budget& budget = budgets_[user];
  return Take(budget, budget.greetings, 1, counters_.greetings, now);
}

bool PeerBudget::TakeFault(const std::string& user, Instant now) {
  Budget& budget = budgets_[user];
  return Take(budget, budget.faults, 1, counters_.faults, now);
}

bool PeerBudget::IsOut(const std::string& user, Instant now) const {
  const auto found = budgets_.find(user);
  return found != budgets_.end() && now < found->second.out_until;
}

}  // namespace hansa::coordinator
