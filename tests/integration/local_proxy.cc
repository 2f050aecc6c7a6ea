#include "tests/integration/local_proxy.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>

#include <fstream>
#include <thread>

#include "common/base/text.h"
#include "common/base/unique_fd.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Free now; outside of the range that connections take theirs from.
int FreePort() {
  static int next = 20000 + static_cast<int>(::getpid()) % 10000;
  for (int i = 0; i < 1000; ++i) {
    const int port = 20000 + (next++ - 20000) % 12000;
    const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = Loopback(port);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
      return port;
  }
  return 0;
}

bool Accepts(int port) {
  const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = Loopback(port);
  return ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

void WriteSecret(const fs::path& file, const std::string& text) {
  std::ofstream(file) << text;
  fs::permissions(file, fs::perms(0600));
}

}  // namespace

LocalProxy::LocalProxy(Options options) : options_(options), port_(FreePort()) {
  WriteSecret(login(), StrCat(kUser, ":", kPassword, "\n"));
  WriteSecret(wrong_login(), StrCat(kUser, ":guessed\n"));
  Start();
}

std::string LocalProxy::url() const {
  return StrCat(options_.kind == Kind::kTinyproxy ? "http" : "socks5", "://127.0.0.1:", port_);
}

std::string LocalProxy::keys() const {
  std::string text = StrCat("proxy = \"", url(), "\"\n");
  if (options_.login) text += StrCat("proxy_credentials = \"", login().string(), "\"\n");
  return text;
}

std::vector<std::string> LocalProxy::CommandLine() {
  if (options_.kind == Kind::kMicrosocks) {
    std::vector<std::string> line = {"microsocks", "-i", "127.0.0.1", "-p", std::to_string(port_)};
    if (options_.login) line.insert(line.end(), {"-u", kUser, "-P", kPassword});
    return line;
  }
  const fs::path file = folder_.path() / "tinyproxy.conf";
  std::ofstream config(file);
  config << "Port " << port_ << "\nListen 127.0.0.1\nTimeout 600\nMaxClients 100\nLogLevel Error\n";
  if (options_.login) config << "BasicAuth " << kUser << ' ' << kPassword << '\n';
  if (options_.only_https) config << "ConnectPort 443\n";
  return {"tinyproxy", "-d", "-c", file.string()};
}

void LocalProxy::Start() {
  auto started = ChildProcess::Start({.program = "/usr/bin/env",
                                      .arguments = CommandLine(),
                                      .standard_error = folder_.path() / "log",
                                      .environment = {}});
  ASSERT_TRUE(started.ok()) << started.error().Text();
  process_.emplace(std::move(started).value());
  for (int i = 0; i < 500 && !Accepts(port_); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ASSERT_TRUE(Accepts(port_)) << "install the packages of cmake/packages-tests.txt: " << url();
}

void LocalProxy::Kill() {
  if (!process_) return;
  process_->Signal(SIGKILL);
  process_->WaitOrKill(std::chrono::seconds(5));
  process_.reset();
}

}  // namespace hansa::testing
