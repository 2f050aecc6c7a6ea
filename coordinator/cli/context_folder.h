#pragma once
// The operator's context: where the coordinator is and the keys to speak to it (interfaces:
// connection settings).
//   address          tcp://host:port
//   server.key       CURVE public key of the coordinator, hex
//   operator.key     CURVE secret key of the operator, hex, mode 0600
//   authority.key    Ed25519 seed of the authority, hex, mode 0600; may be elsewhere or offline
//   authority.pub    Ed25519 public key of the authority, hex
//   authority.book   beside authority.key: authority_folder.h
//   proxy            optional: http://host:3128 or socks5://host:1080
//   proxy_credentials  optional: one line user:password for it, mode 0600
//   coordinator.cert v1.Signed(CoordinatorCertificate), serialised, hex: goes into every invitation

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/crypto/ed25519.h"
#include "common/transport/curve_keys.h"
#include "common/transport/proxy/proxy.h"

namespace hansa::cli {

// $XDG_CONFIG_HOME/hansa or ~/.config/hansa.
std::filesystem::path DefaultContextFolder();
// " --context DIR", for a command line to type next; empty for the default.
std::string ContextFlag(const std::filesystem::path& folder);

struct Connection {
  std::string address;
  transport::CurvePublic server_key{};
  transport::CurveKeyPair operator_keys;
  std::shared_ptr<const transport::Proxy> proxy;  // null: none
};

struct NewContext {
  std::string address;
  transport::CurvePublic server_key{};
  SecretBytes operator_secret;
  std::optional<SecretBytes> authority_seed;  // empty: kept elsewhere
  crypto::Ed25519Public authority_public{};
  Bytes coordinator_certificate;  // empty: not made yet
};

// Refuses a folder that already holds a context.
Result<> CreateContext(const std::filesystem::path& folder, const NewContext& context);
Result<> SetAddress(const std::filesystem::path& folder, const std::string& address);
Result<std::string> LoadAddress(const std::filesystem::path& folder);
Result<Connection> LoadConnection(const std::filesystem::path& folder);
Result<crypto::SigningKey> LoadAuthorityKey(const std::filesystem::path& folder);
Result<crypto::Ed25519Public> LoadAuthorityPublic(const std::filesystem::path& folder);
Result<> SaveCoordinatorCertificate(const std::filesystem::path& folder, ByteSpan certificate);
Result<Bytes> LoadCoordinatorCertificate(const std::filesystem::path& folder);

}  // namespace hansa::cli
