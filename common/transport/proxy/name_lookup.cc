#include "common/transport/proxy/name_lookup.h"

#include <netdb.h>
#include <sys/eventfd.h>

#include <cstring>
#include <mutex>
#include <optional>
#include <thread>

#include "common/base/text.h"
#include "common/base/unique_fd.h"

namespace hansa::transport {
namespace {

Result<std::vector<SocketAddress>> LookUp(const std::string& host, uint16_t port) {
  const bool bracketed = host.starts_with('[');
  const std::string name = bracketed ? host.substr(1, host.size() - 2) : host;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | (bracketed ? AI_NUMERICHOST : 0);
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(name.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (code != 0) return Unreachable(StrCat("no address of ", name), ::gai_strerror(code));
  std::vector<SocketAddress> addresses;
  for (const addrinfo* next = found; next != nullptr; next = next->ai_next) {
    SocketAddress& address = addresses.emplace_back();
    address.size = next->ai_addrlen;
    std::memcpy(&address.storage, next->ai_addr, next->ai_addrlen);
  }
  ::freeaddrinfo(found);
  return addresses;
}

}  // namespace

struct NameLookup::Shared {
  UniqueFd done{::eventfd(0, EFD_CLOEXEC)};
  std::mutex mutex;
  std::optional<Result<std::vector<SocketAddress>>> answer;
};

NameLookup::NameLookup(const std::string& host, uint16_t port)
    : shared_(std::make_shared<Shared>()) {
  std::thread([shared = shared_, host, port] {
    Result<std::vector<SocketAddress>> answer = LookUp(host, port);
    const std::lock_guard lock(shared->mutex);
    shared->answer = std::move(answer);
    ::eventfd_write(shared->done.get(), 1);
  }).detach();
}

NameLookup::~NameLookup() = default;

int NameLookup::fd() const { return shared_->done.get(); }

Result<std::vector<SocketAddress>> NameLookup::Take() {
  const std::lock_guard lock(shared_->mutex);
  HANSA_CHECK(shared_->answer.has_value());
  return *std::move(shared_->answer);
}

}  // namespace hansa::transport
