#pragma once
// Stands between a coordinator and everybody who connects to it, with everyone's keys, and keeps
// one real message of every kind in both directions: the one with the most bytes. For recording a
// release's wire format only.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/crypto/random.h"
#include "common/transport/client_socket.h"
#include "common/transport/server_socket.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::upgrade {

// "hello", "secagg.shares", "operator_reply.failure": the names of the fields set in `body`.
std::string KindOf(const google::protobuf::Message& message);

class RecordingRelay {
 public:
  struct Options {
    std::string coordinator;        // its address
    SecretBytes server_secret;      // its CURVE key
    std::filesystem::path secrets;  // below it lie the CURVE keys of all others, in time
  };
  static Result<std::unique_ptr<RecordingRelay>> Open(Options options);

  std::string address() const { return server_->bound_address(); }
  // Moves what is there.
  void Turn();

  // One file a message: OUT/to-coordinator/KIND.envelope, and KIND.payload where it has one.
  void Write(const std::filesystem::path& out) const;

 private:
  struct Message {
    std::string envelope;
    Bytes payload;
  };
  struct Link {
    std::unique_ptr<transport::ClientSocket> socket;
    std::vector<Message> waiting;  // until it is connected
  };
  using Kinds = std::map<std::string, Message>;

  RecordingRelay() = default;
  std::optional<std::string> Admit(const transport::CurvePublic& key);
  void FindSecrets();
  void FromClient(transport::Received message);
  void FromCoordinator(transport::PeerHandle peer, Link& link);
  static void Keep(Kinds& kinds, std::string kind, const Message& message);

  Options options_;
  crypto::SystemRandom random_;
  std::unique_ptr<transport::ServerSocket> server_;
  std::map<std::string, SecretBytes> secrets_;  // by the public key in hex, which is the user id
  std::map<transport::PeerHandle, Link> links_;
  Kinds to_coordinator_, to_site_;
  bool spoiled_ = false;  // one roster
};

}  // namespace hansa::upgrade
