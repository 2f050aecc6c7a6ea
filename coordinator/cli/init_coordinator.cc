#include "coordinator/cli/init_coordinator.h"

#include "common/base/text.h"
#include "common/crypto/random.h"
#include "common/identity/authority.h"
#include "coordinator/app/coordinator_folder.h"
#include "coordinator/cli/context_folder.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;

bool Inside(const fs::path& inner, const fs::path& outer) {
  const fs::path relative =
      fs::weakly_canonical(inner).lexically_relative(fs::weakly_canonical(outer));
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

Result<> InitCoordinator(const InitOptions& options) {
  if (Inside(options.context, options.folder)) {
    return Refused(
        StrCat("will not keep the operator's context in ", options.context.string()),
        "it is inside the coordinator's folder, and the authority's key must be apart from it",
        "Name another folder with --context DIR");
  }
  crypto::SystemRandom random;
  const crypto::SigningKey authority = crypto::SigningKey::Generate(random);
  transport::CurveKeyPair operator_keys = transport::GenerateCurveKeyPair();

  coordinator::NewCoordinator plan{
      .listen = options.listen,
      .advertise = options.advertise,
      .authority = authority.public_key(),
      .certificate = {},
      .keys = {crypto::SigningKey::Generate(random), transport::GenerateCurveKeyPair()},
      .operator_key = operator_keys.public_key};
  plan.certificate = identity::CertifyCoordinator(authority, plan.keys.signing.public_key(),
                                                  plan.keys.curve.public_key);

  NewContext context;
  context.address = options.advertise.empty() ? options.listen : options.advertise;
  context.server_key = plan.keys.curve.public_key;
  context.operator_secret = std::move(operator_keys.secret_key);
  context.authority_seed = authority.seed().Clone();
  context.authority_public = authority.public_key();
  context.coordinator_certificate = ToBytes(plan.certificate.SerializeAsString());
  HANSA_TRY(CreateContext(options.context, context));
  Result<> made = coordinator::CreateCoordinatorFolder(options.folder, plan);
  if (!made.ok()) {
    for (const char* file : {"address", "server.key", "operator.key", "authority.key",
                             "authority.pub", "coordinator.cert"}) {
      std::error_code ignored;
      fs::remove(options.context / file, ignored);
    }
  }
  return made;
}

}  // namespace hansa::cli
