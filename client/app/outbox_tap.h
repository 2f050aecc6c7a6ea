#pragma once
// Test builds (HANSA_STOP_POINTS) only; empty elsewhere. HANSA_TAP_FILE=<file>: a copy of every
// byte that leaves the agent. HANSA_INPUT_FILE=<file>: the agent's inputs to secure sums before
// they are masked, one behind the other, so that a test can add them up apart. HANSA_PLANT_LEAK=1:
// the agent sends its training data along with "ready", so that the test can show that it would
// find a leak.

#include <string>
#include <string_view>

#include "client/trainer/shared_array.h"
#include "common/base/blob.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::client {

#ifdef HANSA_STOP_POINTS
class OutboxTap {
 public:
  OutboxTap();
  void Hold(const SharedArray& values);
  void Leak(v1::ToCoordinator& message) const;
  void Record(std::string_view envelope, const Bytes& payload) const;
  void Input(const Blob& input) const;

 private:
  std::string file_;
  std::string input_file_;
  bool leak_ = false;
  Bytes held_;
};
#else
class OutboxTap {
 public:
  void Hold(const SharedArray&) {}
  void Leak(v1::ToCoordinator&) const {}
  void Record(std::string_view, const Bytes&) const {}
  void Input(const Blob&) const {}
};
#endif

}  // namespace hansa::client
