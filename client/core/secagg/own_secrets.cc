#include "client/core/secagg/own_secrets.h"

#include "common/secagg/session_bytes.h"

namespace hansa::client {
namespace {

SecretBytes Draw(const SessionFacts& facts, std::string_view name) {
  SecretBytes fresh(32);
  facts.side.random->Fill(fresh.RevealMutable());
  return secagg::SessionSecret(facts.params_hash, fresh.Reveal(), facts.side.identity->seed(),
                               name);
}

}  // namespace

OwnSecrets DrawSecrets(const SessionFacts& facts) {
  return {.encryption_key = crypto::X25519Key::FromSecret(Draw(facts, "encryption")),
          .mask_key = crypto::X25519Key::FromSecret(Draw(facts, "mask")),
          .self_secret = Draw(facts, "self")};
}

}  // namespace hansa::client
