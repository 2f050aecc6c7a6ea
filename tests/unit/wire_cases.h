#pragma once
// A good message, and what becomes of it when one thing in it is spoiled.

#include <functional>
#include <string>

#include "hansa/v1/wire.pb.h"

namespace hansa::wire {

inline const std::string kDigest(32, 'd');
inline const std::string kTask(16, 't');

inline v1::Signed SomeSigned() {
  v1::Signed message;
  message.set_payload("payload");
  message.set_signature(std::string(64, 's'));
  return message;
}

inline v1::SiteCredential SomeCredential() {
  v1::SiteCredential credential;
  *credential.mutable_invitation() = SomeSigned();
  *credential.mutable_certificate() = SomeSigned();
  return credential;
}

template <typename Message>
struct Case {
  std::string name;
  std::function<void(Message&)> fill;  // a good message
  size_t payload = 0;
  std::function<void(Message&)> spoil;  // one thing wrong with it
  std::string fault;
};

}  // namespace hansa::wire
