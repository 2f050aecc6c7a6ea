#include "tests/integration/thousand_sites.h"

#include <gtest/gtest.h>
#include <zmq.h>

#include <functional>
#include <thread>

#include "common/base/text.h"
#include "common/crypto/random.h"
#include "common/identity/authority.h"
#include "common/identity/credential.h"
#include "common/identity/invitation.h"
#include "coordinator/cli/authority_folder.h"
#include "coordinator/cli/context_folder.h"
#include "coordinator/cli/operator_client.h"
#include "coordinator/cli/publish_directory.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::testing {
namespace {

constexpr auto kAttempt = std::chrono::seconds(12);  // a handshake may take 10

struct Asker {
  const transport::CurveKeyPair* keys = nullptr;
  std::string question;  // the envelope that is sent first
};

}  // namespace

// Each asker has a DEALER of its own; all of them ask at once, and who gets no answer asks again.
class ThousandSites::Crowd {
 public:
  using Answers = std::function<bool(const v1::ToSite&)>;
  Crowd(std::string address, transport::CurvePublic server_key, std::vector<Asker> askers)
      : address_(std::move(address)), server_key_(server_key), askers_(std::move(askers)) {
    zmq_ctx_set(context_, ZMQ_MAX_SOCKETS, static_cast<int>(askers_.size() * 3 + 64));
    links_.resize(askers_.size());
    for (size_t i = 0; i < links_.size(); ++i) Open(i);
  }
  ~Crowd() {
    for (Link& link : links_) zmq_close(link.socket);
    zmq_ctx_term(context_);
  }

  // Answered ones, once all are or the time is over.
  size_t Await(const Answers& answers, std::chrono::seconds limit) {
    const auto until = std::chrono::steady_clock::now() + limit;
    size_t answered = 0;
    while (answered < links_.size() && std::chrono::steady_clock::now() < until) {
      Poll();
      for (size_t i = 0; i < links_.size(); ++i) answered += Advance(i, answers) ? 1 : 0;
    }
    return answered;
  }
  size_t repeated() const { return repeated_; }

 private:
  struct Link {
    void* socket = nullptr;
    std::chrono::steady_clock::time_point give_up;
    bool answered = false;
  };

  void Open(size_t i) {
    Link& link = links_[i];
    if (link.socket != nullptr) zmq_close(link.socket);
    link.socket = zmq_socket(context_, ZMQ_DEALER);
    const transport::CurveKeyPair& keys = *askers_[i].keys;
    const int none = 0;
    const auto secret = keys.secret_key.Reveal();
    zmq_setsockopt(link.socket, ZMQ_LINGER, &none, sizeof none);
    zmq_setsockopt(link.socket, ZMQ_CURVE_SERVERKEY, server_key_.data(), server_key_.size());
    zmq_setsockopt(link.socket, ZMQ_CURVE_PUBLICKEY, keys.public_key.data(), 32);
    zmq_setsockopt(link.socket, ZMQ_CURVE_SECRETKEY, secret.data(), secret.size());
    EXPECT_EQ(zmq_connect(link.socket, address_.c_str()), 0) << zmq_strerror(zmq_errno());
    const std::string& question = askers_[i].question;
    zmq_send(link.socket, question.data(), question.size(), ZMQ_DONTWAIT);
    link.give_up = std::chrono::steady_clock::now() + kAttempt;
  }

  void Poll() {
    std::vector<zmq_pollitem_t> items;
    for (const Link& link : links_)
      if (!link.answered) items.push_back({link.socket, 0, ZMQ_POLLIN, 0});
    zmq_poll(items.data(), static_cast<int>(items.size()), 50);
  }

  // Whether its answer came now.
  bool Advance(size_t i, const Answers& answers) {
    Link& link = links_[i];
    if (link.answered) return false;
    char buffer[8192];
    int size = 0;
    while ((size = zmq_recv(link.socket, buffer, sizeof buffer, ZMQ_DONTWAIT)) >= 0) {
      v1::ToSite message;
      if (message.ParseFromArray(buffer, std::min<int>(size, sizeof buffer)) && answers(message))
        return link.answered = true;
    }
    if (std::chrono::steady_clock::now() < link.give_up) return false;
    ++repeated_;
    Open(i);
    return false;
  }

  const std::string address_;
  const transport::CurvePublic server_key_;
  const std::vector<Asker> askers_;
  void* context_ = zmq_ctx_new();
  std::vector<Link> links_;
  size_t repeated_ = 0;
};

ThousandSites::~ThousandSites() = default;

ThousandSites::ThousandSites(TestFleet& fleet, size_t count) : fleet_(fleet), sites_(count) {
  const std::filesystem::path context = fleet.fleet().context();
  auto authority = cli::AuthorityFolder::Open(context).value();
  auto connection = cli::LoadConnection(context).value();
  server_key_ = connection.server_key;
  identity::InvitationRequest request;
  request.address = connection.address;
  request.expires_unix_ms = ReadClocks().unix_ms + 3'600'000;
  EXPECT_TRUE(request.coordinator.ParseFromString(
      ToString(cli::LoadCoordinatorCertificate(context).value())));
  auto client = cli::OperatorClient::Connect(std::move(connection)).value();
  crypto::SystemRandom random;
  std::vector<transport::CurveKeyPair> keys(count);  // of the invitations
  std::vector<Asker> joining;
  for (size_t i = 0; i < count; ++i) {
    request.site_name = StrCat("crowd-", i);
    const auto issued = identity::IssueInvitation(authority.key(), request, random).value();
    v1::OperatorRequest registration;
    *registration.mutable_register_invitation()->mutable_certificate() = issued.certificate;
    registration.mutable_register_invitation()->set_site_name(request.site_name);
    EXPECT_TRUE(client->Call(registration).ok());
    EXPECT_TRUE(authority.book().AddInvitation(request.site_name, issued.certificate).ok());
    const auto invitation = identity::CheckInvitation(issued.invitation).value();
    keys[i] = {transport::CurvePublicOf(invitation.curve_secret), invitation.curve_secret.Clone()};
    const auto own = crypto::SigningKey::Generate(random);
    sites_[i].keys = transport::GenerateCurveKeyPair();
    v1::ToCoordinator join, hello;
    *join.mutable_join()->mutable_credential() =
        identity::MakeSiteCredential(invitation, own.public_key(), sites_[i].keys.public_key);
    hello.mutable_hello()->set_protocol(1);
    *hello.mutable_hello()->mutable_credential() = join.join().credential();
    sites_[i].hello = hello.SerializeAsString();
    joining.push_back({&keys[i], join.SerializeAsString()});
  }
  authority.book().Sign(authority.key(), ReadClocks().unix_ms);
  EXPECT_TRUE(authority.Save().ok());
  EXPECT_TRUE(cli::SendDirectory(*client, authority.book()).ok());
  Crowd crowd(request.address, server_key_, std::move(joining));
  const auto accepted = [](const v1::ToSite& message) { return message.join_reply().accepted(); };
  EXPECT_EQ(crowd.Await(accepted, std::chrono::seconds(120)), count);
}

size_t ThousandSites::GreetAll(std::chrono::seconds limit) {
  std::vector<Asker> askers;
  for (const Site& site : sites_) askers.push_back({&site.keys, site.hello});
  std::string address = ReadWhole(fleet_.fleet().context() / "address");
  crowd_ = std::make_unique<Crowd>(address.substr(0, address.find('\n')), server_key_,
                                   std::move(askers));
  const auto welcomed = [](const v1::ToSite& message) { return message.has_welcome(); };
  const size_t greeted = crowd_->Await(welcomed, limit);
  repeated_ = crowd_->repeated();
  return greeted;
}

void ThousandSites::Leave() { crowd_.reset(); }

}  // namespace hansa::testing
