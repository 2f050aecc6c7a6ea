#pragma once
// A server and clients over loopback in one thread, driven in turns until something has happened.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/crypto/random.h"
#include "common/transport/client_socket.h"
#include "common/transport/server_socket.h"

namespace hansa::transport {

class TransportTest : public ::testing::Test {
 protected:
  // Opens the server on a free port, or again on the one that it had.
  void OpenServer(const ServerBounds& bounds = {}) {
    ServerSocket::Options options;
    options.bounds = bounds;
    options.listen = server_address_.empty() ? "tcp://127.0.0.1:0" : server_address_;
    options.curve_secret = server_keys_.secret_key.Clone();
    options.admission = [this](const CurvePublic& key) -> std::optional<std::string> {
      const auto found = users_.find(key);
      if (found == users_.end()) return std::nullopt;
      return found->second;
    };
    Result<std::unique_ptr<ServerSocket>> opened = ServerSocket::Open(std::move(options));
    ASSERT_TRUE(opened.ok()) << opened.error().Text();
    server_ = std::move(opened).value();
    server_address_ = server_->bound_address();
  }

  ClientSocket::Options ClientOptions() {
    ClientSocket::Options options;
    options.address = server_address_;
    options.server_key = server_keys_.public_key;
    options.own = GenerateCurveKeyPair();
    options.first_retry = milliseconds(20);
    options.longest_retry = milliseconds(100);
    return options;
  }

  std::unique_ptr<ClientSocket> OpenClient(ClientSocket::Options options) {
    Result<std::unique_ptr<ClientSocket>> opened = ClientSocket::Open(std::move(options), random_);
    EXPECT_TRUE(opened.ok());
    return std::move(opened).value();
  }

  // A client that the server admits as `user`, connected.
  std::unique_ptr<ClientSocket> OpenAdmitted(const std::string& user) {
    ClientSocket::Options options = ClientOptions();
    users_[options.own.public_key] = user;
    std::unique_ptr<ClientSocket> client = OpenClient(std::move(options));
    EXPECT_TRUE(Until(*client, [&] { return client->connected(); }));
    return client;
  }

  // Gives server and client turns until `done`, for at most 20 seconds.
  bool Until(ClientSocket& client, const std::function<bool()>& done) {
    const Instant give_up = ReadClocks().instant + seconds(20);
    while (!done() && ReadClocks().instant < give_up) {
      TurnServer();
      const ClientInput input = client.Poll(ReadClocks().instant + milliseconds(2));
      for (const auto& message : input.messages) to_client_.push_back(message);
      for (const LinkEvent event : input.events) events_.push_back(event);
    }
    return done();
  }
  bool UntilServer(const std::function<bool()>& done) {
    const Instant give_up = ReadClocks().instant + seconds(20);
    while (!done() && ReadClocks().instant < give_up) TurnServer();
    return done();
  }

  void TurnServer() {
    if (!server_) return;
    ServerInput input = server_->Poll(ReadClocks().instant + milliseconds(2), 64);
    for (Received& message : input.messages) {
      if (keeps_) server_->Keep(message.peer);
      received_.push_back(std::move(message));
    }
    for (Rejected& message : input.rejected) rejected_.push_back(std::move(message));
    gone_.insert(gone_.end(), input.gone.begin(), input.gone.end());
  }

  // Makes the server know the client: one message.
  PeerHandle Introduce(ClientSocket& client) {
    const size_t before = received_.size();
    EXPECT_TRUE(client.Send("hello"));
    EXPECT_TRUE(Until(client, [&] { return received_.size() > before; }));
    return received_.empty() ? 0 : received_.back().peer;
  }

  size_t Count(LinkEvent event) const {
    return static_cast<size_t>(std::count(events_.begin(), events_.end(), event));
  }

  bool keeps_ = true;  // whoever says anything is known
  crypto::SystemRandom random_;
  CurveKeyPair server_keys_ = GenerateCurveKeyPair();
  std::map<CurvePublic, std::string> users_;
  std::string server_address_;
  std::unique_ptr<ServerSocket> server_;

  std::vector<Received> received_;
  std::vector<Rejected> rejected_;
  std::vector<PeerHandle> gone_;
  std::vector<ClientInput::Message> to_client_;
  std::vector<LinkEvent> events_;
};

}  // namespace hansa::transport
