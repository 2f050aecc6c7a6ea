#include "common/transport/zmq_socket.h"

#include <zmq.h>

#include <cerrno>

#include "common/base/check.h"

namespace hansa::transport {
namespace {

// A client makes a socket anew for each attempt while the last one is still being reaped.
constexpr int kSockets = 64;

zmq_msg_t* AsMessage(std::array<unsigned char, 64>& storage) {
  static_assert(sizeof(zmq_msg_t) == 64 && alignof(zmq_msg_t) <= alignof(void*));
  return reinterpret_cast<zmq_msg_t*>(storage.data());
}

}  // namespace

Context::Context() : context_(zmq_ctx_new()) {
  HANSA_CHECK(context_ != nullptr);
  zmq_ctx_set(context_, ZMQ_IO_THREADS, 1);
  zmq_ctx_set(context_, ZMQ_MAX_SOCKETS, kSockets);
}

Context::~Context() {
  while (zmq_ctx_term(context_) != 0 && errno == EINTR) {
  }
}

Frame::Frame() { zmq_msg_init(AsMessage(message_)); }

Frame::~Frame() { zmq_msg_close(AsMessage(message_)); }

ByteSpan Frame::bytes() const {
  return {static_cast<const uint8_t*>(zmq_msg_data(AsMessage(message_))),
          zmq_msg_size(AsMessage(message_))};
}

bool Frame::more() const { return more_after_taken_ || zmq_msg_more(AsMessage(message_)) != 0; }

std::string Frame::user_id() const {
  const char* user = zmq_msg_gets(AsMessage(message_), "User-Id");
  return user == nullptr ? "" : user;
}

int Frame::connection() const { return zmq_msg_get(AsMessage(message_), ZMQ_SRCFD); }

SharedBytes Frame::Take() {
  more_after_taken_ = more();
  const auto kept = std::make_shared<Frame>();
  zmq_msg_move(AsMessage(kept->message_), AsMessage(message_));
  const ByteSpan bytes = kept->bytes();
  return {kept, bytes};
}

Socket::Socket(Context& context, int type) : socket_(zmq_socket(context.get(), type)) {
  HANSA_CHECK(socket_ != nullptr);
}

void Socket::SetInt(int option, int value) {
  HANSA_CHECK(zmq_setsockopt(socket_, option, &value, sizeof value) == 0);
}

void Socket::SetInt64(int option, int64_t value) {
  HANSA_CHECK(zmq_setsockopt(socket_, option, &value, sizeof value) == 0);
}

void Socket::SetBytes(int option, ByteSpan value) {
  HANSA_CHECK(zmq_setsockopt(socket_, option, value.data(), value.size()) == 0);
}

std::string Socket::last_endpoint() const {
  std::array<char, 512> text{};
  size_t size = text.size();
  HANSA_CHECK(zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, text.data(), &size) == 0);
  return text.data();
}

int Socket::Bind(const std::string& address) {
  return zmq_bind(socket_, address.c_str()) == 0 ? 0 : zmq_errno();
}

int Socket::Connect(const std::string& address) {
  return zmq_connect(socket_, address.c_str()) == 0 ? 0 : zmq_errno();
}

bool Socket::Receive(Frame& frame) {
  frame.more_after_taken_ = false;
  return zmq_msg_recv(AsMessage(frame.message_), socket_, ZMQ_DONTWAIT) >= 0;
}

int Socket::Send(ByteSpan frame, bool more) {
  const int flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);
  return zmq_send(socket_, frame.data(), frame.size(), flags) >= 0 ? 0 : zmq_errno();
}

int Socket::SendShared(std::shared_ptr<const Bytes> frame) {
  auto* owner = new std::shared_ptr<const Bytes>(std::move(frame));
  // libzmq never writes to a message that is sent.
  void* data = const_cast<uint8_t*>((*owner)->data());
  const auto release = [](void*, void* hint) {
    delete static_cast<std::shared_ptr<const Bytes>*>(hint);
  };
  zmq_msg_t message;
  HANSA_CHECK(zmq_msg_init_data(&message, data, (*owner)->size(), release, owner) == 0);
  if (zmq_msg_send(&message, socket_, ZMQ_DONTWAIT) >= 0) return 0;
  const int code = zmq_errno();
  zmq_msg_close(&message);
  return code;
}

void Socket::Close() {
  if (socket_ != nullptr) zmq_close(std::exchange(socket_, nullptr));
}

}  // namespace hansa::transport
