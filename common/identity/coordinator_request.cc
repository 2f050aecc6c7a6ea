#include "common/identity/coordinator_request.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/crypto/x25519.h"
#include "common/identity/site_name.h"

namespace hansa::identity {
namespace {

namespace json = google::protobuf::util;

constexpr uint32_t kVersion = 1;

bool CopyKey(const std::string& from, std::array<uint8_t, 32>& to) {
  if (from.size() != to.size()) return false;
  std::copy(from.begin(), from.end(), to.begin());
  return true;
}

}  // namespace

std::string ToJson(const CoordinatorRequest& request) {
  v1::CoordinatorRequest message;
  message.set_version(kVersion);
  message.set_address(request.address);
  message.set_signing_key(ToString(request.keys.signing_key));
  message.set_curve_key(ToString(request.keys.curve_key));
  json::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  HANSA_CHECK(json::MessageToJsonString(message, &text, options).ok());
  return text;
}

Result<CoordinatorRequest> ParseCoordinatorRequest(std::string_view text, std::string_view source) {
  const std::string what = StrCat("cannot read the coordinator's request in ", source);
  if (text.size() > limits::kInvitationFileBytes)
    return BadInput(what,
                    StrCat("it is larger than ", HumanBytes(double(limits::kInvitationFileBytes))));
  v1::CoordinatorRequest message;  // unknown fields are errors by default
  if (!json::JsonStringToMessage({text.data(), text.size()}, &message).ok())
    return BadInput(what, "it is no such request: cut short, or not as written",
                    "Take coordinator.request from the folder that hansa coordinator init made");
  if (message.version() != kVersion)
    return BadInput(what, StrCat("its version is ", message.version(),
                                 "; this version of Hansa knows ", kVersion));
  CoordinatorRequest request{.address = message.address(), .keys = {}};
  HANSA_TRY(CheckAddress(request.address));
  if (!CopyKey(message.signing_key(), request.keys.signing_key) ||
      !CopyKey(message.curve_key(), request.keys.curve_key) ||
      !crypto::IsAcceptableX25519Public(request.keys.curve_key))
    return BadInput(what, "one of its keys is none");
  return request;
}

std::string ShortDigest(const VerifiedCoordinator& keys) {
  Bytes both(keys.signing_key.begin(), keys.signing_key.end());
  Append(both, keys.curve_key);
  return Hex(ByteSpan(crypto::Sha256(both)).first(8));
}

}  // namespace hansa::identity
