#pragma once
// Answers libzmq's questions whether a CURVE key may connect (ZAP, ZeroMQ RFC 27).

#include "common/transport/server_socket.h"
#include "common/transport/zmq_socket.h"

namespace hansa::transport {

class ZapHandler {
 public:
  // Must exist before the server socket is bound: libzmq admits everyone when nobody answers.
  explicit ZapHandler(Context& context);

  enum class Outcome { kNothing, kAdmitted, kDenied };
  struct Answer {
    Outcome outcome = Outcome::kNothing;
    std::string user;  // when admitted
  };
  // Answers one waiting question, if there is one.
  Answer AnswerOne(const Admission& admission);

  void* get() const { return socket_.get(); }

 private:
  Socket socket_;
};

}  // namespace hansa::transport
