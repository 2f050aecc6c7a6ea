// Messages both ways over loopback, who they come from, and what else Poll reports.

#include <dirent.h>
#include <fcntl.h>
#include <sys/eventfd.h>

#include <set>

#include "common/base/unique_fd.h"
#include "tests/integration/transport_fixture.h"

namespace hansa::transport {
namespace {

std::set<int> OpenDescriptors() {
  std::set<int> descriptors;
  DIR* dir = ::opendir("/proc/self/fd");
  while (const dirent* entry = ::readdir(dir))
    if (entry->d_name[0] != '.') descriptors.insert(std::atoi(entry->d_name));
  descriptors.erase(::dirfd(dir));
  ::closedir(dir);
  return descriptors;
}

TEST_F(TransportTest, EchoesEnvelopeAndPayload) {
  OpenServer();
  auto client = OpenAdmitted("site:00112233445566aa");
  const Bytes payload(1 << 20, 0x5a);
  ASSERT_TRUE(client->Send(std::string("\0env", 4), payload));
  ASSERT_TRUE(Until(*client, [&] { return !received_.empty(); }));
  EXPECT_EQ(received_[0].envelope, std::string("\0env", 4));
  EXPECT_EQ(received_[0].payload, payload);

  ASSERT_TRUE(server_->Send(received_[0].peer, "back", received_[0].payload.Copy()).queued);
  ASSERT_TRUE(Until(*client, [&] { return !to_client_.empty(); }));
  EXPECT_EQ(to_client_[0].envelope, "back");
  EXPECT_EQ(to_client_[0].payload, payload);
}

TEST_F(TransportTest, ManyMessagesKeepTheirOrder) {
  OpenServer();
  auto client = OpenAdmitted("site:00112233445566aa");
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(client->Send(std::to_string(i)));
  ASSERT_TRUE(Until(*client, [&] { return received_.size() == 500; }));
  for (size_t i = 0; i < 500; ++i) EXPECT_EQ(received_[i].envelope, std::to_string(i));
  for (int i = 0; i < 500; ++i)
    ASSERT_TRUE(server_->Send(received_[0].peer, std::to_string(i)).queued);
  ASSERT_TRUE(Until(*client, [&] { return to_client_.size() == 500; }));
  for (size_t i = 0; i < 500; ++i) EXPECT_EQ(to_client_[i].envelope, std::to_string(i));
}

TEST_F(TransportTest, EveryMessageNamesItsUser) {
  OpenServer();
  auto site = OpenAdmitted("site:00112233445566aa");
  auto invited = OpenAdmitted("invite:00112233445566bb");
  const PeerHandle site_peer = Introduce(*site);
  const PeerHandle invited_peer = Introduce(*invited);
  EXPECT_NE(site_peer, invited_peer);
  Introduce(*site);
  ASSERT_EQ(received_.size(), 3u);
  EXPECT_EQ(received_[0].user, "site:00112233445566aa");
  EXPECT_EQ(received_[1].user, "invite:00112233445566bb");
  EXPECT_EQ(received_[2].user, "site:00112233445566aa");
  EXPECT_EQ(received_[2].peer, site_peer);
}

TEST_F(TransportTest, ReportsAConnectionThatEnded) {
  OpenServer();
  auto client = OpenAdmitted("site:00112233445566aa");
  const PeerHandle peer = Introduce(*client);
  ASSERT_TRUE(client->Send("last words"));
  client.reset();
  ASSERT_TRUE(UntilServer([&] { return !gone_.empty(); }));
  EXPECT_EQ(gone_, std::vector<PeerHandle>{peer});
  EXPECT_EQ(received_.back().envelope, "last words");
  EXPECT_FALSE(server_->Send(peer, "too late").queued);
}

TEST_F(TransportTest, PollWakesForAWatchedDescriptor) {
  OpenServer();
  UniqueFd fd(::eventfd(1, EFD_CLOEXEC));
  server_->Watch(fd.get());
  EXPECT_EQ(server_->Poll(std::nullopt, 1).ready, std::vector<int>{fd.get()});
  server_->Unwatch(fd.get());
  EXPECT_TRUE(server_->Poll(ReadClocks().instant, 1).ready.empty());

  auto client = OpenAdmitted("site:00112233445566aa");
  client->Watch(fd.get());
  EXPECT_EQ(client->Poll(std::nullopt).ready, std::vector<int>{fd.get()});
}

TEST_F(TransportTest, NoDescriptorReachesAChildProcess) {
  const std::set<int> before = OpenDescriptors();
  OpenServer();
  auto client = OpenAdmitted("site:00112233445566aa");
  Introduce(*client);
  size_t opened = 0;
  for (const int fd : OpenDescriptors()) {
    if (before.contains(fd)) continue;
    ++opened;
    EXPECT_TRUE(::fcntl(fd, F_GETFD) & FD_CLOEXEC) << fd;
  }
  EXPECT_GT(opened, 4u);
}

TEST_F(TransportTest, SpeaksOverIpv6) {
  server_address_ = "tcp://[::1]:0";
  ServerSocket::Options probe;
  probe.listen = server_address_;
  probe.curve_secret = server_keys_.secret_key.Clone();
  probe.admission = [](const CurvePublic&) { return std::optional<std::string>(); };
  if (!ServerSocket::Open(std::move(probe)).ok()) server_address_ = "tcp://127.0.0.1:0";
  OpenServer();
  auto client = OpenAdmitted("site:00112233445566aa");
  EXPECT_NE(Introduce(*client), 0u);
}

}  // namespace
}  // namespace hansa::transport
