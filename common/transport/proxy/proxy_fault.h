#pragma once
// Why a proxy did not let a connection through: which part failed, and the words for a person.

#include "common/base/result.h"

namespace hansa::transport {

struct ProxyFault {
  enum class Part {
    kProxy,           // it cannot be reached
    kProtocol,        // what listens there is no such proxy
    kAuthentication,  // it wants a user name and password, or others
    kRules,           // it does not let this connection through
    kBehind,          // it cannot reach the coordinator, or does not answer in time
  };
  Part part = Part::kProxy;
  Error error;

  // Trying again without a change of something gets the same answer.
  bool lasting() const { return part != Part::kProxy && part != Part::kBehind; }
};

}  // namespace hansa::transport
