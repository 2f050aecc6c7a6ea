#include "common/identity/signed_message.h"

#include "common/base/text.h"

namespace hansa::identity {

v1::Signed SignMessage(const crypto::SigningKey& key, std::string_view context,
                       const google::protobuf::Message& message) {
  v1::Signed out;
  HANSA_CHECK(message.SerializeToString(out.mutable_payload()));
  const crypto::Ed25519Signature signature = key.Sign(context, AsSpan(out.payload()));
  out.set_signature(ToString(signature));
  return out;
}

Result<> OpenSigned(const v1::Signed& signed_message, const crypto::Ed25519Public& key,
                    std::string_view context, std::string_view what,
                    google::protobuf::Message& out) {
  const auto refuse = [what](std::string why) {
    return VerificationFailed(StrCat("cannot accept ", what), std::move(why));
  };
  if (signed_message.payload().empty()) return refuse("it is missing");
  if (signed_message.signature().size() != sizeof(crypto::Ed25519Signature)) {
    return refuse(StrCat("its signature has ", signed_message.signature().size(),
                         " bytes; a signature has ", sizeof(crypto::Ed25519Signature)));
  }
  if (!crypto::VerifyEd25519(key, context, AsSpan(signed_message.payload()),
                             AsSpan(signed_message.signature()))) {
    return refuse(StrCat("its signature is not by the key ", Hex(key)));
  }
  if (!out.ParseFromString(signed_message.payload())) return refuse("its contents are malformed");
  if (!out.GetReflection()->GetUnknownFields(out).empty()) {
    return refuse("it holds fields that this version of Hansa does not know");
  }
  return Success();
}

}  // namespace hansa::identity
