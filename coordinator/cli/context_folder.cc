#include "coordinator/cli/context_folder.h"

#include <cstdlib>

#include "common/base/atomic_file.h"
#include "common/base/bytes.h"
#include "common/base/text.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;
constexpr size_t kLargestFile = 4096;
constexpr const char* kHowToGetOne =
    "Make one with: hansa coordinator init DIR, or name the folder with --context DIR";

std::string Trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

Error NoContext(const fs::path& folder) {
  return BadInput(StrCat("there is no operator context in ", folder.string()), "", kHowToGetOne);
}

Result<Bytes> ParseKey(const std::string& text, const fs::path& file) {
  Bytes key = FromHex(Trimmed(text));
  if (key.size() != 32) {
    return BadInput(StrCat("the key in ", file.string(), " is unusable"),
                    StrCat("expected 64 hex digits, found ", Trimmed(text).size(), " characters"));
  }
  return key;
}

Result<Bytes> ReadPublicKey(const fs::path& file) {
  return ParseKey(HANSA_TRY(ReadFile(file, kLargestFile)), file);
}

Result<SecretBytes> ReadSecretKey(const fs::path& file) {
  return SecretBytes(HANSA_TRY(ParseKey(HANSA_TRY(ReadSecretFile(file, kLargestFile)), file)));
}

Result<std::shared_ptr<const transport::Proxy>> ReadProxy(const fs::path& folder) {
  const fs::path file = folder / "proxy", login = folder / "proxy_credentials";
  if (!fs::exists(file)) return std::shared_ptr<const transport::Proxy>();
  const std::string text = Trimmed(HANSA_TRY(ReadFile(file, kLargestFile)));
  Result<transport::ProxyAddress> address = transport::ParseProxyAddress(text);
  if (!address.ok()) return std::move(address).error().WithContext(file.string());
  return transport::LoadProxy(*address, fs::exists(login) ? login : fs::path());
}

template <typename Array>
Array ToArray(ByteSpan bytes) {
  Array out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

}  // namespace

fs::path DefaultContextFolder() {
  if (const char* xdg = std::getenv("XDG_CONFIG_HOME"); xdg != nullptr && *xdg != '\0')
    return fs::path(xdg) / "hansa";
  if (const char* home = std::getenv("HOME"); home != nullptr)
    return fs::path(home) / ".config" / "hansa";
  return ".hansa";
}

std::string ContextFlag(const fs::path& folder) {
  return folder == DefaultContextFolder() ? "" : StrCat(" --context ", folder.string());
}

Result<> CreateContext(const fs::path& folder, const NewContext& context) {
  if (fs::exists(folder / "authority.key") || fs::exists(folder / "operator.key")) {
    return Refused(
        StrCat("will not overwrite the operator context in ", folder.string()),
        "it already holds keys; without them its coordinator's sites could not be managed any more",
        "Name another folder with --context DIR");
  }
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) return BadInput(StrCat("cannot make the folder ", folder.string()), fault.message());
  fs::permissions(folder, fs::perms::owner_all, fault);
  HANSA_TRY(SetAddress(folder, context.address));
  HANSA_TRY(WriteFileAtomically(folder / "server.key", Hex(context.server_key) + "\n"));
  HANSA_TRY(WriteFileAtomically(folder / "operator.key",
                                Hex(context.operator_secret.Reveal()) + "\n", 0600));
  if (context.authority_seed)
    HANSA_TRY(WriteFileAtomically(folder / "authority.key",
                                  Hex(context.authority_seed->Reveal()) + "\n", 0600));
  HANSA_TRY(WriteFileAtomically(folder / "authority.pub", Hex(context.authority_public) + "\n"));
  if (context.coordinator_certificate.empty()) return Success();
  return SaveCoordinatorCertificate(folder, context.coordinator_certificate);
}

Result<> SetAddress(const fs::path& folder, const std::string& address) {
  return WriteFileAtomically(folder / "address", address + "\n");
}

Result<std::string> LoadAddress(const fs::path& folder) {
  if (fs::exists(folder / "address"))
    return Trimmed(HANSA_TRY(ReadFile(folder / "address", kLargestFile)));
  return BadInput(StrCat("the coordinator's address is not in ", folder.string()), "",
                  "It comes with the coordinator's request: hansa authority certify FILE");
}

Result<Connection> LoadConnection(const fs::path& folder) {
  if (!fs::exists(folder / "operator.key")) return NoContext(folder);
  Connection out;
  out.address = HANSA_TRY(LoadAddress(folder));
  out.server_key = ToArray<transport::CurvePublic>(HANSA_TRY(ReadPublicKey(folder / "server.key")));
  out.operator_keys.secret_key = HANSA_TRY(ReadSecretKey(folder / "operator.key"));
  out.operator_keys.public_key = transport::CurvePublicOf(out.operator_keys.secret_key);
  out.proxy = HANSA_TRY(ReadProxy(folder));
  return out;
}

Result<crypto::SigningKey> LoadAuthorityKey(const fs::path& folder) {
  if (!fs::exists(folder / "authority.key")) {
    return BadInput(
        StrCat("the authority's key is not in ", folder.string()), "",
        "Call this where authority.key is kept, or name that folder with --context DIR; on a "
        "machine without a network, use hansa authority");
  }
  return crypto::SigningKey::FromSeed(HANSA_TRY(ReadSecretKey(folder / "authority.key")));
}

Result<crypto::Ed25519Public> LoadAuthorityPublic(const fs::path& folder) {
  if (!fs::exists(folder / "authority.pub")) return NoContext(folder);
  return ToArray<crypto::Ed25519Public>(HANSA_TRY(ReadPublicKey(folder / "authority.pub")));
}

Result<> SaveCoordinatorCertificate(const fs::path& folder, ByteSpan certificate) {
  return WriteFileAtomically(folder / "coordinator.cert", Hex(certificate) + "\n");
}

Result<Bytes> LoadCoordinatorCertificate(const fs::path& folder) {
  if (!fs::exists(folder / "coordinator.cert"))
    return BadInput(StrCat("the coordinator's certificate is not in ", folder.string()), "",
                    "Where the authority is on another machine: hansa authority certify");
  Bytes certificate =
      FromHex(Trimmed(HANSA_TRY(ReadFile(folder / "coordinator.cert", kLargestFile))));
  if (certificate.empty())
    return BadInput(StrCat("the certificate in ", folder.string(), " is unusable"));
  return certificate;
}

}  // namespace hansa::cli
