#include "experiments/simulation/rubbish.h"

#include <algorithm>

namespace hansa::simulation {
namespace {

constexpr size_t kLongestGarbage = 400;

RawMessage Garbage(Dice& dice) {
  RawMessage raw;
  raw.envelope.resize(1 + dice.Below(kLongestGarbage));
  for (char& c : raw.envelope) c = static_cast<char>(dice.Next());
  if (dice.Chance(0.5))
    raw.payload = std::make_shared<const Bytes>(dice.Below(kLongestGarbage), uint8_t{7});
  return raw;
}

RawMessage Mutated(const ToCoordinator& message, Dice& dice) {
  RawMessage raw{message.message.SerializeAsString(), message.payload};
  for (uint64_t left = 1 + dice.Below(4); left > 0 && !raw.envelope.empty(); --left)
    raw.envelope[dice.Below(raw.envelope.size())] ^= static_cast<char>(1 << dice.Below(8));
  if (dice.Chance(0.2)) raw.envelope.resize(dice.Below(raw.envelope.size() + 1));
  return raw;
}

ToCoordinator WrongLength(ToCoordinator message, Dice& dice) {
  Bytes bytes = *message.payload;
  bytes.resize(dice.Chance(0.5) ? bytes.size() + 1 + dice.Below(64) : dice.Below(bytes.size()));
  message.payload = std::make_shared<const Bytes>(std::move(bytes));
  return message;
}

}  // namespace

Rubbish::Rubbish(uint32_t sites, const Faults& faults)
    : any_(faults.mutated > 0 || faults.garbage > 0 || faults.replayed > 0 ||
           faults.wrong_length > 0),
      said_(any_ ? sites : 0) {}

std::vector<Rubbish::Piece> Rubbish::Say(uint32_t site, ToCoordinator message, Chaos& chaos) {
  std::vector<Piece> pieces;
  if (!any_) {
    pieces.emplace_back(std::move(message));
    return pieces;
  }
  auto& said = said_[site];
  if (chaos.Strikes(FaultKind::kGarbage))
    pieces.emplace_back(Garbage(chaos.dice(FaultKind::kGarbage)));
  if (!said.empty() && chaos.Strikes(FaultKind::kReplayed))
    pieces.emplace_back(said[chaos.dice(FaultKind::kReplayed).Below(said.size())]);
  said.push_back(message);
  if (said.size() > kRemembered) said.pop_front();
  if (message.payload && !message.payload->empty() && chaos.Strikes(FaultKind::kWrongLength))
    pieces.emplace_back(WrongLength(std::move(message), chaos.dice(FaultKind::kWrongLength)));
  else if (chaos.Strikes(FaultKind::kMutated))
    pieces.emplace_back(Mutated(message, chaos.dice(FaultKind::kMutated)));
  else
    pieces.emplace_back(std::move(message));
  return pieces;
}

}  // namespace hansa::simulation
