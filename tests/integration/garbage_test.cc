// A stranger, and a site with a valid key, send what nobody can use as fast as they can, at every
// level of the protocol, while an honest fleet completes its rounds. Afterwards nothing of it is
// left but the counters.

#include "hansa/v1/wire.pb.h"
#include "tests/integration/loopback.h"
#include "tests/integration/random_message.h"
#include "tests/integration/stormed_coordinator.h"

namespace hansa::testing {
namespace {

using nlohmann::json;
using transport::Context;
using transport::CurveKeyPair;
using transport::Socket;

constexpr uint64_t kMostResidentBytes = 400u << 20;
constexpr size_t kOdd = 4;  // the site whose key is misused

class Garbage : public StormedCoordinator {
 protected:
  Garbage() : StormedCoordinator(1), descriptors_(OpenDescriptors()) {}

  // The honest job, then the end of the storm, then what is left of it.
  void ExpectNobodyIsHarmed() {
    ExpectAnHonestJob();
    const json during = Status();
    EndStorms();
    const json after = AwaitStatus([&](const json& now) {
      return now["counters"]["on_probation"] == 0 && OpenDescriptors() <= descriptors_ + 4;
    });
    EXPECT_EQ(after["connected"], kHonest) << after;
    EXPECT_LE(OpenDescriptors(), descriptors_ + 4) << "descriptors are left open";
    EXPECT_EQ(after["counters"]["queued_bytes"], 0);
#ifndef __SANITIZE_ADDRESS__
    EXPECT_LT(after["peak_resident_bytes"], kMostResidentBytes);
#endif
    for (size_t i = 0; i < kHonest; ++i)
      EXPECT_FALSE(test_.fleet().agent(i).TryWait().has_value()) << "an honest agent ended";
  }
  // A plain connection that sends `opening`, and then noise until it is closed.
  void Noise(const std::string& opening) {
    const std::string coordinator = address();
    Storm([=, this](Context&) {
      std::mt19937_64 random(std::hash<std::string>{}(opening));
      const UniqueFd fd = ConnectTcp(coordinator);
      std::string bytes = opening;
      bool open = fd.valid();
      while (open && !over_) {
        open = ::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) >= 0;
        bytes.resize(1 + random() % 20000);
        for (char& byte : bytes) byte = static_cast<char>(random());
      }
    });
  }

  const size_t descriptors_;
};

// A greeting of ZMTP 3.0 (ZeroMQ RFC 23) with a mechanism of 20 bytes.
std::string Greeting(const std::string& mechanism) {
  std::string greeting("\xff\0\0\0\0\0\0\0\x01\x7f\x03\0", 12);
  greeting += mechanism;
  greeting.resize(64, '\0');
  return greeting;
}

// A short command frame.
std::string Command(const std::string& name, const std::string& body) {
  const std::string content = static_cast<char>(name.size()) + name + body;
  return std::string("\x04") + static_cast<char>(content.size()) + content;
}

TEST_F(Garbage, OfBytes) {
  Noise("");
  Noise(std::string(100, '\xff'));
  Noise("GET / HTTP/1.1\r\n");
  ExpectNobodyIsHarmed();
  EXPECT_GT(Counters()["bad_handshake"], 0);
}

TEST_F(Garbage, OfZmtpCommands) {
  Noise(Greeting("NULL"));
  Noise(Greeting("CURVE"));
  Noise(Greeting("CURVE") + Command("HELLO", std::string(192, '\x07')));
  Noise(Greeting("CURVE") + Command("INITIATE", std::string(100, '\x07')));
  Noise(Greeting("CURVE") + Command("READY", "\x0bSocket-Type"));
  Noise(Greeting("CURVE") + std::string("\x06\x7f\xff\xff\xff\xff\xff\xff\xff", 9));  // huge
  Noise(Greeting("PLAIN") + Command("HELLO",
                                    "\x05"
                                    "admin"
                                    "\x05"
                                    "admin"));
  ExpectNobodyIsHarmed();
  EXPECT_GT(Counters()["bad_handshake"], 0);
}

// Messages that parse, from a site that everybody knows.
TEST_F(Garbage, OfMessagesThatMeanNothing) {
  const auto keys = std::make_shared<CurveKeyPair>(KeysOf(kOdd));
  const std::string hello = HelloOf(kOdd);
  Storm([=, this, seed = uint64_t{0}](Context& context) mutable {
    std::mt19937_64 random(++seed);
    Socket socket = Connect(context, *keys);
    socket.Send(AsSpan(hello), false);
    for (int i = 0; i < 20000 && !over_; ++i) {
      v1::ToCoordinator message;
      FillByChance(message, random);
      const bool payload = random() % 3 == 0;
      if (socket.Send(AsSpan(message.SerializeAsString()), payload) != 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        continue;
      }
      if (payload) socket.Send(Bytes(random() % 5000, 7), false);
    }
  });
  ExpectNobodyIsHarmed();
  const json faults = test_.Hansa({"site", "show", "site-4"}).last()["faults"];
  EXPECT_GE(faults["expelled"], 1) << faults;
}

// Connections that say a byte now and then, and many that say nothing, for as long as they may.
TEST_F(Garbage, OfPatience) {
  const std::string coordinator = address();
  const std::string greeting = Greeting("CURVE");
  for (int thread = 0; thread < 2; ++thread)
    Storm([=, this](Context&) {
      std::vector<UniqueFd> slow;
      for (size_t i = 0; i < 300 && !over_; ++i) slow.push_back(ConnectTcp(coordinator));
      for (const char byte : greeting) {
        for (const UniqueFd& fd : slow) ::send(fd.get(), &byte, 1, MSG_NOSIGNAL);
        for (int i = 0; i < 20 && !over_; ++i)
          std::this_thread::sleep_for(std::chrono::milliseconds(25));
        if (over_) return;
      }
    });
  Storm([=, this](Context&) {
    std::vector<UniqueFd> silent;
    for (size_t i = 0; i < 2000 && !over_; ++i) silent.push_back(ConnectTcp(coordinator));
    for (int i = 0; i < 200 && !over_; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
  });
  ExpectNobodyIsHarmed();
}

}  // namespace
}  // namespace hansa::testing
