#pragma once
// A host of the test's own: a network namespace joined to this one by a pair of virtual interfaces,
// with an address at each end. Gone with the object. Needs root and the program ip (iproute2).

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

 private:
  bool Ip(std::vector<std::string> arguments);

  std::string name_, outer_, address_, fault_;
};

}  // namespace hansa::testing
