#pragma once
// One direction of a relayed connection: what was read and could not be written yet.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hansa::transport {

class BytePipe {
 public:
  // Between two non-blocking sockets. False: one of them broke.
  bool Move(int from, int to);
  // Bytes that are in hand already; at most the room that is left.
  void Put(std::string_view bytes);

  bool wants_input() const { return !ended_ && empty(); }
  bool empty() const { return begin_ == end_; }
  // The reading side ended and everything was passed on.
  bool done() const { return ended_ && empty(); }

 private:
  bool Write(int to);

  std::array<uint8_t, 128 << 10> buffer_;
  size_t begin_ = 0, end_ = 0;
  bool ended_ = false;
};

}  // namespace hansa::transport
