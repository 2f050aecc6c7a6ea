#include "tests/upgrade/recording_relay.h"

#include <fstream>

#include "common/identity/invitation_file.h"
#include "tests/integration/test_fleet.h"

namespace hansa::upgrade {

namespace fs = std::filesystem;

std::string KindOf(const google::protobuf::Message& message) {
  const auto* descriptor = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  const auto* failure = descriptor->FindFieldByName("failure");
  if (failure != nullptr && reflection->HasField(message, failure)) return "failure";
  const auto* body = descriptor->FindOneofByName("body");
  if (body == nullptr) return "";
  const auto* field = reflection->GetOneofFieldDescriptor(message, body);
  if (field == nullptr) return "";
  const std::string inner = KindOf(reflection->GetMessage(message, field));
  return field->name() + (inner.empty() ? "" : "." + inner);
}

Result<std::unique_ptr<RecordingRelay>> RecordingRelay::Open(Options options) {
  std::unique_ptr<RecordingRelay> relay(new RecordingRelay);
  transport::ServerSocket::Options server{
      .listen = "tcp://127.0.0.1:0",
      .curve_secret = options.server_secret.Clone(),
      .admission = [r = relay.get()](const transport::CurvePublic& key) { return r->Admit(key); }};
  relay->options_ = std::move(options);
  relay->server_ = HANSA_TRY(transport::ServerSocket::Open(std::move(server)));
  return relay;
}

void RecordingRelay::FindSecrets() {
  const auto add = [this](SecretBytes secret) {
    secrets_[Hex(transport::CurvePublicOf(secret))] = std::move(secret);
  };
  for (const auto& entry : fs::recursive_directory_iterator(options_.secrets)) {
    const fs::path& file = entry.path();
    if (file.filename() == "curve.key" || file.filename() == "operator.key")
      add(SecretBytes(FromHex(hansa::testing::ReadWhole(file).substr(0, 64))));
    if (file.extension() != ".invitation") continue;
    auto invitation = identity::ReadInvitationFile(file);
    if (invitation.ok()) add(std::move(invitation->curve_secret));
  }
}

std::optional<std::string> RecordingRelay::Admit(const transport::CurvePublic& key) {
  const std::string user = Hex(key);
  if (!secrets_.contains(user)) FindSecrets();
  if (!secrets_.contains(user)) return std::nullopt;
  return user;
}

void RecordingRelay::Keep(Kinds& kinds, std::string kind, const Message& message) {
  const auto found = kinds.find(kind);
  if (found == kinds.end() || found->second.envelope.size() < message.envelope.size())
    kinds[std::move(kind)] = message;
}

void RecordingRelay::FromClient(transport::Received received) {
  server_->Keep(received.peer);
  Link& link = links_[received.peer];
  if (link.socket == nullptr) {
    transport::ClientSocket::Options options;
    options.address = options_.coordinator;
    options.server_key = transport::CurvePublicOf(options_.server_secret);
    options.own.secret_key = secrets_.at(received.user).Clone();
    options.own.public_key = transport::CurvePublicOf(options.own.secret_key);
    link.socket = transport::ClientSocket::Open(std::move(options), random_).value();
  }
  Message message{std::move(received.envelope), received.payload.Copy()};
  v1::ToCoordinator parsed;
  if (parsed.ParseFromString(message.envelope)) Keep(to_coordinator_, KindOf(parsed), message);
  link.waiting.push_back(std::move(message));
}

void RecordingRelay::FromCoordinator(transport::PeerHandle peer, Link& link) {
  for (auto& received : link.socket->Poll(ReadClocks().instant).messages) {
    const Message message{std::move(received.envelope), received.payload.Copy()};
    v1::ToSite parsed;
    if (parsed.ParseFromString(message.envelope)) Keep(to_site_, KindOf(parsed), message);
    if (parsed.secagg().has_roster() && !std::exchange(spoiled_, true)) {
      // A site refuses this roster: that is how its abort comes to be recorded.
      parsed.mutable_secagg()->mutable_roster()->set_threshold(0);
      server_->Send(peer, parsed.SerializeAsString());
      continue;
    }
    server_->Send(peer, message.envelope, message.payload);
  }
  if (!link.socket->connected()) return;
  for (Message& message : std::exchange(link.waiting, {}))
    link.socket->Send(std::move(message.envelope), std::move(message.payload));
}

void RecordingRelay::Turn() {
  transport::ServerInput input = server_->Poll(ReadClocks().instant + milliseconds(1), 64);
  for (transport::Received& message : input.messages) FromClient(std::move(message));
  for (auto& [peer, link] : links_) FromCoordinator(peer, link);
  for (const transport::PeerHandle peer : input.gone) links_.erase(peer);
}

void RecordingRelay::Write(const fs::path& out) const {
  const auto write = [](const fs::path& folder, const Kinds& kinds) {
    fs::create_directories(folder);
    for (const auto& [kind, message] : kinds) {
      std::ofstream(folder / (kind + ".envelope"), std::ios::binary) << message.envelope;
      if (message.payload.empty()) continue;
      std::ofstream(folder / (kind + ".payload"), std::ios::binary) << ToString(message.payload);
    }
  };
  write(out / "to-coordinator", to_coordinator_);
  write(out / "to-site", to_site_);
}

}  // namespace hansa::upgrade
