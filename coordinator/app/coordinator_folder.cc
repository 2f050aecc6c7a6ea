#include "coordinator/app/coordinator_folder.h"

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/config/parse_toml.h"
#include "common/identity/credential.h"
#include "common/identity/key_file.h"
#include "common/identity/key_text.h"
#include "hansa/v1/coordinator_config.pb.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kConfigFile = "coordinator.toml";

std::string ConfigText(const NewCoordinator& plan) {
  return StrCat(
      "# Hansa coordinator. Every key: proto/hansa/v1/coordinator_config.proto\n"
      "listen = \"",
      plan.listen, "\"\n",
      plan.advertise.empty() ? "# advertise = \"tcp://host:port\"   # written into invitations\n"
                             : StrCat("advertise = \"", plan.advertise, "\"\n"),
      "state = \"state\"\n"
      "address_file = \"address\"\n"
      "heartbeat = \"2s\"\n"
      "largest_fleet = 10000\n");
}

Result<> MakeFolder(const fs::path& dir) {
  std::error_code error;
  fs::create_directories(dir, error);
  if (!error) fs::permissions(dir, fs::perms::owner_all, error);
  if (error)
    return BadInput(StrCat("cannot make the folder ", dir.string()), error.message(),
                    "choose a folder that you may write to");
  return Success();
}

Result<> CheckPlan(const NewCoordinator& plan) {
  for (const std::string* address : {&plan.listen, &plan.advertise})
    if (address->find_first_of("\"\\\n\r") != std::string::npos)
      return BadInput(StrCat("not an address: ", *address), "", "write it as tcp://host:port");
  if (!plan.certificate) return Success();
  const auto certified =
      HANSA_TRY(identity::VerifyCoordinatorCertificate(*plan.certificate, plan.authority));
  if (certified.signing_key != plan.keys.signing.public_key() ||
      certified.curve_key != plan.keys.curve.public_key)
    return VerificationFailed("the coordinator's certificate is for other keys");
  return Success();
}

Result<v1::Signed> ReadCertificate(const fs::path& path) {
  if (!fs::exists(path))
    return BadInput("the authority has not certified this coordinator",
                    StrCat(path.string(), " is missing"),
                    "Bring coordinator.request to the authority, and its answer here: "
                    "hansa authority certify, hansa coordinator certify");
  const std::string bytes = HANSA_TRY(ReadFile(path, limits::kFrameBytes));
  v1::Signed certificate;
  if (!certificate.ParseFromString(bytes))
    return BadInput(StrCat("cannot read ", path.string()), "it is not a certificate",
                    "put the file written by `hansa coordinator init` back");
  return certificate;
}

Result<std::vector<transport::CurvePublic>> ReadOperators(const fs::path& path) {
  return identity::ParseKeyList(HANSA_TRY(ReadFile(path, limits::kConfigFileBytes)), path);
}

fs::path ConfigPath(const fs::path& path) {
  return fs::is_directory(path) ? path / kConfigFile : path;
}

fs::path StateIn(const fs::path& config_path, const v1::CoordinatorConfig& config) {
  return config_path.parent_path() / (config.state().empty() ? "state" : config.state());
}

}  // namespace

Result<> CreateCoordinatorFolder(const fs::path& dir, const NewCoordinator& plan) {
  if (fs::exists(dir / kConfigFile) || fs::exists(dir / "state" / "coordinator.key"))
    return BadInput(StrCat(dir.string(), " holds a coordinator already"), "",
                    "choose another folder, or remove this one");
  HANSA_TRY(CheckPlan(plan));
  const fs::path state = dir / "state";
  for (const fs::path& folder : {dir, state, dir / "runs", dir / "models"})
    HANSA_TRY(MakeFolder(folder));
  HANSA_TRY(identity::WriteSecretKeyFile(state / "coordinator.key", plan.keys.signing.seed()));
  HANSA_TRY(identity::WriteSecretKeyFile(state / "curve.key", plan.keys.curve.secret_key));
  HANSA_TRY(identity::WritePublicKeyFile(state / "authority.pub", plan.authority));
  if (plan.certificate)
    HANSA_TRY(
        WriteFileAtomically(state / "coordinator.cert", plan.certificate->SerializeAsString()));
  HANSA_TRY(WriteFileAtomically(state / "operators", Hex(plan.operator_key) + "\n"));
  // Last: with it the folder is complete.
  return WriteFileAtomically(dir / kConfigFile, ConfigText(plan));
}

Result<> CertifyCoordinatorFolder(const fs::path& path, const v1::Signed& certificate) {
  const fs::path config_path = fs::absolute(ConfigPath(path));
  v1::CoordinatorConfig config;
  HANSA_TRY(ReadToml(config_path, &config));
  const fs::path state = StateIn(config_path, config);
  auto seed = HANSA_TRY(identity::ReadSecretKeyFile(state / "coordinator.key"));
  const auto curve = HANSA_TRY(identity::ReadSecretKeyFile(state / "curve.key"));
  const auto authority = HANSA_TRY(identity::ReadPublicKeyFile(state / "authority.pub"));
  const auto certified = HANSA_TRY(identity::VerifyCoordinatorCertificate(certificate, authority));
  if (certified.signing_key != crypto::SigningKey::FromSeed(std::move(seed)).public_key() ||
      certified.curve_key != transport::CurvePublicOf(curve))
    return VerificationFailed("the certificate is another coordinator's", "",
                              "Have this folder's own coordinator.request certified");
  return WriteFileAtomically(state / "coordinator.cert", certificate.SerializeAsString());
}

Result<CoordinatorFolder> LoadCoordinatorFolder(const fs::path& path) {
  const fs::path config_path = fs::absolute(ConfigPath(path));
  v1::CoordinatorConfig config;
  HANSA_TRY(ReadToml(config_path, &config));
  const fs::path dir = config_path.parent_path();
  const fs::path state = StateIn(config_path, config);
  if (config.listen().empty())
    return BadInput(StrCat(config_path.string(), ": listen is missing"), "",
                    "for example: listen = \"tcp://0.0.0.0:7423\"");
  auto seed = HANSA_TRY(identity::ReadSecretKeyFile(state / "coordinator.key"));
  auto curve_secret = HANSA_TRY(identity::ReadSecretKeyFile(state / "curve.key"));
  const transport::CurvePublic curve_public = transport::CurvePublicOf(curve_secret);
  const auto authority = HANSA_TRY(identity::ReadPublicKeyFile(state / "authority.pub"));
  auto certificate = HANSA_TRY(ReadCertificate(state / "coordinator.cert"));
  auto operators = HANSA_TRY(ReadOperators(state / "operators"));
  CoordinatorFolder folder{
      .config = config_path,
      .dir = dir,
      .state = state,
      .address_file = dir / (config.address_file().empty() ? "address" : config.address_file()),
      .listen = config.listen(),
      .advertise = config.advertise().empty() ? config.listen() : config.advertise(),
      .authority = authority,
      .certificate = std::move(certificate),
      .keys = {crypto::SigningKey::FromSeed(std::move(seed)),
               {curve_public, std::move(curve_secret)}},
      .operators = std::move(operators)};
  const auto certified =
      HANSA_TRY(identity::VerifyCoordinatorCertificate(folder.certificate, folder.authority));
  if (certified.signing_key != folder.keys.signing.public_key() ||
      certified.curve_key != folder.keys.curve.public_key)
    return VerificationFailed(StrCat("the certificate in ", state.string(), " is for other keys"),
                              "", "put the files written by `hansa coordinator init` back");
  if (config.has_heartbeat()) folder.heartbeat = milliseconds(config.heartbeat().milliseconds());
  if (folder.heartbeat < milliseconds(100) || folder.heartbeat > seconds(60))
    return BadInput(
        StrCat(config_path.string(), ": heartbeat is ", Seconds(folder.heartbeat), " s"), "",
        "write 100ms to 60s: sites take no other");
  if (config.has_keep_runs()) folder.keep_runs = milliseconds(config.keep_runs().milliseconds());
  if (config.largest_fleet() > 0)
    folder.largest_fleet = std::min<uint32_t>(config.largest_fleet(), limits::kSites);
  folder.archive_masked_inputs = config.archive_masked_inputs();
  if (config.has_spool()) folder.spool_bytes = config.spool().bytes();
  return folder;
}

std::string OperatorId(const transport::CurvePublic& key) { return Hex(key).substr(0, 8); }

}  // namespace hansa::coordinator
