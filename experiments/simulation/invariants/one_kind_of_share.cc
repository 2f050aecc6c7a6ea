#include <deque>
#include <map>

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class OneKindOfShare final : public Invariant {
 public:
  std::string_view name() const override { return "one_kind_of_share"; }

  void OnSiteSent(uint32_t site, const v1::ToCoordinator& message) override {
    if (!message.has_secagg() || !message.secagg().has_unmask()) return;
    const v1::Unmask& unmask = message.secagg().unmask();
    Session& session = Of(unmask.params_hash());
    const std::string bytes = unmask.SerializeAsString();
    if (session.said.emplace(site, bytes).first->second != bytes)
      Break(StrCat("site ", site, " unmasked twice in one session, with other bytes"));
    for (const v1::RevealedShare& share : unmask.shares()) {
      const int kind = static_cast<int>(share.share_case());
      if (session.kinds.emplace(std::pair(site, share.owner()), kind).first->second != kind)
        Break(StrCat("site ", site, " revealed both secrets of member ", share.owner()));
    }
  }

 private:
  struct Session {
    std::string params_hash;
    std::map<uint32_t, std::string> said;                // by site
    std::map<std::pair<uint32_t, uint32_t>, int> kinds;  // by site and owner
  };
  static constexpr size_t kSessions = 8;

  Session& Of(const std::string& params_hash) {
    for (Session& session : sessions_)
      if (session.params_hash == params_hash) return session;
    if (sessions_.size() == kSessions) sessions_.pop_front();
    sessions_.push_back({params_hash, {}, {}});
    return sessions_.back();
  }

  std::deque<Session> sessions_;  // newest last
};

}  // namespace

InvariantPtr MakeOneKindOfShare() { return std::make_unique<OneKindOfShare>(); }

}  // namespace hansa::simulation
