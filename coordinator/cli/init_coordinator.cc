#include "coordinator/cli/init_coordinator.h"

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/random.h"
#include "common/identity/authority.h"
#include "common/identity/coordinator_request.h"
#include "common/identity/key_file.h"
#include "coordinator/app/coordinator_folder.h"
#include "coordinator/cli/authority_folder.h"
#include "coordinator/cli/context_folder.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;

bool Inside(const fs::path& inner, const fs::path& outer) {
  const fs::path relative =
      fs::weakly_canonical(inner).lexically_relative(fs::weakly_canonical(outer));
  return !relative.empty() && *relative.begin() != "..";
}

// Nothing of it stays where the coordinator's folder cannot be made.
void RemoveContext(const fs::path& context) {
  for (const char* file : {"address", "server.key", "operator.key", "authority.key",
                           "authority.pub", "coordinator.cert", "authority.book"}) {
    std::error_code ignored;
    fs::remove(context / file, ignored);
  }
}

Result<> WriteRequest(const fs::path& folder, const std::string& address,
                      const identity::VerifiedCoordinator& keys) {
  return WriteFileAtomically(folder / "coordinator.request",
                             identity::ToJson({.address = address, .keys = keys}));
}

}  // namespace

Result<identity::VerifiedCoordinator> InitCoordinator(const InitOptions& options) {
  if (Inside(options.context, options.folder)) {
    return Refused(
        StrCat("will not keep the operator's context in ", options.context.string()),
        "it is inside the coordinator's folder, and the authority's key must be apart from it",
        "Name another folder with --context DIR");
  }
  crypto::SystemRandom random;
  const bool elsewhere = !options.authority.empty();
  const crypto::SigningKey own = crypto::SigningKey::Generate(random);
  const crypto::Ed25519Public authority =
      elsewhere ? HANSA_TRY(identity::ReadPublicKeyFile(options.authority)) : own.public_key();
  transport::CurveKeyPair operator_keys = transport::GenerateCurveKeyPair();

  coordinator::NewCoordinator plan{
      .listen = options.listen,
      .advertise = options.advertise,
      .authority = authority,
      .certificate = std::nullopt,
      .keys = {crypto::SigningKey::Generate(random), transport::GenerateCurveKeyPair()},
      .operator_key = operator_keys.public_key};
  const identity::VerifiedCoordinator keys{plan.keys.signing.public_key(),
                                           plan.keys.curve.public_key};

  NewContext context;
  context.address = options.advertise.empty() ? options.listen : options.advertise;
  context.server_key = keys.curve_key;
  context.operator_secret = std::move(operator_keys.secret_key);
  context.authority_public = authority;
  if (!elsewhere) {
    plan.certificate = identity::CertifyCoordinator(own, keys.signing_key, keys.curve_key);
    context.authority_seed = own.seed().Clone();
    context.coordinator_certificate = ToBytes(plan.certificate->SerializeAsString());
  }
  HANSA_TRY(CreateContext(options.context, context));
  Result<> made = elsewhere ? Success() : WriteEmptyBook(options.context, authority);
  if (made.ok()) made = coordinator::CreateCoordinatorFolder(options.folder, plan);
  if (made.ok() && elsewhere) made = WriteRequest(options.folder, context.address, keys);
  if (made.ok()) return keys;
  RemoveContext(options.context);
  return std::move(made).error();
}

Result<> InstallCertificate(const fs::path& folder, const fs::path& context,
                            const fs::path& certificate) {
  std::string text = HANSA_TRY(ReadFile(certificate, limits::kInvitationFileBytes));
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  const Bytes bytes = FromHex(text);
  v1::Signed message;
  if (bytes.empty() || !message.ParseFromString(ToString(bytes)))
    return BadInput(StrCat("cannot read the certificate in ", certificate.string()),
                    "it is not what hansa authority certify writes", "Copy the file again");
  HANSA_TRY(coordinator::CertifyCoordinatorFolder(folder, message));
  return SaveCoordinatorCertificate(context, bytes);
}

}  // namespace hansa::cli
