#include "common/identity/invitation_file.h"

#include <google/protobuf/util/json_util.h>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::identity {
namespace {

namespace json = google::protobuf::util;

void Wipe(std::string& text) { WipeMemory({reinterpret_cast<uint8_t*>(text.data()), text.size()}); }

}  // namespace

Result<> WriteInvitationFile(const std::filesystem::path& path, const v1::Invitation& invitation) {
  json::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  HANSA_CHECK(json::MessageToJsonString(invitation, &text, options).ok());
  Result<> written = WriteFileAtomically(path, text, 0600);
  Wipe(text);
  return written;
}

Result<Invitation> ReadInvitationFile(const std::filesystem::path& path) {
  std::string text = HANSA_TRY(ReadSecretFile(path, limits::kInvitationFileBytes));
  Result<Invitation> invitation = ParseInvitation(text, path.string());
  Wipe(text);
  return invitation;
}

Result<Invitation> ParseInvitation(std::string_view text, std::string_view source) {
  const std::string context = StrCat("cannot read the invitation in ", source);
  if (text.size() > limits::kInvitationFileBytes) {
    return BadInput(context,
                    StrCat("it is larger than ", HumanBytes(double(limits::kInvitationFileBytes))));
  }
  v1::Invitation message;  // unknown fields are errors by default
  const auto parsed = json::JsonStringToMessage({text.data(), text.size()}, &message);
  // The parser's own words may quote the text, which holds secrets: they are not passed on.
  Result<Invitation> invitation =
      parsed.ok() ? CheckInvitation(message)
                  : BadInput(context, "it is not an invitation: cut short, or not as written",
                             "Copy the file again, or ask the operator for a new one");
  WipeSecrets(message);
  return invitation;
}

}  // namespace hansa::identity
