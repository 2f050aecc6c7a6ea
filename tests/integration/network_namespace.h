#pragma once
// A host of the test's own: a network namespace joined to this one by a pair of virtual interfaces,
// with an address at each end. Gone with the object, and with it what was done to the link. Needs
// root and the programs ip and tc (iproute2) and nft (nftables).

#include <string>
#include <vector>

namespace hansa::testing {

class NetworkNamespace {
 public:
  NetworkNamespace();
  ~NetworkNamespace();
  NetworkNamespace(const NetworkNamespace&) = delete;
  NetworkNamespace& operator=(const NetworkNamespace&) = delete;

  // Empty: it was made. Otherwise what is missing.
  const std::string& fault() const { return fault_; }
  const std::string& address() const { return address_; }  // of this side
  // What a command line begins with to run inside.
  std::vector<std::string> command() const;
  // The link goes down without a word to anyone, and up again.
  bool SetLink(bool up);
  // Both ways carry at most so many kbit/s; what waits longer than 400 ms is lost.
  bool Slow(unsigned kbit);
  // So many of a hundred packets are lost, each way.
  bool Lose(unsigned percent);

 private:
  bool Ip(std::vector<std::string> arguments);
  bool Inside(std::vector<std::string> command);

  std::string name_, outer_, inner_, address_, fault_;
};

}  // namespace hansa::testing
