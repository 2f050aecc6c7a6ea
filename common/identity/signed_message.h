#pragma once
// Signing a Protobuf message and opening a signed one. The bytes are kept and checked as received:
// Protobuf has more than one encoding of a message, a signature fits only one.

#include <google/protobuf/message.h>

#include <string_view>

#include "common/base/result.h"
#include "common/crypto/ed25519.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::identity {

v1::Signed SignMessage(const crypto::SigningKey& key, std::string_view context,
                       const google::protobuf::Message& message);

// Checks the signature first, so that bytes nobody vouches for reach no parser; then parses into
// `out` and refuses fields this build does not know: who signed them meant something by them.
// `what` names the message for people ("the site's certificate"). Fails with kVerification.
Result<> OpenSigned(const v1::Signed& signed_message, const crypto::Ed25519Public& key,
                    std::string_view context, std::string_view what,
                    google::protobuf::Message& out);

}  // namespace hansa::identity
