#include "common/transport/zap_handler.h"

#include <zmq.h>

#include <algorithm>

#include "common/base/check.h"

namespace hansa::transport {
namespace {

// version, request id, domain, address, routing id, mechanism, credentials
constexpr size_t kRequestFrames = 7;

std::vector<Bytes> ReceiveRequest(Socket& socket) {
  std::vector<Bytes> frames;
  bool more = true;
  while (more) {
    Frame frame;
    if (!socket.Receive(frame)) break;
    more = frame.more();
    frames.emplace_back(frame.bytes().begin(), frame.bytes().end());
  }
  return frames;
}

std::optional<std::string> Decide(const std::vector<Bytes>& request, const Admission& admission) {
  if (request.size() != kRequestFrames || AsView(request[5]) != "CURVE") return std::nullopt;
  CurvePublic key{};
  if (request[6].size() != key.size()) return std::nullopt;
  std::copy(request[6].begin(), request[6].end(), key.begin());
  std::optional<std::string> user = admission(key);
  if (user && user->empty()) return std::nullopt;
  return user;
}

void Reply(Socket& socket, const Bytes& request_id, const std::optional<std::string>& user) {
  socket.Send(AsSpan("1.0"), true);
  socket.Send(request_id, true);
  socket.Send(AsSpan(user ? "200" : "400"), true);
  socket.Send(AsSpan(user ? "OK" : "denied"), true);
  socket.Send(AsSpan(user ? *user : ""), true);
  socket.Send({}, false);  // no metadata
}

}  // namespace

ZapHandler::ZapHandler(Context& context) : socket_(context, ZMQ_REP) {
  socket_.SetInt(ZMQ_LINGER, 0);
  HANSA_CHECK(socket_.Bind("inproc://zeromq.zap.01") == 0);
}

ZapHandler::Answer ZapHandler::AnswerOne(const Admission& admission) {
  const std::vector<Bytes> request = ReceiveRequest(socket_);
  if (request.empty()) return {};
  const std::optional<std::string> user = Decide(request, admission);
  Reply(socket_, request.size() > 1 ? request[1] : Bytes(), user);
  if (!user) return {Outcome::kDenied, ""};
  return {Outcome::kAdmitted, *user};
}

}  // namespace hansa::transport
