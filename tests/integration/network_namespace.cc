#include "tests/integration/network_namespace.h"

#include <unistd.h>

#include "common/base/text.h"
#include "common/process/child_process.h"

namespace hansa::testing {

NetworkNamespace::NetworkNamespace() {
  // By process id, as tests run beside one another: names of at most 15 characters, a /30 each.
  const auto id = static_cast<unsigned>(::getpid());
  const std::string inner = StrCat("hi", id);
  name_ = StrCat("hansa-", id);
  outer_ = StrCat("hn", id);
  const std::string net = StrCat("10.", 64 + (id >> 14) % 128, ".", (id >> 6) & 255, ".");
  address_ = StrCat(net, (id & 63) * 4 + 1);
  const std::string theirs = StrCat(net, (id & 63) * 4 + 2);
  const bool made = Ip({"netns", "add", name_}) &&
                    Ip({"link", "add", outer_, "type", "veth", "peer", "name", inner}) &&
                    Ip({"link", "set", inner, "netns", name_}) &&
                    Ip({"addr", "add", address_ + "/30", "dev", outer_}) && SetLink(true) &&
                    Ip({"-n", name_, "addr", "add", theirs + "/30", "dev", inner}) &&
                    Ip({"-n", name_, "link", "set", inner, "up"});
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

bool NetworkNamespace::Ip(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "ip");
  auto process = ChildProcess::Start({.program = "/usr/bin/env",
                                      .arguments = std::move(arguments),
                                      .standard_error = "/dev/null",
                                      .environment = {}});
  return process.ok() && process->WaitOrKill(std::chrono::seconds(10)).exit_code == 0;
}

}  // namespace hansa::testing
