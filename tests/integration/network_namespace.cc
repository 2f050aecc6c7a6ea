#include "tests/integration/network_namespace.h"

#include <unistd.h>

#include "common/base/text.h"
#include "common/process/child_process.h"

namespace hansa::testing {

namespace {

bool Run(std::vector<std::string> command) {
  auto process = ChildProcess::Start({.program = "/usr/bin/env",
                                      .arguments = std::move(command),
                                      .standard_error = "/dev/null",
                                      .environment = {}});
  return process.ok() && process->WaitOrKill(std::chrono::seconds(10)).exit_code == 0;
}

}  // namespace

NetworkNamespace::NetworkNamespace() {
  // By process id, as tests run beside one another: names of at most 15 characters, a /30 each.
  const auto id = static_cast<unsigned>(::getpid());
  inner_ = StrCat("hi", id);
  name_ = StrCat("hansa-", id);
  outer_ = StrCat("hn", id);
  const std::string net = StrCat("10.", 64 + (id >> 14) % 128, ".", (id >> 6) & 255, ".");
  address_ = StrCat(net, (id & 63) * 4 + 1);
  const std::string theirs = StrCat(net, (id & 63) * 4 + 2);
  const bool made = Ip({"netns", "add", name_}) &&
                    Ip({"link", "add", outer_, "type", "veth", "peer", "name", inner_}) &&
                    Ip({"link", "set", inner_, "netns", name_}) &&
                    Ip({"addr", "add", address_ + "/30", "dev", outer_}) && SetLink(true) &&
                    Ip({"-n", name_, "addr", "add", theirs + "/30", "dev", inner_}) &&
                    Ip({"-n", name_, "link", "set", inner_, "up"});
  if (!made) fault_ = "cannot make a network namespace: this test needs root and iproute2";
}

NetworkNamespace::~NetworkNamespace() {
  Ip({"link", "del", outer_});
  Ip({"netns", "del", name_});
}

std::vector<std::string> NetworkNamespace::command() const {
  return {"/usr/bin/env", "ip", "netns", "exec", name_};
}

bool NetworkNamespace::SetLink(bool up) { return Ip({"link", "set", outer_, up ? "up" : "down"}); }

bool NetworkNamespace::Slow(unsigned kbit) {
  const auto limit = [&](const std::string& device) {
    return std::vector<std::string>{
        "tc",    "qdisc", "replace", "dev",  device, "root", "tbf", "rate", StrCat(kbit, "kbit"),
        "burst", "4kb",   "latency", "400ms"};
  };
  return Run(limit(outer_)) && Inside(limit(inner_));
}

// Where the site's host sends and where it receives: nothing of this machine's own tables is
// touched.
bool NetworkNamespace::Lose(unsigned percent) {
  if (!Inside({"nft", "add", "table", "inet", "loss"})) return false;
  for (const char* hook : {"input", "output"}) {
    const std::string chain = StrCat("{ type filter hook ", hook, " priority 0; }");
    const std::string rule = StrCat("numgen random mod 100 < ", percent, " drop");
    if (!Inside({"nft", "add", "chain", "inet", "loss", hook, chain}) ||
        !Inside({"nft", "add", "rule", "inet", "loss", hook, rule}))
      return false;
  }
  return true;
}

bool NetworkNamespace::Inside(std::vector<std::string> command) {
  command.insert(command.begin(), {"ip", "netns", "exec", name_});
  return Run(std::move(command));
}

bool NetworkNamespace::Ip(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "ip");
  return Run(std::move(arguments));
}

}  // namespace hansa::testing
