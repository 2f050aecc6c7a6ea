// The doctor's look at the coordinator and at the clocks.

#include <cmath>

#include "client/app/doctor.h"
#include "client/app/one_shot_link.h"
#include "client/app/site_proxy.h"
#include "client/app/state_lock.h"
#include "client/core/greeting.h"
#include "common/base/text.h"
#include "common/terminal/table.h"

namespace hansa::client {
namespace {

constexpr double kLargestSkewSeconds = 60;

Finding ClockFinding(const Coordinator& coordinator) {
  const double skew = static_cast<double>(coordinator.clock_ahead_ms) / 1000;
  const std::string text = StrCat("the coordinator's is ", terminal::Fixed(std::fabs(skew), 1),
                                  " s ", skew >= 0 ? "ahead" : "behind");
  if (std::fabs(skew) <= kLargestSkewSeconds) return Right("clock", text);
  return {"clock", static_cast<int>(ErrorKind::kBadInput), text,
          "Set both clocks, for example by NTP: invitations and policy hours depend on them"};
}

constexpr Duration kPatience = seconds(5);
constexpr Duration kPatienceBehindProxy = seconds(12);  // a proxy has 8 s for each attempt

Question HelloTo(const SiteFolder& folder, ProxyHandle proxy) {
  Question question;
  question.link.address = folder.address;
  question.link.server_key = folder.coordinator.curve_key;
  question.link.own.public_key = folder.keys.curve.public_key;
  question.link.own.secret_key = folder.keys.curve.secret_key.Clone();
  *question.message.mutable_hello() =
      MakeHello("hansa-client " HANSA_VERSION " check", folder.credential);
  question.answers = [](const v1::ToSite& message) { return message.has_welcome(); };
  question.limit = proxy ? kPatienceBehindProxy : kPatience;
  question.link.proxy = std::move(proxy);
  return question;
}

Finding ProxyFinding(const transport::ProxyAddress& proxy,
                     const std::optional<transport::ProxyFault>& fault) {
  if (fault && fault->part != transport::ProxyFault::Part::kBehind)
    return Wrong("proxy", fault->error);
  return Right("proxy", StrCat(proxy.Text(), fault ? " answers" : " lets this site through"));
}

// Nothing is known of the coordinator when the proxy itself failed.
std::vector<Finding> CoordinatorFindings(const SiteFolder& folder, const Result<v1::ToSite>& answer,
                                         const std::optional<transport::ProxyFault>& fault) {
  if (fault && fault->part != transport::ProxyFault::Part::kBehind) return {};
  if (!answer.ok()) return {Wrong("network", answer.error())};
  const auto coordinator =
      CheckWelcome(answer->welcome(), folder.authority, folder.coordinator.curve_key, ReadClocks());
  if (!coordinator.ok()) return {Wrong("network", coordinator.error())};
  return {Right("network", StrCat(folder.address, " answers and is the certified coordinator")),
          ClockFinding(*coordinator)};
}

}  // namespace

std::vector<Finding> CheckNetwork(const SiteConfig& site, const SiteFolder& folder) {
  if (StateLock::Held(folder.paths.lock()))
    return {Right("network", StrCat("not asked: the agent is running and has the connection to ",
                                    folder.address))};
  const Result<ProxyHandle> proxy = SiteProxy(site);
  if (!proxy.ok()) return {Wrong("proxy", proxy.error())};
  std::optional<transport::ProxyFault> fault;
  const Result<v1::ToSite> answer = Ask(HelloTo(folder, *proxy), &fault);
  std::vector<Finding> findings;
  if (site.proxy) findings.push_back(ProxyFinding(*site.proxy, fault));
  for (Finding& finding : CoordinatorFindings(folder, answer, fault))
    findings.push_back(std::move(finding));
  return findings;
}

}  // namespace hansa::client
