#pragma once
// Proxies as plants have them, as processes of this machine: tinyproxy for CONNECT, microsocks for
// SOCKS5. Each at a free port of its own; gone with the object.

#include <optional>
#include <string>

#include "common/process/child_process.h"
#include "tests/support/temporary_folder.h"

namespace hansa::testing {

class LocalProxy {
 public:
  enum class Kind { kTinyproxy, kMicrosocks };
  struct Options {
    Kind kind = Kind::kTinyproxy;
    bool login = false;       // it wants kUser and kPassword
    bool only_https = false;  // tinyproxy: CONNECT to port 443 only
  };
  static constexpr const char* kUser = "plant";
  static constexpr const char* kPassword = "let-me-out";

  explicit LocalProxy(Options options);
  ~LocalProxy() { Kill(); }
  LocalProxy(const LocalProxy&) = delete;
  LocalProxy& operator=(const LocalProxy&) = delete;

  // "http://127.0.0.1:4567"
  std::string url() const;
  // "tcp://127.0.0.1:4567"
  std::string address() const { return "tcp://127.0.0.1:" + std::to_string(port_); }
  // The lines of site.toml for it; with its login in a file of this object's.
  std::string keys() const;
  // A file with another login than the right one.
  std::filesystem::path wrong_login() const { return folder_.path() / "wrong"; }
  std::filesystem::path login() const { return folder_.path() / "login"; }

  // Both return once it accepts connections, or does not any more. All its connections end.
  void Start();
  void Kill();

 private:
  std::vector<std::string> CommandLine();

  const Options options_;
  test::TemporaryFolder folder_;
  int port_ = 0;
  std::optional<ChildProcess> process_;
};

}  // namespace hansa::testing
