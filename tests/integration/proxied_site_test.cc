// Sites and an operator behind proxies as plants have them: rounds complete, a proxy that ends or
// cuts connections costs nothing, and `check` says which part of the way fails.

#include <gmock/gmock.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "tests/integration/faulty_link.h"
#include "tests/integration/held_round.h"
#include "tests/integration/local_proxy.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using Kind = LocalProxy::Kind;

std::string Port(const std::string& address) { return address.substr(address.rfind(':')); }

class ProxiedSites : public HeldRound {};

TEST_F(ProxiedSites, ARoundThroughEachKindWithAndWithoutALogin) {
  const LocalProxy connect({.kind = Kind::kTinyproxy, .login = true});
  const LocalProxy socks({.kind = Kind::kMicrosocks, .login = true});
  const LocalProxy open({.kind = Kind::kTinyproxy});
  FaultyLink counted(connect.address()), also(socks.address());
  TestFleetOptions options;
  const auto login = [](const LocalProxy& proxy) {
    return "proxy_credentials = \"" + proxy.login().string() + "\"\n";
  };
  options.keys[0] =
      "proxy = \"http://127.0.0.1" + Port(counted.address()) + "\"\n" + login(connect);
  options.keys[1] = "proxy = \"socks5://127.0.0.1" + Port(also.address()) + "\"\n" + login(socks);
  options.keys[2] = open.keys();
  // The environment is not asked.
  for (const char* name : {"http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"})
    options.environment[3][name] = "http://127.0.0.1:1";
  Start(std::move(options));
  ExpectUndisturbed(Run("through-proxies"), kSites);
  EXPECT_GT(counted.carried(), 5000u) << "site-0 did not use its proxy";
  EXPECT_GT(also.carried(), 5000u) << "site-1 did not use its proxy";
}

TEST_F(ProxiedSites, TheOperatorToo) {
  Start({});
  const LocalProxy proxy({.kind = Kind::kMicrosocks, .login = true});
  const fs::path context = fleet().context();
  std::ofstream(context / "proxy") << proxy.url() << '\n';
  const CommandResult without = fleet_->Hansa({"status"});
  EXPECT_EQ(without.exit_code, 5);
  EXPECT_THAT(without.errors, HasSubstr("wants a user name and a password"));
  fs::copy_file(proxy.login(), context / "proxy_credentials");
  EXPECT_EQ(fleet_->Hansa({"status"}).last()["connected"], kSites);
  std::ofstream(context / "proxy") << "proxy:3128\n";
  EXPECT_EQ(fleet_->Hansa({"status"}).exit_code, 3);
}

TEST_F(ProxiedSites, AProxyThatEndsInARoundAndComesBack) {
  LocalProxy proxy({.kind = Kind::kTinyproxy});
  TestFleetOptions options;
  options.keys[0] = proxy.keys();
  Start(std::move(options));
  const CommandResult run = RunHeld("proxy-ends", [&] {
    proxy.Kill();
    for (int i = 0; i < 300; ++i) {
      if (fleet_->Hansa({"status"}).last().value("connected", kSites) < kSites) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    proxy.Start();
    LetGo();
  });
  ExpectUndisturbed(run, kSites);
}

// Some proxies end every connection after a while.
TEST_F(ProxiedSites, AProxyThatCutsLongConnections) {
  const LocalProxy proxy({.kind = Kind::kMicrosocks});
  FaultyLink link(proxy.address());
  TestFleetOptions options;
  options.keys[0] = "proxy = \"socks5://127.0.0.1" + Port(link.address()) + "\"\n";
  Start(std::move(options));
  ExpectUndisturbed(Run("reference"), kSites);
  for (int cut = 0; cut < 3; ++cut) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // no storm: retried at once
    EXPECT_TRUE(fleet_->AwaitConnected(kSites));
    link.BreakAfter(2000 + 1500 * static_cast<uint64_t>(cut), LinkState::kCut);
    CommandResult run;
    std::thread runner([&] { run = Run("cut-" + std::to_string(cut)); });
    EXPECT_TRUE(link.AwaitBroken());
    link.Restore();
    runner.join();
    ExpectUndisturbed(run, kSites);
  }
}

// What `hansa-client check` finds of the network, with other keys in site.toml.
class CheckedProxy : public ::testing::Test {
 protected:
  struct Found {
    int exit_code = 0;
    std::map<std::string, json> by_check;
    bool Right(const std::string& check) const {
      return by_check.contains(check) && by_check.at(check).at("right").get<bool>();
    }
    std::string Text(const std::string& check) const {
      return by_check.contains(check) ? by_check.at(check).dump() : "";
    }
  };
  Found Check(const std::string& keys) {
    const fs::path config = test_.fleet().site_folder(0) / "site.toml";
    if (plain_.empty()) plain_ = ReadWhole(config);
    std::ofstream(config) << keys << plain_;
    const CommandResult run = test_.Client(0, {"check", "--json"});
    Found found{run.exit_code, {}};
    for (const json& line : run.lines())
      if (line.value("event", "") == "finding") found.by_check[line["check"]] = line;
    return found;
  }

  TestFleet test_{{.sites = 1, .start_agents = false}};
  std::string plain_;
};

TEST_F(CheckedProxy, SaysWhichPartFails) {
  const LocalProxy proxy({.kind = Kind::kTinyproxy, .login = true});
  const std::string key = "proxy = \"" + proxy.url() + "\"\n";

  const Found good = Check(proxy.keys());
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_TRUE(good.Right("proxy") && good.Right("network")) << good.Text("proxy");

  const Found absent = Check("proxy = \"http://127.0.0.1:1\"\n");
  EXPECT_EQ(absent.exit_code, 4);
  EXPECT_THAT(absent.Text("proxy"), HasSubstr("cannot reach the proxy"));
  EXPECT_FALSE(absent.by_check.contains("network"));

  const Found nameless = Check(key);
  EXPECT_EQ(nameless.exit_code, 5);
  EXPECT_THAT(nameless.Text("proxy"), HasSubstr("proxy_credentials"));

  const Found wrong = Check(key + "proxy_credentials = \"" + proxy.wrong_login().string() + "\"\n");
  EXPECT_EQ(wrong.exit_code, 5);
  EXPECT_THAT(wrong.Text("proxy"), HasSubstr("does not accept"));

  fs::permissions(proxy.wrong_login(), fs::perms(0644));
  const Found open = Check(key + "proxy_credentials = \"" + proxy.wrong_login().string() + "\"\n");
  EXPECT_EQ(open.exit_code, 5);
  EXPECT_FALSE(open.Right("proxy"));

  const LocalProxy strict({.kind = Kind::kTinyproxy, .only_https = true});
  const Found refused = Check(strict.keys());
  EXPECT_EQ(refused.exit_code, 5);
  EXPECT_THAT(refused.Text("proxy"), HasSubstr("403"));
}

TEST_F(CheckedProxy, TellsTheCoordinatorFromTheProxy) {
  const LocalProxy proxy({.kind = Kind::kMicrosocks});
  const fs::path address = test_.fleet().site_folder(0) / "state" / "address";
  const std::string right = ReadWhole(address);
  {
    TestFleet other({.sites = 0});  // another coordinator
    std::ofstream(address) << ReadWhole(other.fleet().coordinator_folder() / "address");
    const Found found = Check(proxy.keys());
    EXPECT_EQ(found.exit_code, 6);
    EXPECT_TRUE(found.Right("proxy")) << found.Text("proxy");
    EXPECT_THAT(found.Text("network"), HasSubstr("another key"));
  }
  std::ofstream(address) << right;
  test_.fleet().coordinator().Signal(SIGKILL);
  test_.fleet().coordinator().WaitOrKill(std::chrono::seconds(5));
  const Found found = Check(proxy.keys());
  EXPECT_EQ(found.exit_code, 4);
  EXPECT_TRUE(found.Right("proxy")) << found.Text("proxy");
  EXPECT_THAT(found.Text("network"), HasSubstr("cannot reach the coordinator"));
}

TEST(ProxiedJoin, BeforeThereIsAConfiguration) {
  TestFleet test({.sites = 0});
  const LocalProxy proxy({.kind = Kind::kTinyproxy, .login = true});
  const fs::path invitation = test.folder() / "a.invitation";
  ASSERT_EQ(test.Hansa({"site", "invite", "a", "--out", invitation.string()}).exit_code, 0);
  const auto join = [&](const fs::path& login) {
    return RunProgram("hansa-client", {"join", invitation.string(), "--config",
                                       (test.folder() / "absent.toml").string(), "--proxy",
                                       proxy.url(), "--proxy-credentials", login.string()});
  };
  const CommandResult refused = join(proxy.wrong_login());
  EXPECT_EQ(refused.exit_code, 5) << refused.errors;
  EXPECT_THAT(refused.errors, HasSubstr("does not accept"));
  const CommandResult joined = join(proxy.login());
  EXPECT_EQ(joined.exit_code, 0) << joined.errors;
  EXPECT_THAT(joined.errors, HasSubstr("proxy = "));
}

}  // namespace
}  // namespace hansa::testing
